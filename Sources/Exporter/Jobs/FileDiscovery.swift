import Posix
import YAML

/// The groups of the files that a source's patterns name, read again as the files change.
///
/// A file that cannot be read or understood keeps the groups it had; one that is gone takes them along.
struct FileDiscovery: Sendable {
    private struct File: Sendable {
        var stamp: FileStamp?
        var groups: [TargetGroup] = []
        /// Why what it holds now is not in force.
        var fault: String?
    }

    let source: FileSource
    /// More files than anyone keeps targets in.
    private static let mostFiles = 1000
    private var files: [String: File] = [:]
    private var order: [String] = []
    private var listingFaults: [String] = []

    init(_ source: FileSource) {
        self.source = source
    }

    /// What is in force, by the files' names.
    var groups: [TargetGroup] { order.flatMap { files[$0]?.groups ?? [] } }

    /// What is wrong, a line for each file.
    var faults: [String] { listingFaults + order.compactMap { files[$0]?.fault } }

    /// Looks for the files, and reads those that changed. Blocking.
    /// - Parameter isThorough: reads them all.
    /// - Returns: whether any was read, or is gone.
    mutating func refresh(isThorough: Bool) -> Bool {
        var hasChanged = false
        let paths = self.paths()
        for path in order where !paths.contains(path) {
            files[path] = nil
            hasChanged = true
        }
        order = paths
        for path in paths {
            // Before the reading: a change in the midst of it is then seen the next time.
            let stamp = FileStamp(of: path)
            var file = files[path] ?? File()
            guard isThorough || stamp == nil || stamp != file.stamp else { continue }
            file.stamp = stamp
            do {
                file.groups = try Self.read(path)
                file.fault = nil
            } catch {
                file.fault = "\(error)"
            }
            files[path] = file
            hasChanged = true
        }
        return hasChanged
    }

    private static func read(_ path: String) throws -> [TargetGroup] {
        var reader = FileReader()
        do throws(Errno) {
            try reader.read(path, limit: YAMLDocument.limitBytes)
        } catch {
            throw ConfigurationError(
                SourcePosition(file: path, line: 1, column: 1), "the file cannot be read (\(error))",
                "make it readable, and keep it under \(YAMLDocument.limitBytes) bytes")
        }
        let bytes = reader.withContents { bytes in bytes.indices.map { bytes[$0] } }
        let isJSON = path.hasSuffix(".json") || path.hasSuffix(".JSON")
        return try TargetGroup.list(bytes, in: isJSON ? .json : .yaml, from: path)
    }

    /// The files there are, those of the first pattern first, each once.
    private mutating func paths() -> [String] {
        var paths: [String] = []
        listingFaults = []
        for pattern in source.patterns {
            do throws(Errno) {
                let found = try Self.files(of: pattern)
                if found.isEmpty { listingFaults.append("\(pattern): there is no such file") }
                for path in found where !paths.contains(path) { paths.append(path) }
            } catch {
                listingFaults.append("\(pattern): the directory cannot be read (\(error))")
            }
        }
        if paths.count > Self.mostFiles {
            listingFaults.append("only the first \(Self.mostFiles) of \(paths.count) files are read")
        }
        return Array(paths.prefix(Self.mostFiles))
    }

    private static func files(of pattern: String) throws(Errno) -> [String] {
        guard let star = pattern.lastIndex(of: "*") else { return FileStamp(of: pattern) == nil ? [] : [pattern] }
        let folder = pattern.lastIndex(of: "/").map { pattern[...$0] } ?? ""
        let start = folder.isEmpty ? pattern.startIndex : folder.endIndex
        let (prefix, suffix) = (pattern[start..<star], pattern[star...].dropFirst())
        return try namesInDirectory(folder.isEmpty ? "." : String(folder)).filter { name in
            name.utf8.count >= prefix.utf8.count + suffix.utf8.count && name.hasPrefix(prefix) && name.hasSuffix(suffix)
                // As a shell has it: a star finds no hidden files.
                && (!prefix.isEmpty || !name.hasPrefix("."))
        }.sorted().map { folder + $0 }
    }
}
