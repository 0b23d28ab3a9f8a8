import Posix
import Probing
import WhatsApp
import Wire

extension Estate {
    /// All addresses at Meta's edges, home first, with whom they are of.
    static let metaAddresses = pointsOfPresence.flatMap { place in
        metaHosts.flatMap { host in
            [AddressFamily.ip4, .ip6].map { (host: host, address: place.address(of: host, family: $0)) }
        }
    }

    /// Where the controls are that are given by address.
    static let controlAddresses = endpoints.filter { $0.role == .control(.address) }.compactMap { endpoint in
        SocketAddress(literal: endpoint.target.host, port: endpoint.target.port)
    }

    /// Every address that has servers, each once.
    static let playedAddresses: [IPAddress] = {
        let named = (nameServers + sites).map(\.address)
        let all = metaAddresses.map(\.address) + amazonAddresses + named + resolvers.map(\.address) + controlAddresses.map(\.ip)
        return Array(Set(all)).sorted()
    }()
}

extension Scenario {
    /// Addresses that DNS is made to answer and that are none of the estate's: somebody else's web servers.
    var strangers: [IPAddress] {
        let forged = faults.compactMap { if case .dns(.forged(let address)) = $0.fault { address } else { nil } }
        let elsewhere = Set(forged).subtracting(Estate.playedAddresses)
        return elsewhere.filter { ![.unspecified, .loopback].contains($0.reach) }.sorted()
    }
}
