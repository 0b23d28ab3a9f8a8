import TLS

/// Stands something else in the place of what names a person or a message: 64 bits of a keyed hash.
///
/// Nobody without the keys can tell whom they stand for, nor try whether they stand for somebody known.
final class Pseudonyms: Sendable {
    private let key: [UInt8]

    /// Keys that end with the process.
    init() throws(CryptoError) {
        key = try SecureRandom.bytes(SHA256.sizeBytes)
    }

    /// The same for one identity throughout one day (UTC), another on the next: nobody can be followed from day to day.
    /// - Parameters:
    ///   - purpose: what it is needed for; the same identity has others for other purposes.
    ///   - time: Unix seconds.
    func ofDay(_ identity: some Sequence<UInt8>, for purpose: String, at time: Double) -> UInt64 {
        let day = (time / 86_400).rounded(.down)
        return code(Array("\(purpose) \(day) ".utf8) + identity)
    }

    /// The same for one identity as long as the keys last.
    func lasting(_ identity: some Sequence<UInt8>, for purpose: String) -> UInt64 {
        code(Array("\(purpose) ".utf8) + identity)
    }

    private func code(_ message: [UInt8]) -> UInt64 {
        guard let hash = try? HMACSHA256.authenticate(message, key: key) else { return 0 }
        return hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
