import Posix
import Probing
import WhatsApp
import Wire

/// Which probe is due next: the scheduler's rhythm on a clock of its own.
///
/// As the real one: first ticks are spread, a host is not asked twice within the gap, a slow probe costs ticks, and a failure
/// that comes as a surprise is confirmed soon, unless the next tick comes first.
struct Agenda {
    struct Probe {
        let endpoint: Endpoint
        let family: AddressFamily?
        fileprivate let interval: Double
        /// The next regular tick.
        fileprivate var tick: Double
        /// When a failure is to be confirmed.
        fileprivate var again: Double?
        fileprivate var confirmation: Confirmation

        /// When its last run is over.
        fileprivate var end = 0.0

        fileprivate var due: Double { Swift.max(again ?? tick, end) }
    }

    private static let hostGap = 30.0

    private(set) var probes: [Probe]
    private var lastStarts: [String: Double] = [:]
    private var upcoming: (index: Int, begin: Double) = (0, 0)

    /// - Parameter generator: draws the order in which the first ticks come.
    init(_ endpoints: [Endpoint], using generator: inout SeededGenerator) {
        let checks = endpoints.flatMap { endpoint in endpoint.target.families.families.map { (endpoint, $0) } }
        let count = Double(checks.count)
        probes = checks.shuffled(using: &generator).enumerated().map { place, check in
            let target = check.0.target
            let spread = min(target.interval, Schedule.longestSpread).seconds
            return Probe(
                endpoint: check.0, family: check.1, interval: target.interval.seconds, tick: spread * Double(place) / count,
                again: nil, confirmation: Confirmation(every: target.interval))
        }
        upcoming = soonest()
    }

    /// When the next probe begins; infinity without any.
    var nextBegin: Double { upcoming.begin }

    /// Begins the next probe.
    mutating func begin() -> (index: Int, begin: Double) {
        let (index, begin) = upcoming
        lastStarts[probes[index].endpoint.target.host] = begin
        if probes[index].again != nil {
            probes[index].again = nil
        } else {
            probes[index].tick += probes[index].interval
        }
        return upcoming
    }

    /// Takes in how a probe ended, so that it is repeated in time.
    mutating func finish(_ index: Int, isSuccess: Bool, at end: Double) {
        let probe = probes[index]
        if probes[index].confirmation.isDue(afterSuccess: isSuccess) {
            // The delay counts from the tick.
            let again = max(probe.tick - probe.interval + probe.confirmation.delay.seconds, end)
            if again < probe.tick { probes[index].again = again }
        }
        let behind = end - probe.tick
        if behind >= probe.interval { probes[index].tick += (behind / probe.interval).rounded(.down) * probe.interval }
        probes[index].end = end
        upcoming = soonest()
    }

    /// Lets confirmations go that would come no sooner than the next tick.
    private mutating func soonest() -> (index: Int, begin: Double) {
        var best = (index: 0, begin: Double.infinity)
        for index in probes.indices {
            var begin = begin(of: probes[index])
            if probes[index].again != nil, begin >= probes[index].tick {
                probes[index].again = nil
                begin = self.begin(of: probes[index])
            }
            if begin < best.begin { best = (index, begin) }
        }
        return best
    }

    private func begin(of probe: Probe) -> Double {
        let host = probe.endpoint.target.host
        guard !host.isEmpty, let last = lastStarts[host] else { return probe.due }
        return max(probe.due, last + Self.hostGap)
    }
}
