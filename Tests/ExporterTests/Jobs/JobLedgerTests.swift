import Posix
import Prometheus
import TLS
import Testing
import WhatsApp

@testable import Exporter
@testable import Probing

@Suite struct JobLedgerTests {
    private static let module = Module(name: "tcp_connect", kind: .tcp(DialogueSettings()))

    private static func job(_ name: String = "shops", limit: Int = 10) -> Job {
        var job = Job(name: name, module: module, interval: .seconds(10), timeout: .seconds(5))
        job.targetLimit = limit
        return job
    }

    private static func selection(
        _ targets: [String], labels: [TargetGroup.Label] = [], in job: Job = job()
    ) -> JobMember.Selection {
        JobMember.selection(of: [TargetGroup(targets: targets, labels: labels)], for: job, rootKey: .whatsApp)
    }

    private static func report(
        _ id: UInt64, failure: FailureReason? = nil, lateness: Duration = .zero, skipped: Int = 0
    ) -> JobScheduler.Report {
        var outcome = ProbeOutcome()
        outcome.failure = failure
        outcome.duration = .milliseconds(30)
        outcome.phases[.connect] = .milliseconds(20)
        let target = Target(name: "t", host: "t.test", port: 1, prober: TCPProber())
        return JobScheduler.Report(
            id: id, target: target, outcome: outcome, finishedAt: 1_795_317_948.5, lateness: lateness, skippedTicks: skipped)
    }

