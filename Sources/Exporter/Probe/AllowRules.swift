import Wire

/// Whom `/probe` may probe: what keeps it from being a way into networks for everybody who can reach it (CVE-2020-16248).
///
/// Asked twice: of the host as it was given, before anything is sent; then of every address about to be talked to, those of
/// redirects included. This host's own addresses, its link's and those of clouds' metadata services must be named as addresses:
/// a name, which its owner can point anywhere, does not suffice. Redirects may lead to public addresses, and else only where the
/// rules lead.
struct AllowRules: Sendable {
    let rules: [AllowRule]
    /// Names and addresses in lower case, and the paths of Unix sockets.
    let configured: Set<String>

    /// Why a host must not be probed, as one line; `nil` when it may, so far.
    func refusal(ofHost host: String) -> String? {
        if rules.contains(.any) || names(host) { return nil }
        guard let address = IPAddress(host) else {
            // Where a name leads is not known yet.
            return hasNetworks ? nil : unknown(host)
        }
        return covers(address) ? nil : unknown(host)
    }

    /// Why a Unix socket must not be probed, as one line; `nil` when it may.
    func refusal(ofPath path: String) -> String? {
        if rules.contains(.any) || rules.contains(.configured) && configured.contains(path) { return nil }
        return "\(path.debugDescription) is no configured target, and only --probe.allow=any allows other sockets"
    }

    /// Why an address found for a host must not be talked to, as one line; `nil` when it may.
    /// - Parameters:
    ///   - address: `nil` where only a proxy finds it: nobody knows then where the name leads, so it must be named itself.
    ///   - first: the host that was asked for, from which redirects may have led to this one.
    func refusal(of address: IPAddress?, for host: String, askedFor first: String) -> String? {
        guard let address else {
            return rules.contains(.any) || names(host)
                ? nil : "\(host) is resolved by the proxy, so it must be named: --probe.allow=\(Self.normal(host))"
        }
        if rules.contains(.any) || covers(address) { return nil }
        let host = Self.normal(host)
        let isNamed = names(host)
        if isNamed, IPAddress(host) == address { return nil }
        if let range = address.guardedRange {
            // RFC 6761: nobody else's names.
            let isOurs = host == "localhost" || host.hasSuffix(".localhost")
            if range == "loopback", isOurs, isNamed { return nil }
            return "\(host) leads to the \(range) address \(address), which must be named: --probe.allow=\(address)"
        }
        if isNamed { return nil }
        if host != Self.normal(first) {
            return address.reach == .global
                ? nil : "a redirect leads to \(host), whose address \(address) is not public, and no --probe.allow names it"
        }
        return "\(host) leads to \(address), which no --probe.allow names"
    }

    private var hasNetworks: Bool {
        rules.contains { if case .network = $0 { true } else { false } }
    }

    private func names(_ host: String) -> Bool {
        let host = Self.normal(host)
        return rules.contains { rule in
            switch rule {
            case .any: true
            case .configured: configured.contains(host)
            case .host(let name): name == host
            case .domain(let name): host.hasSuffix(name) && host.dropLast(name.count).hasSuffix(".")
            case .network: false
            }
        }
    }

    private func covers(_ address: IPAddress) -> Bool {
        rules.contains { rule in
            guard case .network(let network, let bits) = rule else { return false }
            return [address, address.unwrapped].contains { $0.family == network.family && $0.prefix(bits: bits) == network }
        }
    }

    private func unknown(_ host: String) -> String {
        let also = rules == [.configured] ? "" : " and no --probe.allow names it"
        return "\(host) is no configured target" + (also.isEmpty ? ": name it with --probe.allow=\(host), or allow any" : also)
    }

    /// As configuration has it: without the dot that ends a full name.
    private static func normal(_ host: String) -> String {
        let host = host.lowercased()
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }
}
