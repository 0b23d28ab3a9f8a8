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
