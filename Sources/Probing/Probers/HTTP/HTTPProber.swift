package import Posix
import TLS
package import Wire

/// Requests a page over HTTP or HTTPS and judges the answer.
///
/// Over HTTPS nothing is sent before the certificate has been verified, unless a module's settings ask for no verification.
package struct HTTPProber: Prober {
    package var name: String { scheme.rawValue }
    package var layers: [FailureLayer] {
        // A module may be led from http to https, and to where it must not go.
        if module != nil { return [.resolving, .connecting, .tls, .http, .permission] }
        return scheme == .https ? [.resolving, .connecting, .tls, .http] : [.resolving, .connecting, .http]
    }
    package var phases: [Phase] {
        scheme == .https
            ? [.resolve, .connect, .tls, .request, .firstByte, .transfer] : [.resolve, .connect, .request, .firstByte, .transfer]
    }
    package var scheme: HTTPURL.Scheme
    /// Path and query, beginning with `/`.
    package var requestTarget: String
    package var method: String
    package var fields: HTTPFields
    package var expectation: HTTPExpectation
    /// How many redirects to follow; they stay within the expectation's own domains.
    package var redirectLimit: Int
    /// What a module asks for, in the place of all that.
    private var module: (url: HTTPURL, settings: HTTPSettings)?

    private static let limits = HTTPLimits()

    package init(
        scheme: HTTPURL.Scheme, requestTarget: String = "/", method: String = "GET", fields: HTTPFields = [:],
        expectation: HTTPExpectation = .success, redirectLimit: Int = 0
    ) {
        self.scheme = scheme
        self.requestTarget = requestTarget
        self.method = method
        self.fields = fields
        self.expectation = expectation
        self.redirectLimit = redirectLimit
    }

    /// A prober that asks and judges as a module says. Its target's host and port are the URL's.
    ///
    /// Redirects are followed to any host that may be talked to. What is asked of other hosts carries no credentials. The
    /// outcome's address and resolution are those of the first host, its TLS and ``HTTPFinding`` those of the last answer.
    package init(url: HTTPURL, settings: HTTPSettings) {
        self.init(
            scheme: url.scheme, requestTarget: url.target, method: settings.method, redirectLimit: settings.redirectLimit)
        module = (url, settings)
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            guard let (url, settings) = module else {
                return try await askAsCatalogued(target, over: family, in: environment, into: &outcome, until: deadline)
            }
            let visit = HTTPVisit(settings: settings, environment: environment, family: family, deadline: deadline)
            try await visit.judge(url, target, into: &outcome)
        }
    }

    // Apart: a probe that waits holds the frame of all that was inlined, and thousands may wait.
    @inline(never)
    private func askAsCatalogued(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        var url = try firstURL(for: target)
        var hop = target
        var expectation = expectation
        expectation.ownDomains.append(url.host)
        for redirects in 0... {
            let (head, body) = try await request(url, hop, over: family, in: environment, into: &outcome, until: deadline)
            outcome.http = HTTPFinding(status: head.status, bodyBytes: body.count, redirects: redirects)
            outcome.detail = "status \(head.status)"
            guard let next = try expectation.redirect(head, from: url), redirects < redirectLimit else {
                return try expectation.judge(head, body: body, from: url)
            }
            // The address given for one host is none for another.
            if next.host != url.host { hop.address = nil }
            url = next
            (hop.host, hop.port) = (next.host, next.port)
        }
    }

    private func firstURL(for target: Target) throws(ProbeFailure) -> HTTPURL {
        let host = target.host.contains(":") ? "[\(target.host)]" : target.host
        do throws(HTTPURL.ParseError) {
            return try HTTPURL(parsing: "\(scheme.rawValue)://\(host):\(target.port)\(requestTarget)")
        } catch {
            throw ProbeFailure(.other, "\(target.host)\(requestTarget) makes no URL: \(error)")
        }
    }

    private func request(
        _ url: HTTPURL, _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> (HTTPResponseHead, [UInt8]) {
        guard let head = HTTPRequestHead(method: method, url: url, fields: defaults(fields)) else {
            throw ProbeFailure(.other, "\"\(method)\" is no HTTP method")
        }
        let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
        switch url.scheme {
        case .http:
            return try await exchange(head, over: socket, in: environment, into: &outcome, until: deadline)
        case .https:
            let peer = outcome.peer
            let stream = try await environment.secure(socket, for: url.host, peer: peer, into: &outcome, until: deadline)
            return try await exchange(head, over: stream, in: environment, into: &outcome, until: deadline)
        }
    }

    private func exchange(
        _ head: HTTPRequestHead, over stream: borrowing some ByteStream & ~Copyable, in environment: ProbeEnvironment,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> (HTTPResponseHead, [UInt8]) {
        var bytes: [UInt8] = []
        head.serialize(into: &bytes)
        var exchange = try await HTTPExchange.send(
            bytes, over: stream, peer: outcome.peer, limits: Self.limits, into: &outcome, until: deadline)
        var body = HTTPBody(keeping: true)
        try await exchange.readBody(answering: method, from: stream, into: &body, until: deadline)
        var start = exchange.arrival
        outcome.finish(.transfer, since: &start)
        outcome.clockOffsetSeconds = environment.clockOffset(exchange.head.fields, arrival: exchange.arrival)
        return (exchange.head, body.bytes)
    }

    private func defaults(_ fields: HTTPFields) -> HTTPFields {
        var all = fields
        for (name, value) in [("User-Agent", Self.userAgent), ("Accept", "*/*"), ("Connection", "close")] {
            if all.first(name) == nil { all.append(name, value) }
        }
        return all
    }

    /// Says honestly who is asking.
    package static let userAgent = "whatsapp_status_exporter/0.1 (reachability probe)"
}

extension ProbeEnvironment {
    /// The peer's clock minus ours by the date of an answer; `nil` without a date that can be trusted.
    func clockOffset(_ fields: HTTPFields, arrival: Deadline) -> Double? {
        // Out of a cache the date may be that of any moment in between.
        guard fields.first("age").map({ $0 == "0" }) ?? true,
            let date = fields.first("date").flatMap({ HTTPDate.unixSeconds(parsing: $0) })
        else { return nil }
        // The date is cut to whole seconds: half a second more is the best guess.
        return Double(date) + 0.5 - (now() - (Deadline.now - arrival).seconds)
    }
}
