import Passwords
package import Posix
import Synchronization
import Wire

/// Keeps a server's terms: who is let in, how often, and over what.
package final class Gate: Sendable {
    /// What becomes of a request.
    enum Admission {
        case admitted(HTTPFields)
        case refused(Response)
        /// The terms changed from bare HTTP to TLS, or back: the client has to come again.
        case hungUp
    }

    private let currentTerms: @Sendable () -> AccessTerms
    private let now: @Sendable () -> Deadline
    private let desk: PasswordDesk
    private let known: KnownLogins
    private let bucket = Mutex<TokenBucket?>(nil)

    /// - Parameters:
    ///   - loop: the server's.
    ///   - terms: those in force, asked for at each connection and request.
    package init(
        on loop: EventLoop, now: @escaping @Sendable () -> Deadline = { .now }, terms: @escaping @Sendable () -> AccessTerms
    ) {
        currentTerms = terms
        self.now = now
        desk = PasswordDesk(on: loop)
        known = KnownLogins()
    }

    var terms: AccessTerms { currentTerms() }

    /// Judges a request by its head.
    /// - Parameter needsPassword: whether the terms' users are asked for, as far as there are any.
    func admission(
        of head: HTTPRequestHead, isSecured: Bool, needsPassword: Bool = true, until deadline: Deadline
    ) async -> Admission {
        let terms = currentTerms()
        guard isSecured == (terms.tls != nil) else { return .hungUp }
        guard !terms.isBroken else { return .refused(.error(500, "the server's web configuration does not load, see its log")) }
        guard isWithinRate(terms.rateLimit) else { return .refused(.error(429)) }
        guard needsPassword, !terms.users.isEmpty else { return .admitted(terms.fields) }
        guard let credentials = head.fields.first("authorization").flatMap(BasicCredentials.init) else {
            return .refused(unauthorized(terms))
        }
        switch await isRight(credentials, by: terms.users, until: deadline) {
        case true?: return .admitted(terms.fields)
        case false?: return .refused(unauthorized(terms))
        case nil: return .refused(.overloaded("too many logins at one time"))
        }
    }

    private func isWithinRate(_ limit: RateLimit?) -> Bool {
        bucket.withLock { bucket in
            if bucket?.limit != limit { bucket = limit.map { TokenBucket($0, at: now()) } }
            return bucket?.take(at: now()) ?? true
        }
    }

    /// - Returns: `nil` when there was no time to find out.
    private func isRight(
        _ credentials: BasicCredentials, by users: [String: PasswordHash], until deadline: Deadline
    ) async -> Bool? {
        // Nobody shall learn by the time it takes who is known: a stranger is held to somebody's hash, to no avail.
        let own = users[credentials.user]
        guard let hash = own ?? Self.stand(for: credentials.user, in: users) else { return false }
        let code = known.code(of: credentials, against: hash)
        if own != nil, let code, known.contains(code) { return true }
        guard let isMatch = await desk.isMatch(credentials.password, of: hash, until: deadline) else { return nil }
        guard isMatch, own != nil else { return false }
        if let code { known.insert(code) }
        return true
    }

    /// A known user's hash, always the same for one name, for hashes may differ in how long they take.
    private static func stand(for stranger: String, in users: [String: PasswordHash]) -> PasswordHash? {
        let names = users.keys.sorted()
        guard !names.isEmpty else { return nil }
        return users[names[Int(UInt(bitPattern: stranger.hashValue) % UInt(names.count))]]
    }

    private func unauthorized(_ terms: AccessTerms) -> Response {
        var response = Response.error(401)
        response.fields.append("WWW-Authenticate", "Basic")
        response.apply(terms.fields)
        return response
    }
}

extension Response {
    /// Puts fields in the place of its own of the same names.
    mutating func apply(_ extra: HTTPFields) {
        for line in extra.lines { fields.set(line.name, line.value) }
    }
}
