import Passwords
import Synchronization
import TLS

/// Names and passwords that were right, so that a scraper's cost no more the second time.
///
/// They are kept as codes under a key that ends with the process: neither memory nor the time of an answer tells them.
final class KnownLogins: Sendable {
    /// A login in the form it is kept.
    typealias Code = [UInt8]

    private let key: [UInt8]
    private let limit: Int
    private let codes = Mutex<Set<Code>>([])

    /// - Parameter limit: of more than these any is forgotten.
    init(limit: Int = 100) {
        self.limit = limit
        // Without random bytes nothing is kept.
        key = (try? SecureRandom.bytes(32)) ?? []
    }

    /// What stands for a login; `nil` when there is nothing to be had that could.
    func code(of credentials: BasicCredentials, against hash: PasswordHash) -> Code? {
        guard !key.isEmpty else { return nil }
        // A hash has one length and a name no colon, so no two logins make one message.
        let message = Array(hash.revealed.utf8) + Array(credentials.user.utf8) + [UInt8(ascii: ":")] + credentials.password
        return try? HMACSHA256.authenticate(message, key: key)
    }

    func contains(_ code: Code) -> Bool {
        codes.withLock { $0.contains(code) }
    }

    func insert(_ code: Code) {
        codes.withLock { codes in
            if codes.count >= limit { codes.removeFirst() }
            codes.insert(code)
        }
    }

    var count: Int { codes.withLock(\.count) }
}
