import FoundationEssentials
import Posix
import Synchronization
import Wire

/// The last access token, for as long as it holds.
package final class OAuth2Memory: Sendable {
    private let kept = Mutex<(token: Secret, end: Deadline)?>(nil)

    package init() {}

    var token: Secret? {
        kept.withLock { kept in kept.flatMap { $0.end > .now ? $0.token : nil } }
    }

    func keep(_ token: Secret, until end: Deadline) {
        kept.withLock { $0 = (token, end) }
    }

    func forget() {
        kept.withLock { $0 = nil }
    }
}

/// A token server's answer (RFC 6749 section 5.1).
private struct OAuth2Answer: Decodable {
    var accessToken: String
    var lifetimeSeconds: Double?

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case lifetimeSeconds = "expires_in"
    }
}

extension OAuth2Settings {
    private static let mostBytes = 64 << 10
    /// A token is not used in the last seconds of its life: it has to last for a probe.
    private static let margin = 10.0
    private static let longestUse = 3600.0

    /// An access token, remembered or fetched.
    /// - Throws: `.authorizationFailed`, whatever the reason.
    func token(in environment: ProbeEnvironment, until deadline: Deadline) async throws(ProbeFailure) -> Secret {
        if let token = memory.token { return token }
        environment.note(.debug, "Fetching an OAuth 2 token", ["url": "\(tokenURL)"])
        do throws(ProbeFailure) {
            var (status, body) = try await ask(withHeader: true, in: environment, until: deadline)
            // Some servers want the client's name and secret in the form only (RFC 6749 section 2.3.1).
            if status == 400 || status == 401 {
                (status, body) = try await ask(withHeader: false, in: environment, until: deadline)
            }
            guard 200..<300 ~= status else { throw ProbeFailure(.authorizationFailed, "status \(status)") }
            guard let answer = try? JSONDecoder().decode(OAuth2Answer.self, from: Data(body)), !answer.accessToken.isEmpty else {
                throw ProbeFailure(.authorizationFailed, "no access token in the answer")
            }
            let token = Secret(answer.accessToken)
            let seconds = min((answer.lifetimeSeconds ?? 0) - Self.margin, Self.longestUse)
            if seconds > 0 { memory.keep(token, until: .after(.seconds(seconds))) }
            return token
        } catch {
            throw ProbeFailure(.authorizationFailed, "no token from \(tokenURL.hostField): \(error.detail)")
        }
    }

    private func ask(
        withHeader usesHeader: Bool, in environment: ProbeEnvironment, until deadline: Deadline
    ) async throws(ProbeFailure) -> (status: Int, body: [UInt8]) {
        let secret = try clientSecret?.current().revealed ?? ""
        var form = [("grant_type", "client_credentials")]
        if !scopes.isEmpty { form.append(("scope", scopes.joined(separator: " "))) }
        var settings = HTTPSettings()
        if usesHeader {
            let (name, password) = (PercentEncoding.encodeComponent(clientID), PercentEncoding.encodeComponent(secret))
            settings.authorization = .basic(username: .value(Secret(name)), password: .value(Secret(password)))
        } else {
            form += [("client_id", clientID), ("client_secret", secret)]
        }
        form += parameters.map { ($0.name, $0.value) }
        settings.method = "POST"
        settings.fields = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"]
        settings.body = Array(
            form.map { "\(PercentEncoding.encodeComponent($0.0))=\(PercentEncoding.encodeComponent($0.1))" }
                .joined(separator: "&").utf8)
        settings.followsRedirects = false
        settings.bodyLimitBytes = Self.mostBytes
        settings.tls = tls
        settings.proxy = proxy
        // Configuration chose this server: which targets are allowed says nothing of it.
        var unrestricted = environment
        unrestricted.objection = { _, _ in nil }
        var target = Target(
            name: "token", host: tokenURL.host, port: tokenURL.port, prober: HTTPProber(url: tokenURL, settings: settings))
        target.addressRule = nil
        var outcome = ProbeOutcome()
        let visit = HTTPVisit(settings: settings, environment: unrestricted, family: nil, deadline: deadline)
        let answer = try await visit.answer(
            of: tokenURL, target, bodies: HTTPBodyRules(settings, keepingBody: true), into: &outcome)
        if let failure = answer.bodyFailure { throw failure }
        return (answer.status, answer.body.bytes)
    }
}
