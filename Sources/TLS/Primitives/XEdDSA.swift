import COpenSSL

/// XEdDSA: signatures under Curve25519 keys (signal.org/docs/specifications/xeddsa), as libsignal encodes them.
///
/// The sign of the Edwards key, which a Montgomery key does not tell, travels in the signature's top bit.
package enum XEdDSA {
    /// Whether `signature` (64 bytes) is that of `message` under `montgomeryKey` (32 bytes); wrong lengths are simply false.
    ///
    /// A key that is not below 2²⁵⁵ − 19, or has no Edwards form, verifies nothing.
    package static func verify(montgomeryKey: [UInt8], signature: [UInt8], message: [UInt8]) -> Bool {
        guard signature.count == Ed25519.signatureSizeBytes,
            var edwardsKey = Curve25519Map.edwards(fromMontgomery: montgomeryKey)
        else { return false }
        var plainSignature = signature
        edwardsKey[31] |= signature[63] & 0x80
        plainSignature[63] &= 0x7F
        return Ed25519.verify(publicKey: edwardsKey, signature: plainSignature, message: message)
    }
}

/// A key that signs so that `XEdDSA.verify` accepts: for responders that stand in for the real ones.
///
/// It grows from an Ed25519 seed, so it signs only: its X25519 private half is nowhere to be had.
package struct XEdDSASigningKey: ~Copyable {
    /// The public key in Montgomery form, 32 bytes.
    package let montgomeryKey: [UInt8]
    private let key: EVPKey
    private let signBit: UInt8

    /// - Parameter seed: 32 secret bytes.
    package init(seed: [UInt8]) throws(CryptoError) {
        guard seed.count == Ed25519.keySizeBytes else { throw .wrongLength }
        OpenSSLError.clear()
        let key = try EVPKey(algorithm: EVP_PKEY_ED25519, privateBytes: seed)
        let edwardsKey = try key.publicBytes()
        guard let montgomeryKey = Curve25519Map.montgomery(fromEdwards: edwardsKey) else { throw .drained() }
        self.key = key
        self.montgomeryKey = montgomeryKey
        signBit = edwardsKey[31] & 0x80
    }

    /// The 64-byte signature of `message`.
    package func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        var signature = try Ed25519.sign(message, key: key)
        signature[63] |= signBit
        return signature
    }
}
