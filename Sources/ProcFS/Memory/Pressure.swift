import Glibc
package import Posix

/// Share of time in which tasks stood still for lack of a resource.
package struct Pressure: Equatable, Sendable {
    /// What tasks can lack; the raw value is the file.
    package enum Resource: String, CaseIterable, Sendable {
        case cpu, io, memory, irq
    }

    /// One line of the file.
    package struct Stall: Equatable, Sendable {
        /// Per cent of the last 10 seconds.
        package let average10: Double
        /// Per cent of the last 60 seconds.
        package let average60: Double
        /// Per cent of the last 300 seconds.
        package let average300: Double
        /// Since boot.
        package let totalMicroseconds: UInt64
    }

    /// At least one task was stalled; `nil` for `irq`.
    package private(set) var some: Stall?
    /// All tasks were stalled at once; `nil` for `cpu` before Linux 5.13.
    package private(set) var full: Stall?

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        while offset < bytes.count {
            let kind = bytes.word(&offset)
            if bytes.isText("some", at: kind) {
                some = try Stall(parsing: bytes, &offset)
            } else if bytes.isText("full", at: kind) {
                full = try Stall(parsing: bytes, &offset)
            }
            bytes.skipLine(&offset)
        }
        guard some != nil || full != nil else { throw Malformed(offset: 0) }
    }
}

extension Pressure.Stall {
    fileprivate init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        average10 = try bytes.decimalFraction(&offset, after: "avg10=")
        average60 = try bytes.decimalFraction(&offset, after: "avg60=")
        average300 = try bytes.decimalFraction(&offset, after: "avg300=")
        try bytes.skip("total=", &offset)
        totalMicroseconds = try bytes.decimal(&offset)
    }
}

extension Span where Element == UInt8 {
    fileprivate func skip(_ key: String, _ offset: inout Int) throws(Malformed) {
        skipBlanks(&offset)
        guard isText(key, startingAt: offset) else { throw Malformed(offset: offset) }
        offset += key.utf8.count
    }

    fileprivate func decimalFraction(_ offset: inout Int, after key: String) throws(Malformed) -> Double {
        try skip(key, &offset)
        return try decimalFraction(&offset)
    }
}

extension ProcFS {
    /// Reads `pressure/<resource>` (kernel: Documentation/accounting/psi.rst).
    ///
    /// `nil` when this kernel does not measure it: older than 4.20 (6.1 for `irq`), built without it, or started with `psi=0`.
    package func pressure(_ resource: Pressure.Resource, with reader: inout FileReader) throws(ProcFSError) -> Pressure? {
        do throws(ProcFSError) {
            let file = "pressure/\(resource.rawValue)"
            return try readIfPresent(file, with: &reader, extent: .oneRecord, endsInLine: false) { (bytes) throws(Malformed) in
                try Pressure(parsing: bytes)
            }
        } catch {
            // With psi=0 the files are there and refuse to be opened.
            if case .read(_, Errno(EOPNOTSUPP)) = error { return nil }
            throw error
        }
    }
}

extension ProcFS {
    /// Pressure on each of the resources this kernel measures it for, in their order.
    ///
    /// - Throws: `.read(ENOENT)` where it measures none of them.
    package func pressures(
        on resources: [Pressure.Resource] = Pressure.Resource.allCases, with reader: inout FileReader
    ) throws(ProcFSError) -> [(resource: Pressure.Resource, Pressure)] {
        var pressures: [(Pressure.Resource, Pressure)] = []
        for resource in resources {
            if let pressure = try pressure(resource, with: &reader) { pressures.append((resource, pressure)) }
        }
        guard !pressures.isEmpty else { throw .read(path: "\(root)/pressure", Errno(ENOENT)) }
        return pressures
    }
}
