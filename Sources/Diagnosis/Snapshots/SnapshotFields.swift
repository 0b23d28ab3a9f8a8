// Fields of any length, after the number of their bytes.
extension SnapshotWriter {
    mutating func write(text: String) {
        write(field: Array(text.utf8))
    }

    mutating func write(field bytes: [UInt8]) {
        write(variable: UInt64(bytes.count))
        for byte in bytes { write(byte) }
    }
}

extension SnapshotReader {
    mutating func text(mostBytes: Int) -> String? {
        field(mostBytes: mostBytes).flatMap { String(validating: $0, as: UTF8.self) }
    }

    mutating func field(mostBytes: Int) -> [UInt8]? {
        guard let count = variable(), count <= UInt64(mostBytes) else { return nil }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            guard let byte = integer(UInt8.self) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
