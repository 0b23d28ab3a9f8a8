import Netlink
import Prometheus
import Synchronization
import Wire

/// `node_network_route_info` and `node_network_routes`: how this host sends packets on, by interface.
final class NetworkRouteCollector: Collector {
    let name = "network_route"

    private static let info = MetricFamily(
        "node_network_route_info", .gauge, help: "Routes of all tables that packets are sent on by, one for each way; always 1.")
    private static let count = MetricFamily("node_network_routes", .gauge, help: "Routes that packets are sent on by.")

    private struct State: ~Copyable {
        var socket = RouteSocket()
        var directory = LinkDirectory()
    }

    private let state = Mutex(State())

    /// One way of one route.
    private struct Way: Hashable {
        let device: String
        let source: IPAddress?
        let destination: IPAddress?
        let prefixLength: UInt8
        let gateway: IPAddress?
        let priority: UInt32
        let maker: UInt8
        let weight: Int?

        init(_ route: Route, _ hop: Route.Hop, device: String) {
            self.device = device
            source = route.source
            destination = route.destination
            prefixLength = route.prefixLength
            gateway = hop.gateway
            priority = route.priority
            maker = route.maker
            weight = hop.weight
        }
    }

    func collect(into sink: inout MetricSink) throws {
        let ways = try state.withLock { state in
            _ = try state.directory.refresh(with: &state.socket)
            return try state.socket.routes().flatMap { route in
                route.hops.map { hop in
                    let place = state.directory.place(of: hop.link, guess: 0)
                    return Way(route, hop, device: place.map { state.directory.links[$0].name } ?? "")
                }
            }
        }
        guard !ways.isEmpty else { return }
        sink.begin(Self.info)
        // The same way in two tables is one series, but two routes.
        var written: Set<Way> = []
        var counts: [String: Int] = [:]
        for way in ways {
            counts[way.device, default: 0] += 1
            if written.insert(way).inserted { write(way, into: &sink) }
        }
        sink.begin(Self.count)
        for (device, count) in counts.sorted(by: { $0.key < $1.key }) { sink.sample("device", device, count) }
    }

    private func write(_ way: Way, into sink: inout MetricSink) {
        sink.label("device", way.device)
        sink.label("src", way.source?.description ?? "")
        sink.label("dest", way.prefixLength == 0 ? "default" : "\(way.destination?.description ?? "")/\(way.prefixLength)")
        sink.label("gw", way.gateway?.description ?? "")
        sink.label("priority", Int(way.priority))
        sink.label("proto", Self.makers[way.maker] ?? "unknown")
        sink.label("weight", way.weight.map(String.init) ?? "")
        sink.value(1 as UInt64)
    }

    /// Who makes routes, by the kernel's number of it (include/uapi/linux/rtnetlink.h).
    private static let makers: [UInt8: String] = [
        0: "unspec", 1: "redirect", 2: "kernel", 3: "boot", 4: "static", 8: "gated", 9: "ra", 10: "mrt", 11: "zebra", 12: "bird",
        13: "dnrouted", 14: "xorp", 15: "ntk", 16: "dhcp", 17: "mrouted", 42: "babel", 186: "bgp", 187: "isis", 188: "ospf",
        189: "rip", 192: "eigrp",
    ]
}
