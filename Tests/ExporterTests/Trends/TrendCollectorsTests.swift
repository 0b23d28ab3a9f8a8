import Diagnosis
import Posix
import Probing
import ProcFS
import Prometheus
import Testing
import WhatsApp

@testable import Exporter

@Suite struct TrendCollectorsTests {
    private static let start = 1_699_833_600.0
    private static let endpoints = Catalogue.endpoints(procfs: ProcFS())
        .filter { ["chat_ip4", "web"].contains($0.target.name) }
    private static let thresholds = [
        Threshold(name: "slow", subject: .component(.chat), measure: .duration(.connect, percentile: 50), limit: 0.05),
        Threshold(name: "failing", subject: .target("web"), measure: .errorRatio, limit: 0.5, holdSeconds: 120),
        Threshold(name: "silent", subject: .component(.media), measure: .errorRatio, limit: 0.5),
    ]

    private static func report(
        _ endpoint: Endpoint, at time: Double, milliseconds: Int, failure: FailureReason? = nil
    ) -> ProbeReport {
        var outcome = ProbeOutcome()
        outcome.failure = failure
        outcome.duration = .milliseconds(milliseconds)
        if failure == nil { outcome.phases[.connect] = .milliseconds(milliseconds / 2) }
        return ProbeReport(
            target: endpoint.target, family: endpoint.target.families.families[0], outcome: outcome, finishedAt: time)
    }

