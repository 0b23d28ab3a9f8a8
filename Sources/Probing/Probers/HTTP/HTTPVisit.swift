import HTTP2
import Posix
import TLS
import Wire

/// One probe as a module describes it: hop by hop to the answer that is judged.
///
/// A class, for the settings are large: each function that waits would hold copies of them, and thousands may wait.
final class HTTPVisit: Sendable {
    let settings: HTTPSettings
    let environment: ProbeEnvironment
    let family: AddressFamily?
    let deadline: Deadline

    /// Wide enough for what honest servers send: browsers take as much.
    private static let limits = HTTPLimits(maxHeadBytes: 256 << 10, maxFieldCount: 1000)

    init(settings: HTTPSettings, environment: ProbeEnvironment, family: AddressFamily?, deadline: Deadline) {
        self.settings = settings
        self.environment = environment
        self.family = family
        self.deadline = deadline
    }

    /// Asks for a URL, follows redirects and judges the answer.
    @inline(never)
    func judge(_ url: HTTPURL, _ target: Target, into outcome: inout ProbeOutcome) async throws(ProbeFailure) {
        let rules = HTTPBodyRules(settings)
        let answer = try await answer(of: url, target, bodies: rules, into: &outcome)
        var finding = outcome.http ?? .nothing(judging: settings)
        defer { outcome.http = finding }
        try await settings.judge(answer, rules, into: &finding, in: environment)
    }

    /// Asks for a URL and follows redirects.
    ///
    /// The outcome's finding tells how far it came, also when it fails.
    @inline(never)
    func answer(
        of url: HTTPURL, _ target: Target, bodies rules: HTTPBodyRules, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) -> HTTPAnswer {
        let authorization = try await settings.authorization?.field(in: environment, until: deadline)
        var request = HTTPRequest(url, settings)
        var hop = target
        var first: (address: SocketAddress?, resolution: Resolution?)?
        defer { if let first { (outcome.address, outcome.resolution) = first } }
        while true {
            outcome.http = .nothing(judging: settings)
            outcome.http?.redirects = request.redirects
            let next = try await ask(request, authorization, hop, rules, into: &outcome)
            // The answer is told of the first host's address: that is what the target resolved to.
            if first == nil { first = (outcome.address, outcome.resolution) }
            switch next {
            case .answer(let answer):
                if answer.status == 401 { settings.authorization?.forget() }
                return answer
            case .redirect(let head):
                request.keepCookies(of: head, at: environment.now())
                try request.follow(head)
                environment.note(.debug, "Received redirect", ["location": "\(request.url)", "status_code": "\(head.status)"])
                (hop.host, hop.port) = (request.url.host, request.url.port)
                // The family is kept; the first host's address is known already.
                hop.address = hop.host == target.host ? first?.address?.ip ?? target.address : nil
                if let family = first?.address?.ip.family { hop.addressRule?.preferred = family }
                hop.addressRule?.mode = .first
            }
        }
    }

    /// What a hop came to.
    private enum Next {
        case answer(HTTPAnswer)
        case redirect(HTTPResponseHead)

        var byProxy: Next {
            guard case .answer(var answer) = self else { return self }
            answer.cameByProxy = true
            return .answer(answer)
        }
    }

    @inline(never)
    private func ask(
        _ request: HTTPRequest, _ authorization: String?, _ hop: Target, _ rules: HTTPBodyRules,
        into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) -> Next {
        let url = request.url
        var fields = try request.fields(authorization: authorization)
        environment.note(.debug, "Making HTTP request", ["url": "\(url)", "host": request.hostField])
        var way = HTTPWay(settings: settings, environment: environment, family: family, deadline: deadline)
        let socket = try await way.open(to: url, hop, into: &outcome)
        let peer = way.peer ?? outcome.peer
        if let proxy = way.forwardingProxy {
            if let credentials = proxy.credentials { fields.append("Proxy-Authorization", credentials) }
            let bytes = try request.serialized(way.absoluteTarget(of: url), fields)
            guard proxy.url.scheme == .https else {
                return try await converse(bytes, request, over: socket, peer, rules, into: &outcome).byProxy
            }
            let stream = try await way.secureProxy(socket, proxy)
            return try await converse(bytes, request, over: stream, peer, rules, into: &outcome).byProxy
        }
        guard url.scheme == .https else {
            let bytes = try request.serialized(url.target, fields)
            return try await converse(bytes, request, over: socket, peer, rules, into: &outcome)
        }
        let (serverName, tls) = request.tls
        let stream = try await environment.secure(
            socket, for: serverName, peer: peer, settings: tls,
            offering: settings.allowsHTTP2 ? [HTTP2Client.alpn, "http/1.1"] : [], into: &outcome, until: deadline)
        if outcome.tls?.alpn == HTTP2Client.alpn {
            return try await converseInHTTP2(request, fields, over: stream, peer, rules, into: &outcome)
        }
        let bytes = try request.serialized(url.target, fields)
        return try await converse(bytes, request, over: stream, peer, rules, into: &outcome)
    }

