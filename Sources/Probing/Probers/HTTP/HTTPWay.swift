import Posix
import TLS
import Wire

/// How one hop gets to its host: straight, or by way of a proxy.
struct HTTPWay {
    let settings: HTTPSettings
    let environment: ProbeEnvironment
    let family: AddressFamily?
    let deadline: Deadline

    /// Who is talked to, where it is a proxy.
    private(set) var peer: SocketAddress?
    /// The proxy that is given the whole URL.
    private(set) var forwardingProxy: HTTPProxy?
    /// What the host's name resolved to here.
    private var address: IPAddress?

    /// A proxy's refusal says no more than that.
    private static let limits = HTTPLimits(maxHeadBytes: 64 << 10)

    init(settings: HTTPSettings, environment: ProbeEnvironment, family: AddressFamily?, deadline: Deadline) {
        self.settings = settings
        self.environment = environment
        self.family = family
        self.deadline = deadline
    }

    /// Opens a connection on which `url` can be asked for, once TLS is on it for https.
    mutating func open(to url: HTTPURL, _ target: Target, into outcome: inout ProbeOutcome) async throws(ProbeFailure) -> Socket {
        guard let proxies = settings.proxy else {
            return try await environment.dial(target, over: family, into: &outcome, until: deadline)
        }
        var target = target
        if !proxies.resolvesRemotely || IPAddress(target.host) != nil {
            let rule = target.addressRule ?? AddressRule(preferred: family ?? .ip4, allowsFallback: family == nil)
            target.address = try await environment.resolve(target, by: rule, into: &outcome, until: deadline).first
        }
        address = target.address
        guard let proxy = try HTTPProxy.choice(of: proxies, for: url, at: address) else {
            return try await environment.dial(target, over: family, into: &outcome, until: deadline)
        }
        try environment.permit(address, of: url.host)
        if let address {
            outcome.address = SocketAddress(address, port: url.port)
        }
        let socket = try await dial(proxy, from: target.source, into: &outcome)
        switch url.scheme {
        case .http: forwardingProxy = proxy
        case .https:
            guard proxy.url.scheme == .http else {
                throw ProbeFailure(.other, "\(proxy.url) would need TLS within TLS, which is not supported")
            }
            try await tunnel(through: socket, of: proxy, to: url, into: &outcome)
        }
        return socket
    }

    /// What a proxy is told to fetch: of a host resolved here, the address.
    func absoluteTarget(of url: HTTPURL) -> String {
        guard let address else { return url.description }
        return "\(url.scheme.rawValue)://\(SocketAddress(address, port: url.port))\(url.target)"
    }

    /// Puts TLS on the connection to a proxy; it is none of the target's.
    func secureProxy(_ socket: consuming Socket, _ proxy: HTTPProxy) async throws(ProbeFailure) -> TLSStream {
        var tls = settings.tls
        tls.serverName = nil
        var aside = ProbeOutcome()
        return try await environment.secure(
            socket, for: proxy.url.host, peer: peer ?? aside.peer, settings: tls, into: &aside, until: deadline)
    }

    /// Connects to a proxy. Which targets are allowed says nothing of it: configuration chose it.
    private mutating func dial(
        _ proxy: HTTPProxy, from source: ProbeSource, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) -> Socket {
        var unrestricted = environment
        unrestricted.objection = { _, _ in nil }
        var target = Target(name: "proxy", host: proxy.url.host, port: proxy.url.port, prober: TCPProber())
        target.source = source
        var aside = ProbeOutcome()
        defer {
            for phase in [Phase.resolve, .connect] {
                if let duration = aside.phases[phase] { outcome.phases[phase] = (outcome.phases[phase] ?? .zero) + duration }
            }
        }
        do throws(ProbeFailure) {
            let socket = try await unrestricted.dial(target, over: nil, into: &aside, until: deadline)
            peer = aside.address
            return socket
        } catch {
            throw ProbeFailure(error.reason, "proxy \(proxy.url.hostField): \(error.detail)")
        }
    }

    /// Has a proxy open a tunnel (RFC 9110 section 9.3.6): part of the phase `connect`.
    private func tunnel(
        through socket: borrowing Socket, of proxy: HTTPProxy, to url: HTTPURL, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) {
        var start = Deadline.now
        let host = address.map { "\(SocketAddress($0, port: url.port))" } ?? url.authority
        var fields: HTTPFields = ["Host": host, "User-Agent": HTTPProber.userAgent]
        for line in settings.proxy?.connectFields.lines ?? [] { fields.append(line.name, line.value) }
        if let credentials = proxy.credentials { fields.append("Proxy-Authorization", credentials) }
        var bytes: [UInt8] = []
        HTTPRequestHead(method: "CONNECT", target: host, fields: fields)?.serialize(into: &bytes)
        var aside = ProbeOutcome()
        let exchange = try await HTTPExchange.send(
            bytes, over: socket, peer: peer ?? aside.peer, limits: Self.limits, into: &aside, until: deadline)
        outcome.finish(.connect, since: &start)
        let head = exchange.head
        guard 200..<300 ~= head.status else {
            throw ProbeFailure(.proxyRefused, "proxy \(proxy.url.hostField) answers \(head.status) \(head.reason)")
        }
        environment.note(.debug, "Proxy opened a tunnel", ["proxy": proxy.url.hostField, "to": host])
    }
}
