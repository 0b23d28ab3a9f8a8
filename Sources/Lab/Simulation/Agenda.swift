import Posix
import Probing
import WhatsApp
import Wire

/// Which probe is due next: the scheduler's rhythm on a clock of its own.
///
/// As the real one: first ticks are spread, a host is not asked twice within the gap, a slow probe costs ticks, and a failure
/// that comes as a surprise is confirmed soon, by a sibling where there is one, unless the next tick comes first.
struct Agenda {
    /// A target over a family.
    struct Check {
        let target: Target
        let family: AddressFamily?
    }

    /// When a check is due; small, because all are looked at for each probe.
    private struct Beat {
        let interval: Double
        /// Its host's place in ``lastStarts``; `nil` for checks without one.
        let host: Int?
        /// The next regular tick.
        var tick: Double
        /// When a failure is to be confirmed.
        var again: Double?
        /// Whether that is another check's failure, for which others have to wait.
        var isForSibling = false
        /// When its last run was over.
        var end = 0.0

        var due: Double { max(again ?? tick, end) }
    }

    private static let hostGap = 30.0

    let checks: [Check]
    private var beats: [Beat]
    private var confirmations: [Confirmation]
    private let siblings: [Int?]
    private var lastStarts: [Double]
    private var upcoming: (index: Int, begin: Double) = (0, 0)

    /// - Parameter generator: draws the order in which the first ticks come.
    init(_ endpoints: [Endpoint], using generator: inout SeededGenerator) {
        let all = endpoints.flatMap { endpoint in
            endpoint.target.families.families.map { Check(target: endpoint.target, family: $0) }
        }
        checks = all.shuffled(using: &generator)
        let count = Double(checks.count)
        let hosts = Array(Set(checks.map(\.target.host)).subtracting([""]))
        beats = checks.enumerated().map { place, check in
            let spread = min(check.target.interval, Schedule.longestSpread).seconds
            return Beat(
                interval: check.target.interval.seconds, host: hosts.firstIndex(of: check.target.host),
                tick: spread * Double(place) / count)
        }
        let rhythms = checks.map { ($0.target.host, $0.target.interval) }
        siblings = checks.indices.map { Confirmation.sibling(of: $0, among: rhythms) }
        confirmations = zip(checks, siblings).map { Confirmation(every: $0.target.interval, hasSibling: $1 != nil) }
        lastStarts = hosts.map { _ in -.infinity }
        upcoming = soonest()
    }

    /// When the next probe begins; infinity without any.
    var nextBegin: Double { upcoming.begin }

    /// Begins the next probe.
    mutating func begin() -> (index: Int, begin: Double) {
        let (index, begin) = upcoming
        if let host = beats[index].host { lastStarts[host] = begin }
        if beats[index].again != nil {
            beats[index].again = nil
        } else {
            beats[index].tick += beats[index].interval
        }
        return upcoming
    }

    /// Takes in how a probe ended, so that it is repeated in time.
    mutating func finish(_ index: Int, isSuccess: Bool, at end: Double) {
        var beat = beats[index]
        // What confirmed another's failure was no surprise of its own.
        if !beat.isForSibling, let confirmer = confirmations[index].next(afterSuccess: isSuccess) {
            // The delay counts from the tick.
            let again = max(beat.tick - beat.interval + confirmations[index].delay.seconds, end)
            if confirmer == .sibling, let sibling = siblings[index], again < beats[sibling].tick {
                (beats[sibling].again, beats[sibling].isForSibling) = (again, true)
            } else if again < beat.tick {
                beat.again = again
            }
        }
        beat.isForSibling = false
        let behind = end - beat.tick
        if behind >= beat.interval { beat.tick += (behind / beat.interval).rounded(.down) * beat.interval }
        beat.end = end
        beats[index] = beat
        upcoming = soonest()
    }

    /// Lets confirmations go that would come no sooner than the next tick.
    ///
    /// Who waits for a host's turn gets it in the order of coming, confirmations after all others.
    private mutating func soonest() -> (index: Int, begin: Double) {
        var best = (index: 0, begin: Double.infinity, isAgain: 1, due: Double.infinity)
        for index in beats.indices {
            if beats[index].again != nil, !beats[index].isForSibling, begin(of: beats[index]) >= beats[index].tick {
                beats[index].again = nil
            }
            let beat = beats[index]
            let isPatient = beat.again != nil && !beat.isForSibling
            let candidate = (index: index, begin: begin(of: beat), isAgain: isPatient ? 1 : 0, due: beat.due)
            if (candidate.begin, candidate.isAgain, candidate.due) < (best.begin, best.isAgain, best.due) { best = candidate }
        }
        return (best.index, best.begin)
    }

    private func begin(of beat: Beat) -> Double {
        beat.host.map { max(beat.due, lastStarts[$0] + Self.hostGap) } ?? beat.due
    }
}
