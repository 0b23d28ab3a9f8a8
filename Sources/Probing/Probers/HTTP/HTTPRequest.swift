import FoundationEssentials
import Posix
import Wire

/// What is asked for at one hop of a visit.
struct HTTPRequest {
    private(set) var url: HTTPURL
    private(set) var method: String
    private(set) var body: [UInt8]
    /// How many redirects led here.
    private(set) var redirects = 0
    /// Whether the peer may be told who we are.
    private(set) var carriesCredentials = true
    /// The Host field of the settings, as long as it is the first host that is asked.
    private var host: String?
    private let first: HTTPURL
    private var jar = HTTPCookieJar()
    private let settings: HTTPSettings

    /// Those that frame the message or name the host are ours to write.
    private static let ownFields: Set<String> = ["host", "content-length", "transfer-encoding", "trailer"]
    private static let credentialFields: Set<String> = ["authorization", "cookie", "proxy-authorization", "www-authenticate"]

    init(_ url: HTTPURL, _ settings: HTTPSettings) {
        self.url = url
        self.settings = settings
        first = url
        method = settings.method
        body = settings.body
        host = settings.fields.first("host")
    }

    /// What the Host field says.
    var hostField: String { host ?? url.hostField }

    /// Whom the peer's certificate must name: the settings' choice is for the first host only.
    var tls: (serverName: String, settings: TLSSettings) {
        var tls = settings.tls
        if url.host != first.host { tls.serverName = nil }
        // Host may name a port, which is none of the certificate's.
        let named = host.flatMap { try? HTTPURL(parsing: "\(url.scheme.rawValue)://\($0)") }
        return (named?.host ?? url.host, tls)
    }

    /// Whether an answer leads on: a redirect with an address (RFC 9110 section 15.4).
    static func redirects(_ head: HTTPResponseHead) -> Bool {
        switch head.status {
        case 301, 302, 303, 307, 308: !(head.fields.first("location") ?? "").isEmpty
        default: false
        }
    }

    /// Turns to where an answer leads.
    /// - Throws: `.httpMalformed` when that is nowhere.
    mutating func follow(_ head: HTTPResponseHead) throws(ProbeFailure) {
        let location = head.fields.first("location") ?? ""
        let next: HTTPURL
        do throws(HTTPURL.ParseError) {
            next = try url.resolving(location)
        } catch {
            throw ProbeFailure(.httpMalformed, "\(url.host) redirects to what is no address of a page: \(location)")
        }
        redirects += 1
        let start = location.prefix(8).lowercased()
        if start.hasPrefix("http:") || start.hasPrefix("https:") || start.hasPrefix("//") { host = nil }
        url = next
        carriesCredentials = next.host == first.host && (next.scheme == .https || first.scheme == .http)
        guard head.status < 307 else { return }
        // 303 means GET, and for 301 and 302 everybody takes it so.
        if method != "HEAD" { method = "GET" }
        body = []
    }

    /// Keeps the cookies an answer sets, for as long as the visit lasts.
    mutating func keepCookies(of head: HTTPResponseHead, at time: Double) {
        jar.take(head.fields, at: url, time: time)
    }

    /// The field lines, but for those of the connection and `Host`.
    /// - Parameter authorization: what to say who we are with; it stands behind what the settings' own fields say.
    /// - Throws: `.authorizationFailed` when a secret cannot be read.
    func fields(authorization: String?) throws(ProbeFailure) -> HTTPFields {
        var all = HTTPFields()
        var cookies = jar.field(for: url)
        for line in settings.fields.lines {
            let name = line.name.lowercased()
            guard !Self.ownFields.contains(name), carriesCredentials || !Self.credentialFields.contains(name),
                !body.isEmpty || settings.body.isEmpty || !name.hasPrefix("content-")
            else { continue }
            if name == "cookie", let more = cookies {
                all.append("Cookie", "\(line.value); \(more)")
                cookies = nil
            } else {
                all.append(line.name, line.value)
            }
        }
        if carriesCredentials {
            for (name, value) in settings.secretFields { all.append(name, try value.current().revealed) }
            if let authorization, all.first("authorization") == nil { all.append("Authorization", authorization) }
        }
        if let cookies { all.append("Cookie", cookies) }
        if all.first("user-agent") == nil { all.append("User-Agent", HTTPProber.userAgent) }
        if all.first("accept") == nil { all.append("Accept", "*/*") }
        if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) { all.append("Content-Length", "\(body.count)") }
        return all
    }

    /// The whole request in HTTP/1.1.
    /// - Parameter target: as it stands in the request line: the URL's own path, or for a proxy the whole URL.
    func serialized(_ target: String, _ fields: HTTPFields) throws(ProbeFailure) -> [UInt8] {
        var all: HTTPFields = ["Host": hostField]
        for line in fields.lines { all.append(line.name, line.value) }
        if all.first("connection") == nil { all.append("Connection", "close") }
        guard let head = HTTPRequestHead(method: method, target: target, fields: all) else {
            throw ProbeFailure(.other, "\"\(method)\" is no HTTP method")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + body.count)
        head.serialize(into: &bytes)
        bytes += body
        return bytes
    }
}
