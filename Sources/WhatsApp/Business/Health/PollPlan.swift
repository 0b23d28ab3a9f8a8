/// When to ask for which node: each in its interval, all together within the API's limits, and less after the API has asked for it.
///
/// Times are seconds of a clock that never steps.
package struct PollPlan: Sendable {
    /// The longest pause after the API has asked for fewer calls, unless the interval is longer.
    package static let longestPause = 3600.0
    /// A surprise is looked at again so soon, unless the interval is shorter.
    package static let secondLook = 60.0
    /// Two calls are at least so far apart, unless the interval leaves no room.
    private static let widestGap = 2.0
    private static let hour = 3600.0

    private var interval = 300.0
    private var callsPerHour = 1
    private var due: [String: Double] = [:]
    /// Of the calls in the last hour, in order.
    private var calls: [Double] = []
    /// How often in a row the API has asked for fewer calls.
    private var refusals = 0
    private var heldUntil = -Double.infinity

    package init() {}

    /// Goes over to another set of nodes. One that was known keeps its time, but waits no longer than the interval.
    package mutating func reconfigure(_ nodes: [String], interval: Double, callsPerHour: Int, at now: Double) {
        self.interval = interval
        self.callsPerHour = max(callsPerHour, 1)
        due = Dictionary(nodes.map { ($0, min(due[$0] ?? now, now + interval)) }) { first, _ in first }
    }

    /// Between two calls for one node, as it is at present.
    package var currentInterval: Double { refusals == 0 ? interval : max(interval, pause) }

    /// The node whose turn is next, and when; `nil` without any.
    package func next(at now: Double) -> (node: String, at: Double)? {
        guard let (node, time) = due.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
        let gap = calls.last.map { $0 + min(Self.widestGap, interval / Double(due.count) / 2) } ?? time
        let recent = calls.drop { $0 <= now - Self.hour }
        let room = recent.count < callsPerHour ? time : recent[recent.endIndex - callsPerHour] + Self.hour
        return (node, max(time, gap, room, heldUntil))
    }

    /// Takes in that a node is being asked.
    /// - Parameter jitter: 0 to 1: moves the next time by up to a tenth of the interval either way.
    package mutating func began(_ node: String, at now: Double, jitter: Double) {
        calls.removeAll { $0 <= now - Self.hour }
        calls.append(now)
        guard due[node] != nil else { return }
        due[node] = now + interval * (0.9 + 0.2 * min(max(jitter, 0), 1))
    }

    /// Has a node asked again soon.
    package mutating func look(again node: String, within seconds: Double = secondLook, at now: Double) {
        guard let time = due[node] else { return }
        due[node] = min(time, now + min(interval, seconds))
    }

    /// Takes in that the API answered, and did not ask for fewer calls.
    package mutating func answered() {
        refusals = 0
        heldUntil = -.infinity
    }

    /// Takes in that the API asks for fewer calls: nobody is asked until the pause is over, and it doubles each time.
    /// - Parameter regainSeconds: how long the API itself says to wait.
    package mutating func refused(at now: Double, regainSeconds: Double? = nil) {
        refusals += 1
        heldUntil = now + max(pause, min(regainSeconds ?? 0, Self.longestPause))
    }

    private var pause: Double {
        let longest = max(interval, Self.longestPause)
        // Beyond some doublings it is the longest anyway, and no power overflows.
        return min(interval * Double(1 << min(refusals, 20)), longest)
    }
}
