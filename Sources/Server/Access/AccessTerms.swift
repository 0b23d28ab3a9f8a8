package import Passwords
package import TLS
package import Wire

/// What a server asks of its clients before it answers them, and what it adds to the answers.
package struct AccessTerms: Sendable {
    /// The terms can no longer be told, and nothing is answered but 500. ``tls`` stays what it last was.
    package var isBroken = false
    /// `nil` for bare HTTP.
    package var tls: TLSServerContext?
    /// Put into all answers in the place of a handler's own.
    package var fields = HTTPFields()
    /// By name; when there are any, requests must have the name and password of one (RFC 7617).
    package var users: [String: PasswordHash] = [:]
    /// `nil` for no limit.
    package var rateLimit: RateLimit?

    package init() {}
}

/// How many requests are answered, of all clients together.
package struct RateLimit: Hashable, Sendable {
    /// One request may come for each of these, more than zero.
    package let interval: Duration
    /// As many may come at once after a quiet time, one or more.
    package let burst: Int

    package init(interval: Duration, burst: Int) {
        self.interval = interval
        self.burst = burst
    }
}
