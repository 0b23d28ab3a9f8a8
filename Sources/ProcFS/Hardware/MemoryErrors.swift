package import Posix

/// Errors that a memory controller has found, corrected or not (kernel: Documentation/driver-api/edac.rst).
package struct MemoryController: Sendable {
    package struct Errors: Sendable, Equatable {
        package let corrected: Int64
        /// `nil` where it is not told.
        package let uncorrected: Int64?
    }

    /// A row of memory modules that are selected together.
    package struct Row: Sendable {
        package let number: String
        package let errors: Errors
        package let channels: [Channel]
    }

    package struct Channel: Sendable {
        package let number: String
        /// The module's name, `unknown` without one.
        package let label: String
        package let errors: Errors
    }

    package let number: String
    package let errors: Errors
    /// Those that could not be laid to a row.
    package let unassignedErrors: Errors
    package let rows: [Row]
}

extension SysFS {
    /// The memory controllers of `devices/system/edac/mc`; none where no driver watches memory.
    ///
    /// - Throws: `.read` or `.malformed` where a counter cannot be had.
    package func memoryControllers(with reader: inout FileReader) throws(ProcFSError) -> [MemoryController] {
        let root = "devices/system/edac/mc"
        var controllers: [MemoryController] = []
        for number in try numbers(in: root, after: "mc") {
            let path = "\(root)/mc\(number)"
            var rows: [MemoryController.Row] = []
            for row in try numbers(in: path, after: "csrow") { rows.append(try memoryRow(row, in: path, with: &reader)) }
            controllers.append(
                MemoryController(
                    number: number, errors: try memoryErrors("\(path)/ce_count", "\(path)/ue_count", with: &reader),
                    unassignedErrors: try memoryErrors("\(path)/ce_noinfo_count", "\(path)/ue_noinfo_count", with: &reader),
                    rows: rows))
        }
        return controllers
    }

    private func memoryRow(
        _ number: String, in path: String, with reader: inout FileReader
    ) throws(ProcFSError) -> MemoryController.Row {
        let path = "\(path)/csrow\(number)"
        var channels: [MemoryController.Channel] = []
        for file in try numbers(in: path, after: "ch") where file.hasSuffix("_ce_count") {
            let channel = String(file.dropLast("_ce_count".count))
            let label = textIfReadable("\(path)/ch\(channel)_dimm_label", with: &reader) ?? "unknown"
            channels.append(
                MemoryController.Channel(
                    number: channel, label: label,
                    errors: MemoryController.Errors(
                        corrected: try integer("\(path)/ch\(channel)_ce_count", with: &reader),
                        uncorrected: integerIfReadable("\(path)/ch\(channel)_ue_count", with: &reader))))
        }
        let errors = try memoryErrors("\(path)/ce_count", "\(path)/ue_count", with: &reader)
        return MemoryController.Row(number: number, errors: errors, channels: channels)
    }

    private func memoryErrors(
        _ corrected: String, _ uncorrected: String, with reader: inout FileReader
    ) throws(ProcFSError) -> MemoryController.Errors {
        MemoryController.Errors(
            corrected: try integer(corrected, with: &reader), uncorrected: try integer(uncorrected, with: &reader))
    }
}
