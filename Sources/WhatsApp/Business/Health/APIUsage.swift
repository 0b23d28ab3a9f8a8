import FoundationEssentials
package import Wire

/// How much of its limits the operator's app has used, as the API says with its answers (Graph API, rate limiting).
package struct APIUsage: Sendable, Equatable {
    /// A limit.
    package enum Kind: String, CaseIterable, Sendable {
        /// `X-App-Usage`.
        case appCalls = "app_calls"
        case appTime = "app_time"
        case appProcessor = "app_cpu_time"
        /// `X-Business-Use-Case-Usage`, of the account that has used most.
        case businessCalls = "business_calls"
        case businessTime = "business_time"
        case businessProcessor = "business_cpu_time"
    }

    private struct Percentages: Decodable {
        var calls: Double?
        var time: Double?
        var processor: Double?
        var minutesToRegain: Double?

        private enum CodingKeys: String, CodingKey {
            case calls = "call_count"
            case time = "total_time"
            case processor = "total_cputime"
            case minutesToRegain = "estimated_time_to_regain_access"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            calls = try? container.decode(Double.self, forKey: .calls)
            time = try? container.decode(Double.self, forKey: .time)
            processor = try? container.decode(Double.self, forKey: .processor)
            minutesToRegain = try? container.decode(Double.self, forKey: .minutesToRegain)
        }
    }

    /// A field's value beyond this is not read.
    private static let limitBytes = 16 << 10
    /// Figures beyond this are none.
    private static let mostPercent = 100_000.0
    private static let mostMinutes = 1440.0

    /// 1 is all of it; what has not been said is absent.
    package private(set) var ratios: [Kind: Double] = [:]
    /// After how long the API wants to be asked again; `nil` where it does not say.
    package private(set) var regainSeconds: Double?

    /// Reads what is there, and ignores what is not as documented.
    package init(_ fields: HTTPFields) {
        if let app = Self.read(fields.first("x-app-usage"), as: Percentages.self) {
            take(app, .appCalls, .appTime, .appProcessor)
        }
        let accounts = Self.read(fields.first("x-business-use-case-usage"), as: [String: [Percentages]].self) ?? [:]
        for usage in accounts.values.joined() { take(usage, .businessCalls, .businessTime, .businessProcessor) }
    }

    private static func read<Value: Decodable>(_ text: String?, as type: Value.Type) -> Value? {
        guard let text, text.utf8.count <= limitBytes else { return nil }
        return try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    private mutating func take(_ usage: Percentages, _ calls: Kind, _ time: Kind, _ processor: Kind) {
        for (kind, percent) in [(calls, usage.calls), (time, usage.time), (processor, usage.processor)] {
            guard let percent, (0...Self.mostPercent).contains(percent) else { continue }
            ratios[kind] = max(ratios[kind] ?? 0, percent / 100)
        }
        if let minutes = usage.minutesToRegain, minutes > 0, minutes <= Self.mostMinutes {
            regainSeconds = max(regainSeconds ?? 0, minutes * 60)
        }
    }
}
