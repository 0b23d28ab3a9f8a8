import Netlink
import ProcFS
import Prometheus
import Synchronization

/// `node_arp_entries`: neighbours that IPv4's address resolution knows of, by interface.
final class ARPCollector: Collector {
    let name = "arp"

    private static let entries = MetricFamily(
        "node_arp_entries", .gauge, help: "Neighbours in the table of IPv4's address resolution, answering or not.")

    private struct State: ~Copyable {
        var socket = RouteSocket()
        var links: ReportedLinks
        /// In the order of the links.
        var counts: [UInt64] = []
    }

    private let filter: NameFilter
    private let files: HostFiles
    /// `nil` where the file is read.
    private let netlink: Mutex<State>?

    init(_ context: HostContext) throws {
        filter = try NameFilter(context.settings.arpDevices)
        files = context.files()
        let asks = context.settings.arpNetlink && context.isOwnKernel && RouteSocket.isAllowed
        netlink = asks ? Mutex(State(links: ReportedLinks(filter))) : nil
    }

    func collect(into sink: inout MetricSink) throws {
        if let netlink {
            try netlink.withLock { try collect(from: &$0, into: &sink) }
        } else {
            try collectFromFile(into: &sink)
        }
    }

    private func collect(from state: inout State, into sink: inout MetricSink) throws(NetlinkError) {
        try state.links.refresh(with: &state.socket)
        try Self.count(into: &state.counts, with: &state.socket, state.links)
        var isBegun = false
        for (place, count) in state.counts.enumerated() where count > 0 {
            guard let labels = state.links.labels[place] else { continue }
            if !isBegun { sink.begin(Self.entries) }
            isBegun = true
            sink.sample(labels, count)
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

    private func collectFromFile(into sink: inout MetricSink) throws {
        var counts: [String: UInt64] = [:]
        for entry in try files.read({ try $0.arp(with: &$1) }) { counts[entry.device, default: 0] += 1 }
        let reported = counts.filter { filter.admits($0.key) }
        guard !reported.isEmpty else { return }
        sink.begin(Self.entries)
        for (device, count) in reported.sorted(by: { $0.key < $1.key }) { sink.sample("device", device, count) }
    }
}
