import Diagnosis
import WhatsApp
import Wire

/// What users report: a little always, and a lot of one scope's trouble in a surge.
///
/// Rates are by the clock, however fast a timeline runs: the exporter's windows know no other time.
struct ReportTraffic {
    /// Of all who are content.
    static let reportsPerMinute = 0.5
    /// In a surge, beyond these.
    static let surgePerMinute = 60.0

    private static let clients: [ReportClient] = [.android, .ios, .web, .desktop]
    /// What the people of a scope cannot do while its messages are stuck, the most frequent first.
    private static let troubles: [Scope: [Symptom]] = [
        .consumer: [.cannotSend, .cannotSend, .cannotSend, .cannotReceive, .delayed], .business: [.businessAPI],
    ]

    private let token: Secret
    private var generator: SeededGenerator
    private var people: UInt32 = 0

    init(token: Secret, seed: UInt64) {
        self.token = token
        generator = SeededGenerator(seed: seed)
    }

    /// The reports of a span of time.
    mutating func posts(of seconds: Double, surging scopes: [Scope]) -> [Post] {
        var symptoms = (0..<count(Self.reportsPerMinute, seconds)).map { _ in Symptom.allCases.randomElement(using: &generator) }
        for scope in scopes {
            let troubles = Self.troubles[scope] ?? []
            symptoms += (0..<count(Self.surgePerMinute, seconds)).map { _ in troubles.randomElement(using: &generator) }
        }
        return symptoms.compactMap { symptom in symptom.map { post($0) } }
    }

    /// As many as come at a rate, on average.
    private mutating func count(_ perMinute: Double, _ seconds: Double) -> Int {
        Int(perMinute * max(0, min(seconds, 60)) / 60 + generator.draw())
    }

    /// Everybody reports once, from an address of their own.
    private mutating func post(_ symptom: Symptom) -> Post {
        people &+= 1
        let client = symptom == .businessAPI ? .api : Self.clients.randomElement(using: &generator) ?? .unknown
        let region = Self.regions.randomElement(using: &generator) ?? ""
        return Post(
            "POST", "/api/v1/reports",
            fields: ["Content-Type": "application/json", "Authorization": "Bearer \(token.revealed)"],
            body: """
                {"symptom":"\(symptom.rawValue)","reporter":"person-\(people)","region":"\(region)","client":"\(client.rawValue)"}
                """,
            // 127.200.0.1 and on.
            from: .v4(0x7FC8_0000 | (people & 0x3_FFFF)))
    }

    /// Which the exporter is told of.
    static let regions = ["north", "south"]
}
