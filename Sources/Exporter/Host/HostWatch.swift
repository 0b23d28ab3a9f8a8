import Diagnosis
import Posix
import ProcFS

/// Samples this host every ``interval`` and hands the readings over.
struct HostWatch: Sendable {
    static let interval: Duration = .seconds(15)

    let sampler: HostSampler
    let loop: EventLoop
    /// Called on the loop, after each sampling.
    let report: @Sendable (HostReading) -> Void

    /// Samples until its task is cancelled. To be called on the loop: a sampling blocks it for well under a millisecond.
    func run() async {
        var due = Deadline.now
        var reader = FileReader()
        while !Task.isCancelled {
            report(sampler.sample(at: unixTimeNow(), with: &reader))
            due = max(due + Self.interval, .now)
            guard await loop.sleep(until: due) == .timedOut else { return }
        }
    }
}
