package import TLS

/// Symmetric state of a handshake in WhatsApp's dialect of `Noise_XX_25519_AESGCM_SHA256`.
///
/// The Noise Protocol Framework section 5.2, with one deviation: while there is no key, `encryptAndHash` and `decryptAndHash`
/// mix nothing, so the empty payload of the first message leaves no trace.
package struct NoiseTranscript: Sendable {
    /// h: 32 bytes.
    package private(set) var hash: [UInt8]
    /// ck: 32 bytes.
    package private(set) var chainingKey: [UInt8]
    /// k: 32 bytes; `nil` before the first `mixKey`.
    package private(set) var key: [UInt8]?
    /// n: messages under `key` so far.
    package private(set) var nonce: UInt64 = 0

    /// A name of exactly 32 bytes stands for itself, unhashed.
    private static let protocolName = Array("Noise_XX_25519_AESGCM_SHA256\0\0\0\0".utf8)

    /// - Parameter prologue: the connection header both sides have seen.
    package init(prologue: [UInt8]) throws(CryptoError) {
        hash = Self.protocolName
        chainingKey = Self.protocolName
        try mixHash(prologue)
    }

    /// Binds public bytes to the conversation.
    package mutating func mixHash(_ data: [UInt8]) throws(CryptoError) {
        hash = try SHA256.hash(hash + data)
    }

    /// Takes a shared secret in; the nonce starts over.
    package mutating func mixKey(_ sharedSecret: [UInt8]) throws(CryptoError) {
        let pair = try HKDFSHA256.derivePair(salt: chainingKey, inputKeyMaterial: sharedSecret)
        chainingKey = pair.first
        key = pair.second
        nonce = 0
    }

    /// The plaintext of what the peer sent.
    /// - Throws: `.authenticationFailed` when the tag does not fit; the transcript is then as before.
    package mutating func decryptAndHash(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let key else { return ciphertext }
        let plaintext = try AESGCM256.open(ciphertext, key: key, nonce: nonceBytes, authenticating: hash)
        try mixHash(ciphertext)
        nonce += 1
        return plaintext
    }

    /// What to send for a plaintext: 16 bytes more once there is a key.
    package mutating func encryptAndHash(_ plaintext: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let key else { return plaintext }
        let ciphertext = try AESGCM256.seal(plaintext, key: key, nonce: nonceBytes, authenticating: hash)
        try mixHash(ciphertext)
        nonce += 1
        return ciphertext
    }

    /// Four zero bytes, then the counter, big-endian.
    private var nonceBytes: [UInt8] {
        [0, 0, 0, 0] + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: nonce >> $0) }
    }
}
