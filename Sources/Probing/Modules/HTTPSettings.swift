package import Conditions
package import Patterns
package import Wire

/// How to ask for a page, and what a good answer is.
package struct HTTPSettings: Sendable {
    /// A rule on a header of the answer.
    package struct HeaderRule: Sendable {
        package var name: String
        package var pattern: Pattern
        /// Whether an answer without the header passes the rule.
        package var allowsMissing: Bool

        package init(name: String, pattern: Pattern, allowsMissing: Bool) {
            self.name = name
            self.pattern = pattern
            self.allowsMissing = allowsMissing
        }
    }

    /// How a body may be encoded.
    package enum Encoding: String, CaseIterable, Sendable {
        case identity, gzip, deflate
        case brotli = "br"
    }

    /// How we say who we are.
    package enum Authorization: Sendable {
        case basic(username: SecretSource?, password: SecretSource?)
        /// Such as `Bearer`.
        case token(type: String, credentials: SecretSource)
        case oauth2(OAuth2Settings)
    }

    package var method = "GET"
    /// The request's own header lines, `Host` included; it also stands for the server's name in TLS.
    package var fields: HTTPFields = [:]
    /// More of them, whose values are secrets.
    package var secretFields: [(name: String, value: SecretSource)] = []
    package var body: [UInt8] = []
    /// The one encoding the body of the answer must have, whatever its header says; `nil` takes the body as it comes.
    package var encoding: Encoding?
    /// The most bytes of a body after decompression, beyond which the probe fails; `nil` for as many as the exporter ever reads.
    package var bodyLimitBytes: Int?
    package var followsRedirects = true
    /// How many redirects are followed before that alone is a failure.
    package var redirectLimit = 10
    /// Empty for any from 200 to 299.
    package var validStatuses: [ClosedRange<Int>] = []
    /// As configuration writes them, "HTTP/1.1" or "HTTP/2.0"; empty for any.
    package var validVersions: [String] = []
    package var failsIfTLS = false
    package var failsIfNotTLS = false
    package var failIfBodyMatches: [Pattern] = []
    package var failIfBodyNotMatches: [Pattern] = []
    package var failIfHeaderMatches: [HeaderRule] = []
    package var failIfHeaderNotMatches: [HeaderRule] = []
    package var failIfJSONMatches: Condition?
    package var failIfJSONNotMatches: Condition?
    package var tls = TLSSettings()
    package var authorization: Authorization?
    package var proxy: ProxySettings?
    /// Whether HTTP/2 is offered over TLS.
    package var allowsHTTP2 = true

    package init() {}
}

/// Where to get an OAuth 2 access token by client credentials (RFC 6749 section 4.4).
package struct OAuth2Settings: Sendable {
    package var clientID = ""
    package var clientSecret: SecretSource?
    package var scopes: [String] = []
    package var tokenURL: HTTPURL
    package var parameters: [(name: String, value: String)] = []
    package var tls = TLSSettings()
    package var proxy: ProxySettings?
    /// Shared by all copies of the settings, so that a token serves as many probes as it lasts.
    package let memory = OAuth2Memory()

    package init(tokenURL: HTTPURL) {
        self.tokenURL = tokenURL
    }
}

/// An HTTP proxy on the way to a target.
package struct ProxySettings: Sendable {
    /// `nil` goes without one.
    package var url: HTTPURL?
    /// Whom the proxy is told we are.
    package var username: SecretSource?
    package var password: SecretSource?
    /// Hosts reached without it, as the variable `no_proxy` has them: names, domains with a leading dot, addresses, networks
    /// (10.0.0.0/8), each with an optional port; "*" for all.
    package var exceptions: [String] = []
    /// The environment's variables, where they decide in the place of all that: the variables, lower case, with their values.
    package var environment: [String: String]?
    /// More header lines for the proxy's CONNECT.
    package var connectFields: HTTPFields = [:]
    /// Whether the proxy resolves the target's name rather than we.
    package var resolvesRemotely = false

    package init() {}
}
