import Netlink
import Prometheus
import Synchronization
import Wire

/// `node_network_address_info`: the addresses of this host, as the network we run in has them.
final class NetDevAddresses: Sendable {
    private static let family = MetricFamily(
        "node_network_address_info", .gauge, help: "Addresses of interfaces with their prefix length; always 1.")

    private struct State: ~Copyable {
        var socket = RouteSocket()
        var links: ReportedLinks
    }

    private let state: Mutex<State>

    init(_ filter: NameFilter) {
        state = Mutex(State(links: ReportedLinks(filter)))
    }

    func write(into sink: inout MetricSink) throws {
        let addresses = try state.withLock { state in
            try state.links.refresh(with: &state.socket)
            return try state.socket.addresses().compactMap { address in
                let place = state.links.place(of: address.link, guess: 0)
                return place.flatMap { place in state.links.labels[place].map { (labels: $0, address: address) } }
            }
        }
        guard !addresses.isEmpty else { return }
        sink.begin(Self.family)
        // Of a link between two the other end's address may differ and ours not.
        var seen: Set<LinkAddress> = []
        for (labels, address) in addresses where seen.insert(address).inserted {
            sink.label(labels)
            sink.label("address", address.address.description)
            sink.label("netmask", Int(address.prefixLength))
            sink.label("scope", Self.scope(of: address.address))
            sink.value(1 as UInt64)
        }
    }

    /// In node_exporter's words: they are those of no standard.
    private static func scope(of address: IPAddress) -> String {
        switch address.reach {
        case .loopback, .linkLocal: "link-local"
        case .unspecified, .multicast: ""
        default: "global"
        }
    }
}
