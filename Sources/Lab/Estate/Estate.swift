import Probing
import ProcFS
package import WhatsApp
package import Wire

/// A WhatsApp of one's own, as data: who has which address where, and who answers for which name.
///
/// Hosts and ports are the catalogue's. Every host has an address of its own in each point of presence, so that even a
/// fault of connections can strike one host alone; real edges share addresses more.
package enum Estate {
    /// What is probed: the catalogue's endpoints.
    package static let endpoints = Catalogue.endpoints(procfs: ProcFS())

    /// The points of presence of Meta's network, the home one first.
    package static let pointsOfPresence = [
        PointOfPresence(code: "mia3", network: "57.144.23.0", style: .recent, group: 0xf213, roundTripMilliseconds: 12),
        PointOfPresence(code: "atl3", network: "57.144.15.0", style: .recent, group: 0xf20f, roundTripMilliseconds: 26),
        PointOfPresence(code: "hel3", network: "157.240.205.0", style: .older, group: 0xf2cd, roundTripMilliseconds: 118),
        PointOfPresence(code: "arn2", network: "157.240.194.0", style: .older, group: 0xf2c2, roundTripMilliseconds: 112),
    ].compactMap(\.self)

    /// Where the system's resolver steers to while all is well.
    package static let home = "mia3"

    /// Stands for the four addresses in Amazon's network among the codes of edges.
    package static let amazonEdge = "amazon"

    /// All that a selection may name as an edge.
    package static let edges = pointsOfPresence.map(\.code) + [amazonEdge]

    /// All names that have addresses, but the resolvers'.
    package static let hosts = metaHosts.map(\.name) + amazonHosts + nameServers.map(\.name) + sites.map(\.name)

    /// How long answers are to be kept while all is well.
    package static let ttl: Duration = .seconds(30)

    /// The zones whose names the name servers answer for.
    package static let zones = ["whatsapp.net", "whatsapp.com"]

    package static let gateway = IPAddress.v4(0xC0A8_4701)  // 192.168.71.1

    package static func pointOfPresence(_ code: String) -> PointOfPresence? {
        pointsOfPresence.first { $0.code == code }
    }

    /// What a name stands for in the catalogue; empty for names it lacks.
    package static func components(of name: String) -> Set<Component> { componentsByName[name] ?? [] }

    /// What a name stands for among the controls: that of the resolvers' own question counts for both.
    package static func controls(of name: String) -> Set<Control> {
        let controls = controlsByName[name] ?? []
        return name == controlQuestion ? controls.union([.resolver]) : controls
    }

    /// What an address stands for among the controls that are given by address.
    package static func controls(at address: IPAddress) -> Set<Control> {
        if address == gateway { return [.gateway] }
        return controlsByName["\(address)"] ?? []
    }

    private static let componentsByName = byName(\.component)
    private static let controlsByName = byName(\.control)

    private static func byName<Element: Hashable>(_ part: (Role) -> Element?) -> [String: Set<Element>] {
        endpoints.reduce(into: [:]) { names, endpoint in
            if let element = part(endpoint.role) { names[endpoint.target.host, default: []].insert(element) }
        }
    }

    /// The name that control resolvers are asked for.
    package static let controlQuestion = "example.com"

    /// Where an address of the estate is played without privileges: the same with its first byte replaced by 127, and ::1 for
    /// all of IPv6.
    package static func loopback(_ address: IPAddress) -> IPAddress {
        switch address {
        case .v4(let value): .v4(value & 0x00FF_FFFF | 0x7F00_0000)
        case .v6: .v6(high: 0, low: 1)
        }
    }

    /// Where a port is played without privileges.
    package static func loopbackPort(_ port: UInt16) -> UInt16 {
        port > 45_000 ? port : port + 20_000
    }
}

extension Role {
    /// The component it is for, if any.
    package var component: Component? { if case .component(let component) = self { component } else { nil } }
    /// The control it is, if any.
    package var control: Control? { if case .control(let control) = self { control } else { nil } }
}
