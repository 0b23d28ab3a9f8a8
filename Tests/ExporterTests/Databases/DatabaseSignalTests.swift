import Diagnosis
import Probing
import Testing

@testable import Exporter

@Suite struct DatabaseSignalTests {
    private static let module: Module = {
        var settings = PostgresSettings()
        settings.slowAfter = .seconds(1)
        return Module(name: "orders", kind: .postgres(settings))
    }()

    private static func outcome(_ failure: FailureReason? = nil, isSlow: Bool? = nil) -> ProbeOutcome {
        var outcome = ProbeOutcome()
        outcome.failure = failure
        outcome.phases[.authenticate] = .milliseconds(300)
        outcome.phases[.query] = .milliseconds(1200)
        var finding = DatabaseFinding()
        finding.isSlow = isSlow
        outcome.finding = .database(finding)
        return outcome
    }

    /// What two probes in a row of a database make the diagnosis hear.
    private static func heard(_ outcome: ProbeOutcome, by module: Module = module) -> Signal? {
        var signal = DatabaseSignal()
        let first = signal.take(outcome, of: "db:5432", by: module, at: 100)
        #expect(first == nil, "one probe is no evidence")
        return signal.take(outcome, of: "db:5432", by: module, at: 160)
    }

    @Test func saysThatADatabaseIsSlow() throws {
        let signal = try #require(Self.heard(Self.outcome(isSlow: true)))
        #expect(signal.kind == .databaseSlow)
        #expect(signal.isPresent)
        #expect(signal.at == 160)
        #expect(signal.detail == "db:5432: login and query took 1500 ms, more than 1000 ms")
    }

    @Test(
        arguments: FailureReason.allCases.map { ($0, [.databaseTimeout, .databaseQueryTimeout, .databaseFull].contains($0)) })
    func takesOnlySomeFailuresForSlowness(reason: FailureReason, isSlow: Bool) {
        #expect((Self.heard(Self.outcome(reason)) != nil) == isSlow)
    }

    @Test func staysSilentWithoutALimit() {
        let module = Module(name: "orders", kind: .postgres(PostgresSettings()))
        #expect(Self.heard(Self.outcome(.databaseTimeout), by: module) == nil)
        #expect(Self.heard(Self.outcome(.databaseTimeout), by: Module(name: "x", kind: .tls(TLSSettings()))) == nil)
    }

    @Test func takesItBackOnce() {
        var signal = DatabaseSignal()
        for at in [0.0, 60] { _ = signal.take(Self.outcome(isSlow: true), of: "a", by: Self.module, at: at) }
        #expect(signal.take(Self.outcome(isSlow: true), of: "a", by: Self.module, at: 120)?.isPresent == true)
        #expect(signal.take(Self.outcome(.connectTimeout), of: "a", by: Self.module, at: 180)?.isPresent == true)
        #expect(signal.take(Self.outcome(isSlow: false), of: "a", by: Self.module, at: 240)?.isPresent == false)
        #expect(signal.take(Self.outcome(isSlow: false), of: "a", by: Self.module, at: 300) == nil)
    }

    @Test func waitsForAllDatabases() {
        var signal = DatabaseSignal()
        for name in ["a", "b"] {
            for at in [0.0, 60] { _ = signal.take(Self.outcome(isSlow: true), of: name, by: Self.module, at: at) }
        }
        let one = signal.take(Self.outcome(isSlow: false), of: "a", by: Self.module, at: 120)
        #expect(one?.isPresent == true)
        #expect(one?.detail.hasPrefix("b: ") == true)
        #expect(signal.take(Self.outcome(isSlow: false), of: "b", by: Self.module, at: 130)?.isPresent == false)
    }

    @Test func forgetsDatabasesProbedNoMore() {
        var signal = DatabaseSignal()
        for at in [0.0, 60] { _ = signal.take(Self.outcome(isSlow: true), of: "gone", by: Self.module, at: at) }
        #expect(signal.take(Self.outcome(isSlow: false), of: "b", by: Self.module, at: 900)?.isPresent == true)
        #expect(signal.take(Self.outcome(isSlow: false), of: "b", by: Self.module, at: 961)?.isPresent == false)
    }
}
