import Glibc
package import Posix

/// What a group uses. Each is `nil` where the group lacks the file, as it does without the controller.
extension ControlGroup {
    /// Fields of `cpu.stat`; those from `nr_periods` on come with a controller only.
    package static let processorFields = FieldTable(["user_usec", "system_usec", "nr_periods", "nr_throttled", "throttled_usec"])

    /// Fields of `memory.events`.
    package static let memoryEvents = FieldTable(["low", "high", "max", "oom", "oom_kill", "oom_group_kill"])

    /// ``processorFields``.
    package func processorUse(with reader: inout FileReader) throws(ProcFSError) -> FieldValues? {
        try read("cpu.stat", in: directories[0], with: &reader) { (bytes) throws(Malformed) in
            try FieldValues(of: Self.processorFields, parsingLines: bytes)
        }
    }

    /// Memory in use by the group and those in it.
    package func memoryBytes(with reader: inout FileReader) throws(ProcFSError) -> UInt64? {
        try number("memory.current", with: &reader)
    }

    /// ``memoryEvents``, since the group was made.
    package func memoryEventCounts(with reader: inout FileReader) throws(ProcFSError) -> FieldValues? {
        try read("memory.events", in: directories[0], with: &reader) { (bytes) throws(Malformed) in
            try FieldValues(of: Self.memoryEvents, parsingLines: bytes)
        }
    }

    /// Processes and threads in the group and those in it.
    package func tasks(with reader: inout FileReader) throws(ProcFSError) -> UInt64? {
        try number("pids.current", with: &reader)
    }

    /// Stalls of the group's tasks; also `nil` where this kernel does not measure them.
    package func pressure(_ resource: Pressure.Resource, with reader: inout FileReader) throws(ProcFSError) -> Pressure? {
        do throws(ProcFSError) {
            return try read("\(resource.rawValue).pressure", in: directories[0], with: &reader) { (bytes) throws(Malformed) in
                try Pressure(parsing: bytes)
            }
        } catch .read(_, Errno(EOPNOTSUPP)) {
            return nil
        } catch {
            throw error
        }
    }

    private func number(_ file: String, with reader: inout FileReader) throws(ProcFSError) -> UInt64? {
        try read(file, in: directories[0], with: &reader) { (bytes) throws(Malformed) in
            var offset = 0
            return try bytes.decimal(&offset)
        }
    }

    func read<Value>(
        _ file: String, in directory: String, with reader: inout FileReader, parse: (Span<UInt8>) throws(Malformed) -> Value
    ) throws(ProcFSError) -> Value? {
        let path = "\(directory)/\(file)"
        do throws(Errno) {
            try reader.read(path, limit: ProcFS.usualLimit)
        } catch {
            if error.code == ENOENT { return nil }
            throw .read(path: path, error)
        }
        return try reader.withContents { (bytes) throws(ProcFSError) in
            do throws(Malformed) {
                return try bytes.parsed(by: parse)
            } catch {
                throw .malformed(path: path, line: bytes.lineNumber(at: error.offset), text: bytes.excerpt(at: error.offset))
            }
        }
    }
}

extension FieldValues {
    /// Lines of a name and a number.
    fileprivate init(of table: FieldTable, parsingLines bytes: Span<UInt8>) throws(Malformed) {
        self.init(of: table)
        var offset = 0
        while offset < bytes.count {
            let name = bytes.word(&offset)
            let value = try bytes.decimal(&offset)
            if let index = table.index(of: name, bytes) { self[index] = value }
            bytes.skipLine(&offset)
        }
    }
}
