import Wire

/// What the estate's names have, whoever is asked.
enum Zones {
    /// All zones there are, those that WhatsApp's name servers answer for first.
    static let apexes = (Estate.zones + others).compactMap { DNSName($0) }

    private static let others = [
        "facebook.com", StatusPage.host, "wa.me", "example.com", "wikipedia.org", "debian.org",
    ]

    /// The zone a name is in: the root's when it is in none of ours.
    static func apex(of name: DNSName) -> DNSName {
        apexes.first { name.isWithin($0) } ?? .root
    }

    /// Whether a name or one below it has records.
    static func exists(_ name: DNSName) -> Bool {
        name == .root || names.contains { $0.isWithin(name) }
    }

    /// What a name is an alias of.
    static func alias(of name: DNSName) -> DNSName? {
        aliases[name]
    }

    /// Records of a name that is no alias, addresses aside; their lifetimes are the longest there are.
    static func records(of name: DNSName, type: DNSType) -> [DNSData] {
        guard apexes.contains(name) else { return [] }
        switch type {
        case .soa: return [.soa(startOfAuthority(of: name))]
        case .ns: return nameServers(of: name).map { .ns($0) }
        case .txt where name == apexes[0]: return verifications
        default: return []
        }
    }

    static func startOfAuthority(of apex: DNSName) -> DNSStartOfAuthority {
        DNSStartOfAuthority(
            primary: nameServers(of: apex).first ?? .root, mailbox: DNSName("dns.facebook.com") ?? .root, serial: 2_026_112_201,
            refreshSeconds: 14_400, retrySeconds: 1800, expireSeconds: 604_800, minimumSeconds: 60)
    }

    private static func nameServers(of apex: DNSName) -> [DNSName] {
        let isWhatsApps = apexes.prefix(Estate.zones.count).contains(apex)
        let labels = isWhatsApps ? Estate.nameServers.map(\.name) : ["a.ns.\(apex)", "b.ns.\(apex)"]
        return labels.compactMap { DNSName($0) }
    }

    /// As the zones of large companies have, and too many for one datagram.
    private static let verifications: [DNSData] = (1...40).map { number in
        .txt([Array("lab-site-verification=\(String(repeating: "\(number % 10)", count: 40))-\(number)".utf8)])
    }

    private static let aliases: [DNSName: DNSName] = Estate.metaHosts.reduce(into: [:]) { aliases, host in
        if let name = DNSName(host.name), let target = host.canonicalName.flatMap({ DNSName($0) }) { aliases[name] = target }
    }

    private static let names = apexes + Estate.hosts.compactMap { DNSName($0) } + Array(aliases.values)
}
