import Synchronization
import Testing

@testable import Prometheus

@Suite struct RegistryTests {
    private struct Failure: Error {}

    private struct Simple: Collector {
        let name: String
        var fails = false

        func collect(into sink: inout MetricSink) throws {
            sink.begin(MetricFamily("\(name)_value", .gauge, help: "V."))
            sink.label("half", "sample")
            if fails { throw Failure() }
            sink.value(1.0)
        }
    }

    /// Each look at it finds it a quarter of a second later.
    private final class SteppingClock: Clock {
        typealias Instant = ContinuousClock.Instant

        private let steps = Atomic(0)
        private let start = ContinuousClock.now

        var now: Instant {
            start + .milliseconds(250) * steps.wrappingAdd(1, ordering: .relaxed).newValue
        }
        var minimumResolution: Duration { .zero }
        func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
    }

    private func registry(onFailure: @escaping @Sendable (String, any Error) -> Void = { _, _ in }) -> Registry {
        Registry(
            [
                CollectorGroup(prefix: "node", [Simple(name: "cpu"), Simple(name: "stat", fails: true)]),
                CollectorGroup(prefix: "whatsapp", [Simple(name: "verdict")]),
            ], clock: SteppingClock(), onFailure: onFailure)
    }

    @Test func aFailingCollectorCostsOnlyItsOwnFamilies() {
        #expect(
            exposition(.text, registry().gather) == """
                # HELP cpu_value V.
                # TYPE cpu_value gauge
                cpu_value{half="sample"} 1
                # HELP node_scrape_collector_duration_seconds Time a collector took in this scrape.
                # TYPE node_scrape_collector_duration_seconds gauge
                node_scrape_collector_duration_seconds{collector="cpu"} 0.25
                node_scrape_collector_duration_seconds{collector="stat"} 0.25
                # HELP node_scrape_collector_success Whether a collector succeeded in this scrape.
                # TYPE node_scrape_collector_success gauge
                node_scrape_collector_success{collector="cpu"} 1
                node_scrape_collector_success{collector="stat"} 0
                # HELP verdict_value V.
                # TYPE verdict_value gauge
                verdict_value{half="sample"} 1
                # HELP whatsapp_scrape_collector_duration_seconds Time a collector took in this scrape.
                # TYPE whatsapp_scrape_collector_duration_seconds gauge
                whatsapp_scrape_collector_duration_seconds{collector="verdict"} 0.25
                # HELP whatsapp_scrape_collector_success Whether a collector succeeded in this scrape.
                # TYPE whatsapp_scrape_collector_success gauge
                whatsapp_scrape_collector_success{collector="verdict"} 1

                """)
    }

    @Test func eachFailureIsTold() {
        let told = Mutex<[String]>([])
        let registry = registry { name, error in told.withLock { $0.append("\(name) \(type(of: error))") } }
        _ = exposition(.text, registry.gather)
        #expect(told.withLock { $0 } == ["stat Failure"])
    }

    @Test func collectKeepsTheRegistrysOrder() throws {
        #expect(try registry().selecting(collect: ["verdict", "cpu", "cpu"]).names == ["cpu", "verdict"])
        #expect(try registry().selecting(exclude: ["cpu"]).names == ["stat", "verdict"])
        #expect(try registry().selecting().names == ["cpu", "stat", "verdict"])
    }

    @Test func aGroupWithoutCollectorsWritesNothing() throws {
        let registry = try registry().selecting(collect: ["verdict"])
        #expect(!exposition(.text, registry.gather).contains("node_"))
    }

    @Test func anUnknownNameIsToldWithTheKnownOnes() {
        let error = CollectorSelectionError.unknown("cqu", known: ["cpu", "stat", "verdict"])
        #expect(throws: error) { try registry().selecting(collect: ["cpu", "cqu"]) }
        #expect(throws: error) { try registry().selecting(exclude: ["cqu"]) }
        #expect(error.description == #"unknown collector "cqu"; enabled are: cpu, stat, verdict"#)
    }

    @Test func collectAndExcludeExcludeEachOther() {
        #expect(throws: CollectorSelectionError.collectAndExclude) {
            try registry().selecting(collect: ["cpu"], exclude: ["stat"])
        }
    }
}
