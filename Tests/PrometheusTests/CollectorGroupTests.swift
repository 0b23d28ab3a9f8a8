import Synchronization
import Testing

@testable import Prometheus

@Suite struct CollectorGroupTests {
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

    private let group = CollectorGroup(
        prefix: "node", [Simple(name: "cpu"), Simple(name: "stat", fails: true)], clock: SteppingClock())

    @Test func aFailingCollectorCostsOnlyItsOwnFamilies() {
        #expect(
            exposition(.text) { group.gather(into: &$0) } == """
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

                """)
    }

    @Test func eachFailureIsTold() {
        var sink = MetricSink(.text)
        let outcomes = group.gather(into: &sink)
        #expect(outcomes.map { $0?.failure == nil } == [true, false])
        #expect(outcomes[1]?.failure is Failure)
    }

    @Test func aGroupWithoutCollectorsAskedForWritesNothing() throws {
        let selection = try CollectorSelection(collect: ["verdict"], exclude: [], known: ["cpu", "stat", "verdict"])
        #expect(exposition(.text) { group.gather(selection, into: &$0) } == "")
    }
}

@Suite struct CollectorSelectionTests {
    private let known = ["cpu", "stat", "verdict"]

    private func names(collect: [String] = [], exclude: [String] = []) throws -> [String] {
        let selection = try CollectorSelection(collect: collect, exclude: exclude, known: known)
        return known.filter(selection.admits)
    }

    @Test func asksForThoseNamedOrForAllOthers() throws {
        #expect(try names(collect: ["verdict", "cpu", "cpu"]) == ["cpu", "verdict"])
        #expect(try names(exclude: ["cpu"]) == ["stat", "verdict"])
        #expect(try names() == known)
        #expect(known.filter(CollectorSelection.all.admits) == known)
    }

    @Test func anUnknownNameIsToldWithTheKnownOnes() {
        let error = CollectorSelectionError.unknown("cqu", known: ["cpu", "stat", "verdict"])
        #expect(throws: error) { try names(collect: ["cpu", "cqu"]) }
        #expect(throws: error) { try names(exclude: ["cqu"]) }
        #expect(error.description == #"unknown collector "cqu"; enabled are: cpu, stat, verdict"#)
    }

    @Test func collectAndExcludeExcludeEachOther() {
        #expect(throws: CollectorSelectionError.collectAndExclude) { try names(collect: ["cpu"], exclude: ["stat"]) }
    }
}
