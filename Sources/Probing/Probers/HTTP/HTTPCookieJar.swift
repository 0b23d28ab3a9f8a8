import Wire

/// Cookies that last as long as one visit (RFC 6265, without a list of public suffixes).
struct HTTPCookieJar: Sendable {
    private struct Cookie {
        var name: String
        var value: String
        var domain: String
        /// Whether it goes to the very host that set it, and no other.
        var isHostOnly: Bool
        var path: String
        var isSecure: Bool

        func isSame(as other: Cookie) -> Bool {
            name == other.name && domain == other.domain && path == other.path
        }

        func goes(to url: HTTPURL) -> Bool {
            guard !isSecure || url.scheme == .https else { return false }
            guard url.host == domain || !isHostOnly && url.host.hasSuffix(".\(domain)") else { return false }
            let asked = url.target.prefix { $0 != "?" }
            return asked == path || asked.hasPrefix(path.hasSuffix("/") ? path : "\(path)/")
        }
    }

    private static let mostCookies = 50
    private static let mostBytes = 4096

    private var cookies: [Cookie] = []

    /// Takes the cookies an answer sets; bad ones and too many are left.
    mutating func take(_ fields: HTTPFields, at url: HTTPURL, time: Double) {
        for text in fields.all("set-cookie") where text.utf8.count <= Self.mostBytes {
            guard let (cookie, isGone) = Self.parse(text, url, time) else { continue }
            cookies.removeAll { $0.isSame(as: cookie) }
            if !isGone, cookies.count < Self.mostCookies { cookies.append(cookie) }
        }
    }

    /// The value of the field `Cookie` for a URL; `nil` without any.
    func field(for url: HTTPURL) -> String? {
        guard !cookies.isEmpty else { return nil }
        let fitting = cookies.filter { $0.goes(to: url) }
        // Longer paths go first (RFC 6265 section 5.4).
        let ordered = fitting.enumerated().sorted { one, other in
            (other.element.path.utf8.count, one.offset) < (one.element.path.utf8.count, other.offset)
        }
        return ordered.isEmpty ? nil : ordered.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; ")
    }

    private static func parse(_ text: String, _ url: HTTPURL, _ time: Double) -> (Cookie, isGone: Bool)? {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard let (name, value) = pair(parts[0]), !name.isEmpty else { return nil }
        let directory = url.target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var cookie = Cookie(
            name: name, value: value, domain: url.host, isHostOnly: true,
            path: directory.count > 1 ? directory.joined(separator: "/") : "/", isSecure: false)
        var maxAge: Int?
        var expiry: Int64?
        for part in parts.dropFirst() {
            let (name, value) = pair(part) ?? (trimmed(part), "")
            switch name.lowercased() {
            case "secure": cookie.isSecure = true
            case "path" where value.hasPrefix("/"): cookie.path = value
            case "max-age": maxAge = Int(value)
            case "expires": expiry = HTTPDate.unixSeconds(parsing: value)
            case "domain" where !value.isEmpty:
                let domain = (value.hasPrefix(".") ? String(value.dropFirst()) : value).lowercased()
                if domain == url.host, IPAddress(domain) != nil { continue }
                // A name without a dot is nobody's alone.
                guard domain.contains("."), url.host == domain || url.host.hasSuffix(".\(domain)") else { return nil }
                cookie.domain = domain
                cookie.isHostOnly = false
            default: break
            }
        }
        let isGone = maxAge.map { $0 <= 0 } ?? expiry.map { Double($0) <= time } ?? false
        return (cookie, isGone)
    }

    private static func pair(_ part: Substring) -> (name: String, value: String)? {
        guard let equals = part.firstIndex(of: "=") else { return nil }
        return (trimmed(part[..<equals]), trimmed(part[equals...].dropFirst()))
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
