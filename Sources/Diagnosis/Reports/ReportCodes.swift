// Kept on disks: a case keeps its number for ever.
extension Symptom {
    var code: UInt8 {
        switch self {
        case .cannotSend: 1
        case .cannotReceive: 2
        case .delayed: 3
        case .cannotConnect: 4
        case .media: 5
        case .calls: 6
        case .linking: 7
        case .businessAPI: 8
        case .other: 9
        }
    }

    init?(code: UInt8) {
        guard let symptom = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = symptom
    }
}

extension ReportClient {
    var code: UInt8 {
        switch self {
        case .unknown: 0
        case .android: 1
        case .ios: 2
        case .web: 3
        case .desktop: 4
        case .api: 5
        case .other: 6
        }
    }

    init?(code: UInt8) {
        guard let client = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = client
    }
}

extension SnapshotWriter {
    /// A text after its length in bytes.
    mutating func write(text: String) {
        write(field: Array(text.utf8))
    }

    /// Bytes after their number.
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
