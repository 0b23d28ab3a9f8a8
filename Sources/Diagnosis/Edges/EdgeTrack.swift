import WhatsApp
import Wire

/// One key's way from edge to edge.
struct EdgeTrack: Sendable {
    struct Current: Sendable {
        var edge: EdgeNetwork
        var address: IPAddress
        /// The first answer that led here.
        var since: Double
        /// The last answer.
        var answeredAt: Double
    }

    private(set) var current: Current?
    private(set) var changes: UInt64 = 0
    /// Since when the answers have not led home, while they do not.
    private(set) var awaySince = 0.0
    var hours = HomeHours()

    /// Books an answer with at least one address, in the calendar's hour `hour`.
    mutating func see(_ answer: EdgeAnswer, inHour hour: Int) {
        let time = answer.at
        if var current, let address = answer.addresses.first(where: { EdgeNetwork(of: $0) == current.edge }) {
            // An answer that still holds the edge, among others, is no change.
            current.address = address
            current.since = min(current.since, time)
            current.answeredAt = time
            self.current = current
        } else if let address = answer.addresses.min() {
            let edge = EdgeNetwork(of: address)
            if current != nil { changes += 1 }
            if current == nil || current?.edge == hours.home(inHour: hour)?.edge { awaySince = time }
            current = Current(edge: edge, address: address, since: time, answeredAt: time)
        }
        awaySince = min(awaySince, time)
        if let current { hours.add(current.address, inHour: hour) }
    }
}
