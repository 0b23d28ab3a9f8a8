import Probing
import WhatsApp
import Wire

extension Place {
    /// All places a fault can strike at.
    static func all(for fault: Fault) -> [Place] {
        switch fault {
        case .dns(.steer): queries(for: Estate.metaHosts.map(\.name))
        case .dns: queries
        case .tcp: connections(of: Estate.endpoints)
        case .tls, .http: connections(of: Estate.endpoints.filter { $0.target.prober.layers.contains(.tls) })
        case .noise: connections(of: Estate.endpoints.filter { $0.target.prober.layers.contains(.chat) })
        case .loss, .delay: queries + connections(of: Estate.endpoints)
        case .clock, .host, .people: []
        }
    }

    private static let queries = queries(for: Estate.hosts + Estate.zones)

    private static func queries(for names: [String]) -> [Place] {
        names.flatMap { name in
            Estate.resolvers.flatMap { server in
                AddressFamily.allCases.map { Place(queryFor: name, family: $0, at: server.address) }
            }
        }
    }

    private static func connections(of endpoints: [Endpoint]) -> [Place] {
        endpoints.flatMap { endpoint -> [Place] in
            let target = endpoint.target
            guard !(target.prober is DNSProber) else { return [] }
            if target.prober is GatewayProber { return [Place(connectionTo: Estate.gateway, port: 53)] }
            if let address = IPAddress(target.host) { return [Place(connectionTo: address, port: target.port)] }
            return Estate.allAddresses(of: target.host).map {
                Place(connectionTo: $0, port: target.port, host: target.host)
            }
        }
    }
}

extension Estate {
    /// The addresses of a name at all points of presence, over both families.
    static func allAddresses(of name: String) -> [IPAddress] {
        let all = pointsOfPresence.flatMap { place in
            AddressFamily.allCases.flatMap { addresses(of: name, family: $0, steeredTo: place.code) ?? [] }
        }
        return Set(all).sorted()
    }
}