    // Each apart: a probe that waits holds the frame of all that was inlined, and thousands may wait.
    @inline(never)
    private func converse(
        _ bytes: [UInt8], _ request: HTTPRequest, over stream: borrowing some ByteStream & ~Copyable, _ peer: SocketAddress,
        _ rules: HTTPBodyRules, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) -> Next {
        var limits = Self.limits
        limits.maxBodyBytes = rules.wireLimitBytes
        var exchange = try await HTTPExchange.send(
            bytes, over: stream, peer: peer, limits: limits, into: &outcome, until: deadline)
        let version = exchange.head.version
        take(exchange.head, request, version == .http10 ? 1.0 : 1.1, exchange.arrival, into: &outcome)
        if leadsOn(exchange.head, request, into: &outcome) { return .redirect(exchange.head) }

        var answer = HTTPAnswer(
            status: exchange.head.status, fields: exchange.head.fields, version: version.rawValue,
            body: HTTPBody(keeping: rules.keepsBody))
        answer.mayHaveBody = (try? exchange.head.bodyFraming(forRequestMethod: request.method)) != HTTPBodyFraming.none
        do throws(ProbeFailure) {
            try await exchange.readBody(answering: request.method, from: stream, into: &answer.body, until: deadline)
        } catch {
            answer.bodyFailure = error
        }
        var start = exchange.arrival
        outcome.finish(.transfer, since: &start)
        return .answer(answer)
    }

    @inline(never)
    private func converseInHTTP2(
        _ request: HTTPRequest, _ fields: HTTPFields, over stream: borrowing some ByteStream & ~Copyable, _ peer: SocketAddress,
        _ rules: HTTPBodyRules, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) -> Next {
        let url = request.url
        var limits = HTTP2Limits(maxHeadBytes: Self.limits.maxHeadBytes, maxFieldCount: Self.limits.maxFieldCount)
        limits.maxBodyBytes = min(rules.wireLimitBytes, HTTPBodyRules.mostBytes)
        let asked = HTTP2Request(
            method: request.method, scheme: url.scheme, authority: request.hostField, path: url.target, fields: fields,
            body: request.body)
        let exchange = try await HTTP2Client.exchange(
            asked, over: stream, peer: peer, limits: limits, into: &outcome, until: deadline)
        let response = exchange.response
        let head = HTTPResponseHead(status: response.status, fields: response.fields)
        take(head, request, 2, exchange.arrival, into: &outcome)
        if leadsOn(head, request, into: &outcome) { return .redirect(head) }
        var answer = HTTPAnswer(
            status: head.status, fields: head.fields, version: "HTTP/2.0", body: HTTPBody(keeping: rules.keepsBody))
        answer.body.bytes = response.body
        answer.body.settle()
        answer.mayHaveBody = (try? head.bodyFraming(forRequestMethod: request.method)) != HTTPBodyFraming.none
        return .answer(answer)
    }

    private func take(
        _ head: HTTPResponseHead, _ request: HTTPRequest, _ version: Double, _ arrival: Deadline, into outcome: inout ProbeOutcome
    ) {
        outcome.http?.take(head, version: version, isTLS: request.url.scheme == .https)
        outcome.detail = "status \(head.status)"
        outcome.clockOffsetSeconds = environment.clockOffset(head.fields, arrival: arrival)
        environment.note(.debug, "Received HTTP response", ["status_code": "\(head.status)", "version": "\(version)"])
    }

    /// Whether an answer is a redirect to follow. One that is not followed counts, too.
    private func leadsOn(_ head: HTTPResponseHead, _ request: HTTPRequest, into outcome: inout ProbeOutcome) -> Bool {
        guard HTTPRequest.redirects(head) else { return false }
        if settings.followsRedirects, request.redirects < settings.redirectLimit { return true }
        outcome.http?.redirects = request.redirects + 1
        environment.note(.debug, "Not following redirect")
        return false
    }
}
