import FoundationEssentials
import Wire

/// A proxy to take, and what it is told of us.
struct HTTPProxy: Sendable {
    let url: HTTPURL
    /// The value of Proxy-Authorization.
    let credentials: String?

    /// The proxy that settings have for a URL; `nil` where they have none.
    /// - Parameter address: what the URL's host resolved to, if that is known.
    /// - Throws: `.authorizationFailed` when a secret cannot be read; `.other` for a variable that names no HTTP proxy.
    static func choice(
        of settings: ProxySettings, for url: HTTPURL, at address: IPAddress?
    ) throws(ProbeFailure) -> HTTPProxy? {
        if let variables = settings.environment {
            guard let text = variables["\(url.scheme.rawValue)_proxy"], !text.isEmpty,
                !isLocal(url.host), !except(url, address, exceptions(variables["no_proxy"] ?? ""))
            else { return nil }
            return try HTTPProxy(variable: text)
        }
        guard let proxy = settings.url else { return nil }
        if !settings.exceptions.isEmpty, isLocal(url.host) || except(url, address, settings.exceptions) { return nil }
        guard let username = settings.username else { return HTTPProxy(url: proxy, credentials: nil) }
        let password = try settings.password?.current().revealed ?? ""
        return HTTPProxy(url: proxy, credentials: basic(try username.current().revealed, password))
    }

    private init(url: HTTPURL, credentials: String?) {
        self.url = url
        self.credentials = credentials
    }

    /// As such variables have it: a URL, its scheme left out or not, with a name and a password or without.
    private init(variable text: String) throws(ProbeFailure) {
        let colon = text.firstIndex(of: ":").flatMap { text[$0...].hasPrefix("://") ? $0 : nil }
        let scheme = colon.map { text[..<$0].lowercased() } ?? "http"
        let authority = (colon.map { text[$0...].dropFirst(3) } ?? text[...]).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let at = authority.lastIndex(of: "@")
        let host = at.map { authority[$0...].dropFirst() } ?? authority
        guard let url = try? HTTPURL(parsing: "\(scheme)://\(host)") else {
            throw ProbeFailure(.other, "the environment names no HTTP proxy that could be used")
        }
        self.url = url
        self.credentials = at.map { at in
            let pair = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                PercentEncoding.decode(part.utf8) ?? String(part)
            }
            return Self.basic(pair[0], pair.count > 1 ? pair[1] : "")
        }
    }

    /// The credentials of RFC 7617.
    static func basic(_ username: String, _ password: String) -> String {
        "Basic " + Data("\(username):\(password)".utf8).base64EncodedString()
    }

    private static func exceptions(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.map { String($0) }
    }

    /// Nothing asks a proxy for its own host.
    private static func isLocal(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host)?.reach == .loopback
    }

    private static func except(_ url: HTTPURL, _ address: IPAddress?, _ exceptions: [String]) -> Bool {
        let ip = IPAddress(url.host) ?? address
        return exceptions.contains { text in
            let rule = text.lowercased()
            if rule == "*" { return true }
            if let slash = rule.firstIndex(of: "/"), let network = IPAddress(rule[..<slash]), let ip {
                guard let bits = Int(rule[slash...].dropFirst()), network.family == ip.family else { return false }
                return ip.prefix(bits: bits) == network.prefix(bits: bits)
            }
            let (name, port) = hostAndPort(rule)
            guard port == nil || port == url.port else { return false }
            if let literal = IPAddress(name) { return literal == ip }
            let domain = name.hasPrefix("*.") ? String(name.dropFirst()) : name
            return domain.hasPrefix(".") ? url.host.hasSuffix(domain) : url.host == domain || url.host.hasSuffix(".\(domain)")
        }
    }

    private static func hostAndPort(_ rule: String) -> (String, UInt16?) {
        if IPAddress(rule) != nil { return (rule, nil) }
        guard let colon = rule.lastIndex(of: ":"), let port = UInt16(rule[colon...].dropFirst()) else { return (rule, nil) }
        let host = rule[..<colon]
        return (host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host), port)
    }
}
