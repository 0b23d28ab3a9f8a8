import Posix
import Probing
import Prometheus

/// What scheduled probes found, and whether they ran when they should have.
struct JobCollector: Collector {
    let name = "jobs"
    let ledger: JobLedger

    func collect(into sink: inout MetricSink) {
        let snapshot = ledger.snapshot
        series(snapshot.series, into: &sink)
        jobs(snapshot, into: &sink)
        sources(snapshot.sources, into: &sink)
    }

    private func series(_ all: [JobSeries], into sink: inout MetricSink) {
        write(JobFamilies.success, all, into: &sink) { $0.failure == nil }
        sink.begin(JobFamilies.runs)
        for series in all { sink.sample(series.labels, series.runs) }
        sink.begin(JobFamilies.failures)
        for series in all {
            for failures in series.failures { sink.sample(series.labels, "reason", failures.reason.rawValue, failures.count) }
        }
        sink.begin(JobFamilies.failureInfo)
        for series in all {
            if let reason = series.last?.failure { sink.sample(series.labels, "reason", reason.rawValue, 1) }
        }
        sink.begin(JobFamilies.duration)
        for series in all { sink.histogram(series.labels, series.durations, JobSeries.buckets) }
        sink.begin(JobFamilies.phaseDuration)
        for series in all {
            guard let phases = series.last?.phases else { continue }
            for phase in Phase.allCases {
                if let duration = phases[phase] { sink.sample(series.labels, "phase", phase.rawValue, duration.seconds) }
            }
        }
        write(JobFamilies.lastRun, all, into: &sink) { $0.finishedAt }
        write(JobFamilies.httpStatus, all, into: &sink) { $0.httpStatus == 0 ? nil : $0.httpStatus }
        write(JobFamilies.certificatesEnd, all, into: &sink) { $0.certificatesEnd }
    }

    /// Writes a family with one sample for each target whose last probe has the value.
    private func write(
        _ family: MetricFamily, _ all: [JobSeries], into sink: inout MetricSink, _ value: (JobSeries.Run) -> (some SampleValue)?
    ) {
        sink.begin(family)
        for series in all {
            if let value = series.last.flatMap(value) { sink.sample(series.labels, value) }
        }
    }

    private func jobs(_ snapshot: JobLedger.Snapshot, into sink: inout MetricSink) {
        sink.begin(JobFamilies.targets)
        for (job, _, targets) in snapshot.tallies { sink.sample("probe_job", job, targets) }
        sink.begin(JobFamilies.dropped)
        for (job, tally, _) in snapshot.tallies {
            sink.sample("probe_job", job, "reason", "limit", tally.overLimit)
            sink.sample("probe_job", job, "reason", "malformed", tally.malformed)
        }
        sink.begin(JobFamilies.lateStarts)
        for (job, tally, _) in snapshot.tallies { sink.sample("probe_job", job, tally.lateStarts) }
        sink.begin(JobFamilies.skippedTicks)
        for (job, tally, _) in snapshot.tallies { sink.sample("probe_job", job, tally.skippedTicks) }
        sink.begin(JobFamilies.startLag)
        sink.histogram(.none, snapshot.startLag)
    }

    private func sources(_ sources: [SourceHealth], into sink: inout MetricSink) {
        sink.begin(JobFamilies.discoverySuccess)
        for source in sources {
            if let isGood = source.isGood { sink.sample(source.labels, isGood) }
        }
        let counts: [(MetricFamily, (SourceHealth) -> UInt64)] = [
            (JobFamilies.refreshes, \.refreshes), (JobFamilies.refreshFailures, \.failures),
        ]
        sink.begin(JobFamilies.discovered)
        for source in sources { sink.sample(source.labels, source.targets) }
        for (family, count) in counts {
            sink.begin(family)
            for source in sources { sink.sample(source.labels, count(source)) }
        }
        sink.begin(JobFamilies.lastRefresh)
        for source in sources {
            if let time = source.lastSuccess { sink.sample(source.labels, time) }
        }
    }
}
