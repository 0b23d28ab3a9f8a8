import COpenSSL

/// A Curve25519 private key (RFC 7748).
package struct X25519PrivateKey: ~Copyable {
    /// Length of a private key, a public key and an agreement.
    package static let sizeBytes = 32

    /// The 32 bytes to give to the peer.
    package let publicKey: [UInt8]
    /// Holds the private half, and serves each agreement in turn.
    private let derivation: EVPKeyContext

    /// - Parameter rawBytes: 32 bytes, clamped or not.
    package init(rawBytes: [UInt8]) throws(CryptoError) {
        guard rawBytes.count == Self.sizeBytes else { throw .wrongLength }
        OpenSSLError.clear()
        let key = try EVPKey(algorithm: EVP_PKEY_X25519, privateBytes: rawBytes)
        let derivation = try EVPKeyContext(key: key)
        guard unsafe EVP_PKEY_derive_init(derivation.pointer) == 1 else { throw .drained() }
        publicKey = try key.publicBytes()
        self.derivation = derivation
    }

    /// A fresh key.
    package static func generate() throws(CryptoError) -> X25519PrivateKey {
        try X25519PrivateKey(rawBytes: SecureRandom.bytes(sizeBytes))
    }

    /// The 32 bytes shared with the owner of `peer` (32 bytes, the top bit ignored).
    /// - Throws: `.smallOrderPoint` when `peer` forces the result to zero.
    package func agreement(with peer: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard peer.count == Self.sizeBytes else { throw .wrongLength }
        OpenSSLError.clear()
        let peerKey = try EVPKey(algorithm: EVP_PKEY_X25519, publicBytes: peer)
        guard unsafe EVP_PKEY_derive_set_peer(derivation.pointer, peerKey.pointer) == 1 else { throw .drained() }
        var shared = [UInt8](repeating: 0, count: Self.sizeBytes)
        var count = shared.count
        // With lengths right, an all-zero result is the one thing this call refuses.
        guard unsafe EVP_PKEY_derive(derivation.pointer, &shared, &count) == 1, count == shared.count else {
            OpenSSLError.clear()
            throw .smallOrderPoint
        }
        return shared
    }
}
