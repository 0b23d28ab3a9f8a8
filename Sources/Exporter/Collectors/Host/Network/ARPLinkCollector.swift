import Netlink
import Prometheus
import Synchronization

/// `node_arp_entries` by rtnetlink(7).
final class ARPLinkCollector: Collector {
    let name = "arp"

    private struct State: ~Copyable {
        var socket = RouteSocket()
        var links: ReportedLinks
        /// In the order of the links.
        var counts: [UInt64] = []
    }

    private let state: Mutex<State>

    init(filter: NameFilter) {
        state = Mutex(State(links: ReportedLinks(filter)))
    }

    func collect(into sink: inout MetricSink) throws {
        try state.withLock { state in
            try state.links.refresh(with: &state.socket)
            try Self.count(into: &state.counts, with: &state.socket, state.links)
            var isBegun = false
            for (place, count) in state.counts.enumerated() where count > 0 {
                guard let labels = state.links.labels[place] else { continue }
                if !isBegun { sink.begin(ARPCollector.entries) }
                isBegun = true
                sink.sample(labels, count)
            }
        }
    }

    private static func count(
        into counts: inout [UInt64], with socket: inout RouteSocket, _ links: borrowing ReportedLinks
    ) throws(NetlinkError) {
        var last = 0
        try socket.forEachNeighbour4(
            restart: {
                counts.removeAll(keepingCapacity: true)
                counts.append(contentsOf: repeatElement(0, count: links.labels.count))
            },
            each: { neighbour in
                guard neighbour.isResolved, let place = links.place(of: neighbour.link, guess: last) else { return }
                counts[place] += 1
                last = place
            })
    }
}
