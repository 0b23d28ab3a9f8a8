import Diagnosis
import Prometheus
import WhatsApp

/// What is concluded: the verdict for each scope, the components, and the evidence in force.
struct VerdictCollector: Collector {
    let name = "verdict"
    let ledger: Ledger
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let verdict = MetricFamily(
        "whatsapp_verdict", .gauge,
        help: "Whether WhatsApp is down or it is you: 1 for the verdict in force, 0 for the others, for each scope of users.")
    private static let since = MetricFamily(
        "whatsapp_verdict_since_timestamp_seconds", .gauge, help: "When the verdict in force began.")
    private static let confidence = MetricFamily(
        "whatsapp_verdict_confidence_ratio", .gauge,
        help: "How far the evidence can carry the verdict, 0 to 1; not a probability.")
    private static let status = MetricFamily(
        "whatsapp_component_status", .gauge,
        help: "How each part of WhatsApp stands, seen from here: 1 for its status, 0 for the others.")
    private static let evidence = MetricFamily(
        "whatsapp_evidence", .gauge, help: "Pieces of evidence behind the verdicts in force, by kind and by whom they speak of.")

    func collect(into sink: inout MetricSink) {
        let conclusion = ledger.conclusion(at: now())
        let scopes = Scope.allCases.compactMap { scope in conclusion.scopes[scope].map { (scope.rawValue, $0) } }
        sink.begin(Self.verdict)
        for (scope, ruling) in scopes {
            for verdict in Verdict.allCases {
                sink.sample("scope", scope, "verdict", verdict.rawValue, ruling.verdict == verdict)
            }
        }
        sink.begin(Self.since)
        for (scope, ruling) in scopes { sink.sample("scope", scope, ruling.since) }
        sink.begin(Self.confidence)
        for (scope, ruling) in scopes { sink.sample("scope", scope, ruling.confidence) }
        sink.begin(Self.status)
        for component in Component.allCases {
            for status in ComponentStatus.allCases {
                sink.sample(
                    "component", component.rawValue, "status", status.rawValue, conclusion.components[component] == status)
            }
        }
        write(scopes.flatMap(\.1.evidence), into: &sink)
    }

    private func write(_ evidence: [Evidence], into sink: inout MetricSink) {
        var counts: [Evidence.Kind: [Evidence.Side: Int]] = [:]
        for piece in evidence { counts[piece.kind, default: [:]][piece.side, default: 0] += 1 }
        sink.begin(Self.evidence)
        for kind in Evidence.Kind.allCases {
            for side in Evidence.Side.allCases {
                sink.sample("kind", kind.rawValue, "side", side.rawValue, counts[kind]?[side] ?? 0)
            }
        }
    }
}
