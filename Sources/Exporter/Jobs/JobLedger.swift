import Posix
import Probing
import Prometheus
import Synchronization

/// The books of scheduled probes. The probes' loop writes, the web side reads.
final class JobLedger: Sendable {
    /// What is counted of a job as a whole.
    struct Tally: Sendable {
        var lateStarts: UInt64 = 0
        var skippedTicks: UInt64 = 0
        var overLimit = 0
        var malformed = 0
    }

    /// Everything there is to tell, at one moment.
    struct Snapshot: Sendable {
        var series: [JobSeries]
        /// By the jobs' names.
        var tallies: [(job: String, tally: Tally, targets: Int)]
        var startLag: Histogram
        var sources: [SourceHealth]
    }

    private struct State: Sendable {
        var series: [JobSeries] = []
        var positions: [UInt64: Int] = [:]
        var ids: [Labels: UInt64] = [:]
        var lastID: UInt64 = 0
        var tallies: [String: Tally] = [:]
        var startLag = Histogram(Buckets([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1]))
        var sources: [SourceHealth.Key: SourceHealth] = [:]

        mutating func remove(_ position: Int) {
            let removed = series[position]
            positions[removed.id] = nil
            ids[removed.labels] = nil
            let last = series.removeLast()
            guard position < series.count else { return }
            series[position] = last
            positions[last.id] = position
        }
    }

    /// A probe that begins this much after its time is late: the loop was busy, or the machine.
    private static let tolerance: Duration = .milliseconds(100)

    private let state = Mutex(State())

    /// Goes over to other jobs and sources; what stays goes on counting.
    func keep(_ jobs: [Job]) {
        let names = Set(jobs.map(\.name))
        let sources = Set(jobs.flatMap { job in job.sources.map { SourceHealth.Key(job: job.name, source: $0) } })
        state.withLock { state in
            for position in state.series.indices.reversed() where !names.contains(state.series[position].job) {
                state.remove(position)
            }
            state.tallies = state.tallies.filter { names.contains($0.key) }
            for name in names where state.tallies[name] == nil { state.tallies[name] = Tally() }
            state.sources = state.sources.filter { sources.contains($0.key) }
            for key in sources where state.sources[key] == nil { state.sources[key] = SourceHealth(key: key) }
        }
    }

    /// Has a job consist of the targets with these labels; those it had before go on counting.
    /// - Returns: a number for each, and the numbers of those that are no more.
    func enrol(_ selection: JobMember.Selection, in job: String) -> (ids: [UInt64], gone: [UInt64]) {
        state.withLock { state in
            var stale = Set(state.series.lazy.filter { $0.job == job }.map(\.id))
            var ids: [UInt64] = []
            ids.reserveCapacity(selection.members.count)
            for member in selection.members {
                if let id = state.ids[member.labels] {
                    stale.remove(id)
                    ids.append(id)
                } else {
                    state.lastID += 1
                    ids.append(state.lastID)
                    state.ids[member.labels] = state.lastID
                    state.positions[state.lastID] = state.series.count
                    state.series.append(JobSeries(id: state.lastID, job: job, labels: member.labels))
                }
            }
            for id in stale {
                if let position = state.positions[id] { state.remove(position) }
            }
            state.tallies[job, default: Tally()].overLimit = selection.overLimit
            state.tallies[job, default: Tally()].malformed = selection.malformed
            return (ids, Array(stale))
        }
    }

    /// Books a probe; one of a target that is no more is dropped.
    /// - Returns: the target's job, where it still has one.
    @discardableResult
    func record(_ report: JobScheduler.Report) -> String? {
        state.withLock { state in
            state.startLag.observe(report.lateness)
            guard let position = state.positions[report.id] else { return nil }
            state.series[position].record(report.outcome, finishedAt: report.finishedAt)
            let job = state.series[position].job
            if report.lateness > Self.tolerance { state.tallies[job]?.lateStarts += 1 }
            if report.skippedTicks > 0 { state.tallies[job]?.skippedTicks += UInt64(report.skippedTicks) }
            return job
        }
    }

    /// Books how a source was found.
    func record(_ health: SourceHealth.Finding, of key: SourceHealth.Key, at time: Double) {
        state.withLock { $0.sources[key]?.record(health, at: time) }
    }

    var snapshot: Snapshot {
        state.withLock { state in
            var targets: [String: Int] = [:]
            for series in state.series { targets[series.job, default: 0] += 1 }
            return Snapshot(
                series: state.series,
                tallies: state.tallies.sorted { $0.key < $1.key }.map { ($0.key, $0.value, targets[$0.key] ?? 0) },
                startLag: state.startLag, sources: state.sources.values.sorted { $0.key < $1.key })
        }
    }
}
