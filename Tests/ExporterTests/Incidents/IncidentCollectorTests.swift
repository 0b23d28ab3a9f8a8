import Diagnosis
import Foundation
import Prometheus
import Testing

@testable import Exporter

@Suite struct IncidentCollectorTests {
    private func text(_ ledger: IncidentLedger, _ format: ExpositionFormat = .text) -> String {
        var sink = MetricSink(format)
        IncidentCollector(ledger: ledger).collect(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    /// What a scrape says, but for help, types and buckets.
    private func samples(_ ledger: IncidentLedger) -> [String] {
        text(ledger).split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.contains("_bucket") }.map(String.init)
    }

    @Test func tellsWhatIsOpenAndWhatHasBeen() {
        #expect(
            samples(Troubles.ledger()).filter { !$0.hasPrefix("whatsapp_incidents_total") || !$0.hasSuffix(" 0") } == [
                "whatsapp_incident_open{scope=\"consumer\",severity=\"minor\"} 0",
                "whatsapp_incident_open{scope=\"consumer\",severity=\"major\"} 1",
                "whatsapp_incident_open{scope=\"business\",severity=\"minor\"} 0",
                "whatsapp_incident_open{scope=\"business\",severity=\"major\"} 0",
                "whatsapp_incident_info{id=\"2026-11-22-02\",severity=\"major\",verdict=\"edge_partial\",scopes=\"consumer\","
                    + "components=\"chat\",state=\"troubled\"} 1",
                "whatsapp_incident_started_timestamp_seconds{id=\"2026-11-22-02\"} 1795359600",
                "whatsapp_incidents_total{verdict=\"edge_partial\"} 1", "whatsapp_incidents_total{verdict=\"whatsapp_outage\"} 1",
                "whatsapp_incident_duration_seconds_sum{severity=\"minor\"} 0",
                "whatsapp_incident_duration_seconds_count{severity=\"minor\"} 0",
                "whatsapp_incident_duration_seconds_sum{severity=\"major\"} 1800",
                "whatsapp_incident_duration_seconds_count{severity=\"major\"} 1",
                "whatsapp_incident_time_to_detect_seconds_sum 135", "whatsapp_incident_time_to_detect_seconds_count 2",
                "whatsapp_incident_time_to_restore_seconds_sum 1800", "whatsapp_incident_time_to_restore_seconds_count 1",
            ])
    }

    @Test func everyVerdictIsThereFromTheStart() {
        let text = text(IncidentLedger())
        for verdict in Verdict.allCases {
            #expect(text.contains("whatsapp_incidents_total{verdict=\"\(verdict.rawValue)\"} 0\n"))
        }
    }

    @Test(arguments: ExpositionFormat.allCases)
    func outputHoldsTogether(format: ExpositionFormat) {
        var sink = MetricSink(format)
        IncidentCollector(ledger: Troubles.ledger()).collect(into: &sink)
        sink.finish()
        #expect(ExpositionCheck.problems(in: sink.bytes, format) == [])
    }

    @Test func incidentsSurviveJSON() throws {
        let ledger = Troubles.ledger()
        let note = try ledger.draft(author: "ada", text: "é\n\u{1f600}", for: "2026-11-22-02", at: Troubles.start + 0.25)
        _ = ledger.add(note, to: "2026-11-22-02")
        let incidents = ledger.all
        let bytes = try JSONEncoder().encode(incidents)
        #expect(try JSONDecoder().decode([Incident].self, from: bytes) == incidents)
        #expect(incidents[1].notes.count == 1)
    }

    @Test func whatIsRestoredIsNotCountedAgain() {
        let ledger = IncidentLedger()
        ledger.restore(Troubles.ledger().all, at: Troubles.start + 5000)
        #expect(samples(ledger).contains("whatsapp_incident_open{scope=\"consumer\",severity=\"major\"} 1"))
        #expect(ledger.figures.opened == [:])
        _ = ledger.review(Troubles.conclusion(at: Troubles.start + 5000, .ok, since: Troubles.start + 5000))
        _ = ledger.review(Troubles.conclusion(at: Troubles.start + 5120, .ok, since: Troubles.start + 5000))
        #expect(ledger.all.allSatisfy { !$0.isOpen })
        #expect(ledger.figures.opened == [:])
        #expect(ledger.figures.timeToRestore.sum == 1400)
    }
}
