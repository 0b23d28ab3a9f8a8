/// The collectors of an exporter, in the order their families are written.
package struct Registry: Sendable {
    /// The collectors' names, in order.
    package let names: [String]

    private let groups: [CollectorGroup]
    private let clock: any Clock<Duration>
    private let onFailure: @Sendable (_ collector: String, _ error: any Error) -> Void

    /// - Parameters:
    ///   - groups: groups of distinct prefixes; collectors of distinct names.
    ///   - clock: what collectors are timed by.
    ///   - onFailure: called in the middle of a scrape for each collector that throws.
    package init(
        _ groups: [CollectorGroup], clock: any Clock<Duration> = ContinuousClock(),
        onFailure: @escaping @Sendable (_ collector: String, _ error: any Error) -> Void
    ) {
        names = groups.flatMap(\.members).map(\.collector.name)
        precondition(Set(names).count == names.count, "two collectors of one name")
        precondition(Set(groups.map(\.success.name)).count == groups.count, "two groups of one prefix")
        self.groups = groups
        self.clock = clock
        self.onFailure = onFailure
    }

    private init(_ registry: Registry, where isIncluded: (String) -> Bool) {
        names = registry.names.filter(isIncluded)
        groups = registry.groups.map { $0.filter(isIncluded) }
        clock = registry.clock
        onFailure = registry.onFailure
    }

    /// The registry a scrape's query parameters ask for: only those named by `collect[]`, or all but those named by
    /// `exclude[]`, in the registry's own order.
    package func selecting(collect: [String] = [], exclude: [String] = []) throws(CollectorSelectionError) -> Registry {
        guard collect.isEmpty || exclude.isEmpty else { throw .collectAndExclude }
        for name in collect + exclude where !names.contains(name) { throw .unknown(name, known: names) }
        if collect.isEmpty && exclude.isEmpty { return self }
        return Registry(self) { collect.isEmpty ? !exclude.contains($0) : collect.contains($0) }
    }

    /// Runs the collectors one after the other, then tells how each fared.
    ///
    /// One that throws leaves nothing behind but its `success` of 0. The sink stays open for more families.
    package func gather(into sink: inout MetricSink) {
        for group in groups where !group.members.isEmpty {
            let runs = group.members.map { run($0.collector, into: &sink) }
            sink.begin(group.duration)
            for (member, run) in zip(group.members, runs) { sink.sample(member.labels, run.duration) }
            sink.begin(group.success)
            for (member, run) in zip(group.members, runs) { sink.sample(member.labels, run.succeeded) }
        }
    }

    private func run(_ collector: any Collector, into sink: inout MetricSink) -> (duration: Duration, succeeded: Bool) {
        let mark = sink.mark
        var failure: (any Error)?
        let duration = clock.measure {
            do { try collector.collect(into: &sink) } catch { failure = error }
        }
        if let failure {
            sink.rollback(to: mark)
            onFailure(collector.name, failure)
        }
        return (duration, failure == nil)
    }
}