    private static func lines(_ collector: any Collector) throws -> [String] {
        var sink = MetricSink(.text)
        try collector.collect(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    }

    /// Two days of a probe a minute; then ten minutes in which chat is three times as slow and the web fails.
    private static func lived() -> (Ledger, TrendLedger, now: Double) {
        let ledger = Ledger(endpoints)
        let trends = TrendLedger(endpoints, thresholds: thresholds)
        var now = start
        for minute in 0..<(2 * 1440 + 10) {
            let isTrouble = minute >= 2 * 1440
            now = start + Double(minute) * 60
            for endpoint in endpoints {
                let isWeb = endpoint.role == .component(.web)
                let report = report(
                    endpoint, at: now, milliseconds: isTrouble ? 300 : 96 + minute % 9,
                    failure: isTrouble && isWeb ? .connectTimeout : nil)
                ledger.record(report)
                trends.record(report)
            }
        }
        return (ledger, trends, now)
    }

    @Test func baselinesSayWhatIsNormalAndWhatIsNot() throws {
        let (_, trends, now) = Self.lived()
        let lines = try Self.lines(BaselineCollector(ledger: trends, now: { now }))
        let chat = "target=\"chat_ip4\",component=\"chat\",family=\"ip4\""
        func value(_ series: String) -> Double? {
            lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
        }
        #expect(value("whatsapp_baseline_samples{\(chat)}") == 2890)
        #expect(value("whatsapp_baseline_ready{\(chat),basis=\"hour_of_day\"}") == 1)
        #expect(value("whatsapp_baseline_ready{\(chat),basis=\"hour_of_week\"}") == 0)
        #expect(abs(try #require(value("whatsapp_baseline_latency_seconds{\(chat),phase=\"total\"}")) - 0.1) < 0.01)
        #expect(abs(try #require(value("whatsapp_baseline_latency_seconds{\(chat),phase=\"connect\"}")) - 0.05) < 0.005)
        #expect(try #require(value("whatsapp_anomaly_score{\(chat),phase=\"connect\"}")) > 4)
        #expect(try #require(value("whatsapp_component_failure_anomaly_score{component=\"web\"}")) > 4)
        #expect(try #require(value("whatsapp_component_failure_anomaly_score{component=\"chat\"}")) < 1)
        #expect(try #require(value("whatsapp_component_baseline_failure_ratio{component=\"web\"}")) < 0.05)
        #expect(!lines.contains { $0.hasPrefix("whatsapp_recurring_trouble_days") || $0.hasPrefix("whatsapp_latency_drift") })
    }

    @Test func aNewExporterSaysItKnowsNothing() throws {
        let lines = try Self.lines(BaselineCollector(ledger: TrendLedger(Self.endpoints), now: { Self.start }))
        #expect(lines.count == 8)
        #expect(lines.allSatisfy { $0.hasSuffix(" 0") })
    }

    @Test func thresholdsShowValueAndLimit() throws {
        let (_, trends, now) = Self.lived()
        let lines = try Self.lines(ThresholdCollector(ledger: trends, now: { now }))
        #expect(lines.contains("whatsapp_threshold_exceeded{threshold=\"slow\"} 1"))
        #expect(lines.contains("whatsapp_threshold_exceeded{threshold=\"failing\"} 1"))
        #expect(lines.contains("whatsapp_threshold_value{threshold=\"failing\"} 1"))
        #expect(lines.contains("whatsapp_threshold_limit{threshold=\"slow\"} 0.05"))
        #expect(lines.filter { $0.contains("silent") } == ["whatsapp_threshold_limit{threshold=\"silent\"} 0.5"])
    }

    @Test func budgetsAreOfTheTimeObserved() throws {
        let (ledger, trends, now) = Self.lived()
        let lines = try Self.lines(BudgetCollector(ledger: ledger, trends: trends, now: { now }))
        #expect(lines.contains("whatsapp_component_objective_ratio{component=\"chat\"} 0.999"))
        #expect(lines.contains("whatsapp_component_error_budget_remaining_ratio{component=\"chat\",window=\"30d\"} 1"))
        #expect(lines.contains("whatsapp_component_burn_rate{component=\"chat\",window=\"1h\"} 0"))
        let fresh = BudgetCollector(ledger: Ledger(Self.endpoints), trends: TrendLedger(Self.endpoints), now: { Self.start })
        #expect(try Self.lines(fresh).allSatisfy { $0.hasPrefix("whatsapp_component_objective_ratio") })
    }

    @Test func windowsSayHowMuchWasObserved() throws {
        let (ledger, _, now) = Self.lived()
        let lines = try Self.lines(WindowCollector(ledger: ledger, now: { now }))
        func observed(_ window: String) throws -> Double {
            let series = "whatsapp_component_observed_ratio{component=\"chat\",window=\"\(window)\"} "
            return try #require(lines.first { $0.hasPrefix(series) }.flatMap { Double($0.dropFirst(series.count)) })
        }
        #expect(try observed("24h") > 0.99)
        #expect(abs(try observed("30d") - 2.0 / 30) < 0.01)
        let fresh = try Self.lines(WindowCollector(ledger: Ledger(Self.endpoints), now: { now }))
        #expect(fresh.count == 10)
        #expect(fresh.allSatisfy { $0.hasPrefix("whatsapp_component_observed_ratio") && $0.hasSuffix(" 0") })
    }

    @Test func restartAndReloadGoOnLearning() throws {
        let (_, trends, now) = Self.lived()
        let next = TrendLedger(Self.endpoints)
        var snapshots = trends.snapshots()
        snapshots[1].bytes[7] ^= 1
        snapshots.append((name: "target/gone/any", bytes: [1, 2, 3]))
        #expect(next.restore(snapshots) == ["target/web/any"])
        let before = trends.trends(at: now).targets.map { $0.latencies.first?.expectedSeconds }
        #expect(next.trends(at: now).targets.map { $0.latencies.first?.expectedSeconds } == [before[0], nil])

        trends.reconfigure(Self.endpoints.reversed(), thresholds: [Self.thresholds[0]])
        #expect(trends.trends(at: now).targets.map { $0.latencies.first?.expectedSeconds } == before.reversed())
        #expect(trends.thresholds(at: now).map(\.reading.isExceeded) == [true])
        trends.record(Self.report(Catalogue.endpoints(procfs: ProcFS())[1], at: now, milliseconds: 1))
    }
}
