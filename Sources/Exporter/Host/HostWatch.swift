import Diagnosis
import Posix
import ProcFS
import Synchronization

/// Samples this host every ``interval`` and hands the readings over.
struct HostWatch: Sendable {
    static let interval: Duration = .seconds(15)

    let sampler: HostSampler
    /// Reads the files: one that hangs must not keep the loop from its probes.
    let crew: Crew
    let loop: EventLoop
    /// Called on the loop, after each sampling.
    let report: @Sendable (HostReading) -> Void

    /// The reader, lent to one sampling at a time.
    private final class Desk: Sendable {
        let reader = Mutex(FileReader())
        let isTaken = Atomic(false)
    }

    /// Samples until its task is cancelled. To be called on the loop.
    func run() async {
        var due = Deadline.now
        let desk = Desk()
        while !Task.isCancelled {
            if let reading = await sample(at: desk) { report(reading) }
            due = max(due + Self.interval, .now)
            guard await loop.sleep(until: due) == .timedOut else { return }
        }
    }

    /// - Returns: `nil` when a file hangs, and for as long as it does.
    private func sample(at desk: Desk) async -> HostReading? {
        guard !desk.isTaken.exchange(true, ordering: .relaxed) else { return nil }
        return await crew.run(until: .after(Self.interval), on: loop) { [sampler] in
            defer { desk.isTaken.store(false, ordering: .relaxed) }
            return desk.reader.withLock { sampler.sample(at: unixTimeNow(), with: &$0) }
        }
    }
}
