import Posix
import Prometheus
import Synchronization

/// Scrapes of the collectors that read this host, one after the other, so that one which hangs costs its own families only.
///
/// Reading the kernel's files mostly takes microseconds. A driver, a dead file server or a process under a debugger may make it take
/// for ever, so it is done on threads that can be left behind; a collector left behind is not begun again before it has come back.
final class HostScrapes: Sendable {
    private let group: CollectorGroup
    private let crew: Crew
    private let loop: EventLoop
    private let budget: Duration
    private let log: CollectorLog
    private let attendance = Attendance()
    private let turns: Turns
    /// How much the last scrape had to say, and the next mostly has.
    private let familiesBytes = Mutex(0)

    /// - Parameters:
    ///   - loop: where ``gather(_:into:within:)`` is called.
    ///   - budget: how long a collector may take.
    init(of group: CollectorGroup, crew: Crew, loop: EventLoop, budget: Duration, log: CollectorLog) {
        self.group = group
        self.crew = crew
        self.loop = loop
        self.budget = budget
        self.log = log
        turns = Turns(on: loop)
    }

    /// The collectors' names, in order.
    var names: [String] { group.names }

    /// How many collectors were left behind and have not come back.
    var absentCount: Int { attendance.absentCount }

    /// Writes the families of the collectors that `selection` admits, and how each fared.
    /// - Parameter limit: how long the scraper waits, where it says so.
    func gather(_ selection: CollectorSelection, into sink: inout MetricSink, within limit: Duration?) async {
        let budget = min(limit ?? self.budget, self.budget)
        let wanted = names.indices.filter { selection.admits(names[$0]) }
        guard !wanted.isEmpty else { return }
        let format = sink.format
        var outcomes = [CollectorOutcome?](repeating: nil, count: names.count)
        let round = await turns.take(until: .after(budget)) {
            let here = wanted.filter { attendance.absence(of: $0) == nil }
            return await HostRound(
                of: group, isWanted: names.indices.map(here.contains), format: format,
                expectedBytes: familiesBytes.withLock { $0 }, budget: budget, crew: crew, attendance: attendance
            ).run(on: loop)
        }
        for families in round?.families ?? [] { sink.append(families: families) }
        familiesBytes.withLock { $0 = round?.families.first?.count ?? $0 }
        for index in wanted {
            let reason: CollectorOverdue = round == nil ? .noTurn : .stillAway
            let outcome = round?.outcomes[index] ?? CollectorOutcome(duration: .zero, failure: reason)
            outcomes[index] = outcome
            log.note(outcome, of: names[index])
        }
        group.report(outcomes, into: &sink)
    }
}
