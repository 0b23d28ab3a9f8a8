package import Wire

extension Estate {
    /// The hosts at Meta's edge.
    package static let metaHosts = [
        MetaHost("g.whatsapp.net", alias: "chat.cdn.whatsapp.net", "whatsapp-chatd-edge", "facebook.com", 33, 61, 0x00a7),
        MetaHost(
            "g-fallback.whatsapp.net", alias: "chat-fallback.cdn.whatsapp.net", "whatsapp-chatd-msgr-mini-edge", "facebook.com",
            37,
            57, 0x01a7),
        MetaHost("web.whatsapp.com", alias: "mmx-ds.cdn.whatsapp.net", "whatsapp-cdn", "fbcdn.net", 32, 60, 0x0167),
        MetaHost("v.whatsapp.net", "whatsapp-cdn", "fbcdn.net", 41, 51, 0x0168),
        MetaHost("mmg.whatsapp.net", "whatsapp-cdn", "fbcdn.net", 52, 52, 0x0169),
        MetaHost("pps.whatsapp.net", "whatsapp-cdn", "fbcdn.net", 53, 53, 0x016a),
        MetaHost("static.whatsapp.net", "whatsapp-cdn", "fbcdn.net", 54, 54, 0x016b),
        MetaHost("wa.me", "whatsapp-cdn", "fbcdn.net", 55, 55, 0x016c),
        MetaHost("graph.facebook.com", alias: "api.facebook.com", "edge-star", "facebook.com", 35, 35, 0x0023),
        // Nothing probes it; only its page is read.
        MetaHost(StatusPage.host, "edge-star-mini", "facebook.com", 36, 36, 0x0024),
    ]

    /// The alternate chat hosts: all of them have all of these addresses, over IPv4 only.
    package static let amazonHosts = ["e1.whatsapp.net", "e2.whatsapp.net"]
    package static let amazonAddresses = ["3.33.221.48", "3.33.252.61", "15.197.206.217", "15.197.210.208"].compactMap {
        IPAddress($0)
    }

    /// WhatsApp's name servers.
    package static let nameServers = named([("a.ns.whatsapp.net", "129.134.30.11"), ("b.ns.whatsapp.net", "129.134.31.11")])

    /// Somebody else's sites.
    package static let sites = named([
        ("example.com", "93.184.215.14"), ("www.wikipedia.org", "208.80.154.224"), ("www.debian.org", "151.101.2.132"),
    ])

    /// A name and its one address.
    package typealias NamedAddress = (name: String, address: IPAddress)

    private static func named(_ pairs: [(String, String)]) -> [NamedAddress] {
        pairs.compactMap { name, text in IPAddress(text).map { (name, $0) } }
    }

    /// The addresses of a name, in the order answered.
    ///
    /// - Parameter code: the point of presence that is steered to; without meaning for all but Meta's hosts.
    /// - Returns: `nil` for names the estate lacks, empty for those without addresses of that family.
    package static func addresses(of name: String, family: AddressFamily, steeredTo code: String = home) -> [IPAddress]? {
        if let host = metaHosts.first(where: { $0.name == name || $0.canonicalName == name }) {
            return pointOfPresence(code).map { [$0.address(of: host, family: family)] } ?? []
        }
        if zones.contains(name) { return [] }
        if amazonHosts.contains(name) { return family == .ip4 ? amazonAddresses : [] }
        guard let named = (nameServers + sites).first(where: { $0.name == name }) else { return nil }
        return family == .ip4 ? [named.address] : []
    }

    /// Whose address it is; for Amazon's, which all alternate hosts share, the first of these.
    package static func host(at address: IPAddress) -> String? {
        if let named = (nameServers + sites).first(where: { $0.address == address }) { return named.name }
        if amazonAddresses.contains(address) { return amazonHosts.first }
        return metaHost(at: address)?.host.name
    }

    /// The code of the point of presence, ``amazonEdge``, or `nil`.
    package static func edge(of address: IPAddress) -> String? {
        if amazonAddresses.contains(address) { return amazonEdge }
        return pointsOfPresence.first { $0.holds(address) }?.code
    }

    /// What a reverse query for an address answers, without the final dot; `nil` where there is no such record.
    package static func reverseName(of address: IPAddress) -> String? {
        metaHost(at: address).map { host, place in
            let six = address.family == .ip6 ? "6" : ""
            return "\(host.service)\(six)-shv-01-\(place.code).\(host.reverseZone)"
        }
    }

    private static func metaHost(at address: IPAddress) -> (host: MetaHost, place: PointOfPresence)? {
        guard let place = pointsOfPresence.first(where: { $0.holds(address) }) else { return nil }
        let host = metaHosts.first { place.address(of: $0, family: address.family) == address }
        return host.map { ($0, place) }
    }
}
