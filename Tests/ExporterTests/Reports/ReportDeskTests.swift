import Diagnosis
import Prometheus
import Testing
import WhatsApp

@testable import Exporter

@Suite struct ReportDeskTests {
    /// Reports of ever other people, one each `seconds`.
    private func report(_ symptom: Symptom, in office: ReportOffice, count: Int, every seconds: Double = 5) async throws {
        for index in 0..<count {
            _ = try await office.post("{\"symptom\": \"\(symptom.rawValue)\", \"reporter\": \"\(index) at \(office.now)\"}")
            office.pass(seconds)
            office.desk.speak(at: office.now)
        }
    }

    @Test func tellsOfASurgeWhileItLasts() async throws {
        let office = try ReportOffice(ReportOffice.section())
        office.desk.speak(at: office.now)
        #expect(office.signals == [])
        try await report(.cannotSend, in: office, count: 200)
        let signal = try #require(office.signals.last)
        #expect(signal.kind == .reportSurge)
        #expect(signal.scope == .consumer)
        #expect(signal.isPresent)
        #expect(signal.at == office.now)
        #expect(signal.detail.hasPrefix("reports of cannot send: "))
        #expect(try office.metrics().contains("\nwhatsapp_report_surge{symptom=\"cannot_send\"} 1\n"))
        #expect(try office.metrics().contains("\nwhatsapp_report_surge{symptom=\"media\"} 0\n"))
        #expect(office.lines.contains("msg=\"reports surge\" symptom=cannot_send"))
        for _ in 0..<60 {
            office.pass(60)
            office.desk.speak(at: office.now)
        }
        #expect(office.signals.last?.isPresent == false)
        #expect(office.lines.contains("msg=\"reports surge no more\""))
        let count = office.signals.count
        office.desk.speak(at: office.now)
        #expect(office.signals.count == count)
    }

    @Test func businessIsAScopeOfItsOwn() async throws {
        let office = try ReportOffice(ReportOffice.section())
        try await report(.businessAPI, in: office, count: 200)
        #expect(office.signals.last?.scope == .business)
    }

    @Test func takesItBackWhenNoLongerConfigured() async throws {
        let office = try ReportOffice(ReportOffice.section())
        try await report(.cannotSend, in: office, count: 200)
        #expect(office.signals.last?.isPresent == true)
        office.desk.reconfigure(ReportOffice.configuration(nil))
        office.desk.speak(at: office.now)
        #expect(office.signals.last?.isPresent == false)
    }

    @Test func estimatesHowManyAreAffected() async throws {
        let office = try ReportOffice(ReportOffice.section { $0.users = 20_000 })
        try await report(.cannotSend, in: office, count: 200)
        #expect(try office.metrics().contains("\nwhatsapp_report_affected_ratio{symptom=\"cannot_send\"} 0."))
        let without = try ReportOffice(ReportOffice.section())
        try await report(.cannotSend, in: without, count: 200)
        #expect(try !without.metrics().contains("\nwhatsapp_report_affected_ratio{"))
    }

    @Test func everySeriesIsThereFromTheBeginning() throws {
        let metrics = try ReportOffice(ReportOffice.section()).metrics()
        for symptom in Symptom.allCases {
            for region in ["north", "south", "unknown"] {
                #expect(
                    metrics.contains("\nwhatsapp_reports_total{symptom=\"\(symptom.rawValue)\",user_region=\"\(region)\"} 0\n"))
            }
        }
        for result in ReportResult.allCases { #expect(metrics.contains("{result=\"\(result.rawValue)\"} 0\n")) }
        #expect(!metrics.contains("\nwhatsapp_report_last_timestamp_seconds "))
        _ = try ReportOffice(ReportOffice.section()).metrics(.openMetrics)
    }
}
