package import Posix

/// What a group may use: the tightest limit of its own and of those around it, which all hold. `nil` where there is none.
extension ControlGroup {
    /// Processors it may use on average, such as 0.5: `cpu.max`, a quota for each period.
    package func processorLimit(with reader: inout FileReader) throws(ProcFSError) -> Double? {
        try tightest("cpu.max", with: &reader) { (bytes, quota, offset) throws(Malformed) in
            let period = try bytes.decimal(&offset)
            guard period > 0 else { throw Malformed(offset: 0) }
            return Double(quota) / Double(period)
        }
    }

    /// Memory it may use before the kernel kills: `memory.max`.
    package func memoryLimitBytes(with reader: inout FileReader) throws(ProcFSError) -> UInt64? {
        try tightest("memory.max", with: &reader) { (_, limit, _) throws(Malformed) in limit }
    }

    /// Processes and threads it may have: `pids.max`.
    package func taskLimit(with reader: inout FileReader) throws(ProcFSError) -> UInt64? {
        try tightest("pids.max", with: &reader) { (_, limit, _) throws(Malformed) in limit }
    }

    /// - Parameter parse: makes a limit of the file's first number and what follows it.
    private func tightest<Limit: Comparable>(
        _ file: String, with reader: inout FileReader,
        parse: (Span<UInt8>, UInt64, inout Int) throws(Malformed) -> Limit
    ) throws(ProcFSError) -> Limit? {
        var tightest: Limit?
        for directory in directories {
            let limit = try read(file, in: directory, with: &reader) { (bytes) throws(Malformed) -> Limit? in
                var offset = 0
                if bytes.isText("max", startingAt: 0) { return nil }
                let number = try bytes.decimal(&offset)
                return try parse(bytes, number, &offset)
            }
            if let limit, let limit { tightest = tightest.map { min($0, limit) } ?? limit }
        }
        return tightest
    }
}