    private static func exposition(_ ledger: JobLedger) -> [String] {
        var sink = MetricSink(.text)
        JobCollector(ledger: ledger).collect(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func samples(_ ledger: JobLedger, _ family: String) -> [String] {
        exposition(ledger).filter {
            $0.hasPrefix(family + "{") || $0.hasPrefix(family + " ") || $0.hasPrefix(family + "_bucket{")
        }
    }

    @Test func countsWhatProbesFound() {
        let ledger = JobLedger()
        ledger.keep([Self.job()])
        let ids = ledger.enrol(Self.selection(["a.test:1"], labels: [TargetGroup.Label("team", "x\"y")]), in: "shops").ids
        for failure in [nil, .connectionRefused, .connectTimeout, .connectionRefused] as [FailureReason?] {
            #expect(ledger.record(Self.report(ids[0], failure: failure)) == "shops")
        }
        let labels = #"probe_job="shops",module="tcp_connect",target="a.test:1",team="x\"y""#
        let prefix = "whatsapp_scheduled_probe_"
        #expect(Self.samples(ledger, prefix + "success") == ["\(prefix)success{\(labels)} 0"])
        #expect(Self.samples(ledger, prefix + "runs_total") == ["\(prefix)runs_total{\(labels)} 4"])
        #expect(
            Self.samples(ledger, prefix + "failures_total") == [
                "\(prefix)failures_total{\(labels),reason=\"connection_refused\"} 2",
                "\(prefix)failures_total{\(labels),reason=\"connect_timeout\"} 1",
            ])
        #expect(
            Self.samples(ledger, prefix + "failure_info") == ["\(prefix)failure_info{\(labels),reason=\"connection_refused\"} 1"])
        #expect(
            Self.samples(ledger, prefix + "phase_duration_seconds") == [
                "\(prefix)phase_duration_seconds{\(labels),phase=\"connect\"} 0.02"
            ])
        #expect(
            Self.samples(ledger, prefix + "last_run_timestamp_seconds") == [
                "\(prefix)last_run_timestamp_seconds{\(labels)} 1795317948.5"
            ])
        let buckets = Self.samples(ledger, prefix + "duration_seconds")
        #expect(buckets.count == 10)
        #expect(buckets[1] == "\(prefix)duration_seconds_bucket{\(labels),le=\"0.025\"} 0")
        #expect(buckets[2] == "\(prefix)duration_seconds_bucket{\(labels),le=\"0.05\"} 4")
        #expect(buckets[9] == "\(prefix)duration_seconds_bucket{\(labels),le=\"+Inf\"} 4")
    }

    @Test func whatStaysGoesOnCountingAndWhatGoesIsGone() {
        let ledger = JobLedger()
        ledger.keep([Self.job()])
        let first = ledger.enrol(Self.selection(["a.test:1", "b.test:1", "c.test:1"]), in: "shops")
        for id in first.ids { ledger.record(Self.report(id)) }
        let second = ledger.enrol(Self.selection(["d.test:1", "c.test:1", "b.test:1"]), in: "shops")
        #expect(second.gone == [first.ids[0]])
        #expect(second.ids[1...] == [first.ids[2], first.ids[1]])
        #expect(!first.ids.contains(second.ids[0]))
        #expect(ledger.record(Self.report(first.ids[0])) == nil)
        let runs = Self.samples(ledger, "whatsapp_scheduled_probe_runs_total").sorted()
        #expect(runs.map { $0.suffix(2) } == [" 1", " 1", " 0"])
        #expect(ledger.enrol(Self.selection(["a.test:1"]), in: "shops").ids[0] > second.ids[0])
    }

    @Test func otherLabelsAreAnotherTarget() {
        let ledger = JobLedger()
        ledger.keep([Self.job()])
        let plain = ledger.enrol(Self.selection(["a.test:1"]), in: "shops")
        let labelled = ledger.enrol(Self.selection(["a.test:1"], labels: [TargetGroup.Label("team", "x")]), in: "shops")
        #expect(labelled.gone == plain.ids && labelled.ids != plain.ids)
    }

    @Test func jobsKeepToThemselves() {
        let ledger = JobLedger()
        ledger.keep([Self.job("one"), Self.job("two")])
        let one = ledger.enrol(Self.selection(["a.test:1"], in: Self.job("one")), in: "one")
        let two = ledger.enrol(Self.selection(["a.test:1"], in: Self.job("two")), in: "two")
        #expect(ledger.enrol(Self.selection([], in: Self.job("one")), in: "one").gone == one.ids)
        #expect(ledger.record(Self.report(two.ids[0])) == "two")
        ledger.keep([Self.job("one")])
        #expect(ledger.record(Self.report(two.ids[0])) == nil)
        #expect(Self.samples(ledger, "whatsapp_scheduled_targets") == ["whatsapp_scheduled_targets{probe_job=\"one\"} 0"])
    }

    @Test func latenessAndSkippedTicksAreTheJobs() {
        let ledger = JobLedger()
        ledger.keep([Self.job()])
        let id = ledger.enrol(Self.selection(["a.test:1"]), in: "shops").ids[0]
        ledger.record(Self.report(id, lateness: .milliseconds(99)))
        ledger.record(Self.report(id, lateness: .milliseconds(101), skipped: 3))
        let prefix = "whatsapp_scheduled_probe_"
        #expect(Self.samples(ledger, prefix + "late_starts_total") == ["\(prefix)late_starts_total{probe_job=\"shops\"} 1"])
        #expect(Self.samples(ledger, prefix + "skipped_ticks_total") == ["\(prefix)skipped_ticks_total{probe_job=\"shops\"} 3"])
        let lag = Self.samples(ledger, prefix + "start_lag_seconds")
        #expect(
            lag.suffix(3) == [
                "\(prefix)start_lag_seconds_bucket{le=\"0.5\"} 2", "\(prefix)start_lag_seconds_bucket{le=\"1\"} 2",
                "\(prefix)start_lag_seconds_bucket{le=\"+Inf\"} 2",
            ])
    }

    @Test func theSameTargetCountsOnceAndTooManyAreCounted() {
        let selection = Self.selection((0..<15).map { "h\($0).test:1" } + ["h0.test:1", "no port"])
        #expect(selection.members.count == 10 && selection.overLimit == 6 && selection.malformed == 0)
        let ledger = JobLedger()
        ledger.keep([Self.job()])
        _ = ledger.enrol(selection, in: "shops")
        #expect(
            Self.samples(ledger, "whatsapp_scheduled_targets_dropped") == [
                "whatsapp_scheduled_targets_dropped{probe_job=\"shops\",reason=\"limit\"} 6",
                "whatsapp_scheduled_targets_dropped{probe_job=\"shops\",reason=\"malformed\"} 0",
            ])
    }

    @Test func oneBadTargetCostsOnlyItself() {
        let selection = Self.selection(["a.test:1", "nowhere", "b.test:1", "http://"])
        #expect(selection.members.map(\.target.host) == ["a.test", "b.test"])
        #expect(selection.malformed == 2)
        #expect(selection.firstFault?.hasPrefix("\"nowhere\": ") == true)
    }

    @Test func thePhaseIsTheSameAtEveryStart() {
        let phases = Self.selection(["a.test:1", "b.test:1"]).members.map(\.phase)
        #expect(phases == Self.selection(["a.test:1", "b.test:1"]).members.map(\.phase))
        #expect(StableHash.of(["a", "bc"]) != StableHash.of(["ab", "c"]))
    }

    @Test func phasesSpreadEvenly() {
        var counts = [Int](repeating: 0, count: 100)
        for number in 0..<5000 {
            let phase = StableHash.of(["job", "127.1.\(number / 250).\(number % 250):80"]) % 10_000_000_000
            counts[Int(phase / 100_000_000)] += 1
        }
        #expect(counts.allSatisfy { (20...90).contains($0) })
    }

    @Test func sourcesTellHowTheyFare() {
        let source = TargetSource.files(FileSource(patterns: ["t.yml"], refreshInterval: .seconds(300)))
        var job = Self.job()
        job.sources = [source]
        let ledger = JobLedger()
        ledger.keep([job])
        let key = SourceHealth.Key(job: "shops", source: source)
        #expect(Self.samples(ledger, "whatsapp_discovery_success").isEmpty)
        ledger.record(SourceHealth.Finding(targets: 4), of: key, at: 1000)
        ledger.record(SourceHealth.Finding(targets: 4, fault: "t.yml:1:1: bad"), of: key, at: 2000)
        let labels = #"probe_job="shops",mechanism="file",source="t.yml""#
        #expect(Self.samples(ledger, "whatsapp_discovery_success") == ["whatsapp_discovery_success{\(labels)} 0"])
        #expect(Self.samples(ledger, "whatsapp_discovery_targets") == ["whatsapp_discovery_targets{\(labels)} 4"])
        #expect(Self.samples(ledger, "whatsapp_discovery_refreshes_total") == ["whatsapp_discovery_refreshes_total{\(labels)} 2"])
        #expect(
            Self.samples(ledger, "whatsapp_discovery_refresh_failures_total") == [
                "whatsapp_discovery_refresh_failures_total{\(labels)} 1"
            ])
        #expect(
            Self.samples(ledger, "whatsapp_discovery_last_success_timestamp_seconds") == [
                "whatsapp_discovery_last_success_timestamp_seconds{\(labels)} 1000"
            ])
    }
}
