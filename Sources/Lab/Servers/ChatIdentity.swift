package import TLS
package import WhatsApp
import Wire

/// What a chat server proves itself with: root, intermediate and leaf, and the static key that the leaf is for.
package struct ChatIdentity: Sendable {
    /// What a client has to trust.
    package let rootKey: ChatRootKey
    private let rootSeed: [UInt8]
    private let intermediateSeed: [UInt8]
    /// The private half of the server's static key.
    let staticKey: [UInt8]

    /// A fresh one.
    package init() throws(CryptoError) {
        rootSeed = try SecureRandom.bytes(Ed25519.keySizeBytes)
        intermediateSeed = try SecureRandom.bytes(Ed25519.keySizeBytes)
        staticKey = try SecureRandom.bytes(X25519PrivateKey.sizeBytes)
        guard let rootKey = ChatRootKey(bytes: try XEdDSASigningKey(seed: rootSeed).montgomeryKey) else { throw .wrongLength }
        self.rootKey = rootKey
    }

    /// `CertChain`, for months around a time in Unix seconds (whatsapp.md 2.5); the leaf's may have ended a day before it.
    func chain(at time: Double, isExpired: Bool = false) throws(CryptoError) -> [UInt8] {
        let root = try XEdDSASigningKey(seed: rootSeed)
        let intermediate = try XEdDSASigningKey(seed: intermediateSeed)
        let serverKey = try X25519PrivateKey(rawBytes: staticKey).publicKey
        let day = 86_400.0
        let validity = Estate.chatCertificateValidity
        let leafStart = time + validity.lowerBound - (isExpired ? 100 * day : 0)
        let leafEnd = isExpired ? time - day : time + validity.upperBound
        let leaf = Self.details(329, issuer: 3, serverKey, leafStart...leafEnd)
        let middle = Self.details(3, issuer: 0, intermediate.montgomeryKey, time - 300 * day...time + 430 * day)
        var writer = ProtobufWriter()
        writer.bytes(Self.signed(leaf, try intermediate.sign(leaf)), field: 1)
        writer.bytes(Self.signed(middle, try root.sign(middle)), field: 2)
        return writer.message
    }

    private static func details(_ serial: UInt64, issuer: UInt64, _ key: [UInt8], _ validity: ClosedRange<Double>) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.varint(serial, field: 1)
        writer.varint(issuer, field: 2)
        writer.bytes(key, field: 3)
        writer.varint(UInt64(max(0, validity.lowerBound)), field: 4)
        writer.varint(UInt64(max(0, validity.upperBound)), field: 5)
        return writer.message
    }

    private static func signed(_ details: [UInt8], _ signature: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.bytes(details, field: 1)
        writer.bytes(signature, field: 2)
        return writer.message
    }
}
