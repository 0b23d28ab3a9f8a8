package import Posix
import TLS
package import Wire

/// Requests a page over HTTP or HTTPS and judges the answer.
///
/// Over HTTPS nothing is sent before the certificate has been verified.
package struct HTTPProber: Prober {
    package var name: String { scheme.rawValue }
    package var layers: [FailureLayer] {
        scheme == .https ? [.resolving, .connecting, .tls, .http] : [.resolving, .connecting, .http]
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

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            var url = try firstURL(for: target)
            var hop = target
            var expectation = expectation
            expectation.ownDomains.append(url.host)
            for redirects in 0... {
                let exchange = try await request(url, hop, over: family, in: environment, into: &outcome, until: deadline)
                outcome.http = HTTPFinding(status: exchange.head.status, bodyBytes: exchange.body.count, redirects: redirects)
                outcome.detail = "status \(exchange.head.status)"
                guard let next = try expectation.redirect(exchange.head, from: url), redirects < redirectLimit else {
                    return try expectation.judge(exchange.head, body: exchange.body, from: url)
                }
                // The address given for one host is none for another.
                if next.host != url.host { hop.address = nil }
                url = next
                (hop.host, hop.port) = (next.host, next.port)
            }
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
    ) async throws(ProbeFailure) -> HTTPExchange {
        guard let head = HTTPRequestHead(method: method, url: url, fields: defaults(fields)) else {
            throw ProbeFailure(.other, "\"\(method)\" is no HTTP method")
        }
        let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
        let peer = outcome.peer
        let exchange: HTTPExchange
        switch url.scheme {
        case .http:
            exchange = try await HTTPExchange.send(head, over: socket, peer: peer, into: &outcome, until: deadline)
        case .https:
            let stream = try await environment.secure(socket, for: url.host, peer: peer, into: &outcome, until: deadline)
            exchange = try await HTTPExchange.send(head, over: stream, peer: peer, into: &outcome, until: deadline)
        }
        outcome.clockOffsetSeconds = clockOffset(of: exchange, by: environment)
        return exchange
    }

    private func clockOffset(of exchange: HTTPExchange, by environment: ProbeEnvironment) -> Double? {
        let fields = exchange.head.fields
        // Out of a cache the date may be that of any moment in between.
        guard fields.first("age").map({ $0 == "0" }) ?? true,
            let date = fields.first("date").flatMap({ HTTPDate.unixSeconds(parsing: $0) })
        else { return nil }
        let arrival = environment.now() - (Deadline.now - exchange.arrival).seconds
        // The date is cut to whole seconds: half a second more is the best guess.
        return Double(date) + 0.5 - arrival
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
