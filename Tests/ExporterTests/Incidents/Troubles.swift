import Probing
import WhatsApp

@testable import Diagnosis
@testable import Exporter

/// A ledger of incidents that has seen a little.
enum Troubles {
    /// 2026-11-22 14:00:00 UTC.
    static let start = 1_795_356_000.0

    static func conclusion(
        at time: Double, _ verdict: Verdict, since: Double, firstFailureAt: Double? = nil, sentence: String = "It is so."
    ) -> Conclusion {
        let ok = ScopedVerdict(verdict: .ok, since: start, sentence: "All well.", evidence: [], confidence: 0.9)
        let ruling = ScopedVerdict(
            verdict: verdict, since: since, sentence: sentence,
            evidence: [Evidence(.chatHandshake, .whatsapp, target: "chat", "chat_timeout: <b>stranger</b>")], confidence: 0.9,
            extent: Extent(
                firstFailureAt: firstFailureAt, components: [.chat], edges: ["57.144.23.0/24"], layers: [.chat],
                reasons: [.chatTimeout], targets: ["chat"]))
        return Conclusion(at: time, scopes: [.consumer: ruling, .business: ok], components: [:])
    }

    /// One resolved outage (14:00:00 to 14:30:00) and one open partial failure since 15:00:00.
    static func ledger() -> IncidentLedger {
        let ledger = IncidentLedger()
        _ = ledger.review(conclusion(at: start + 75, .whatsAppOutage, since: start + 75, firstFailureAt: start))
        _ = ledger.review(conclusion(at: start + 1800, .ok, since: start + 1800))
        _ = ledger.review(conclusion(at: start + 1920, .ok, since: start + 1800))
        _ = ledger.review(conclusion(at: start + 3660, .edgePartial, since: start + 3660, firstFailureAt: start + 3600))
        return ledger
    }
}
