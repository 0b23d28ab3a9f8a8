import TLS
import Wire

/// `NoiseCertificate.Details`: what a chat certificate says.
package struct ChatCertificate: Equatable, Sendable {
    /// Number of this certificate among its issuer's.
    package let serial: UInt32
    /// Serial of the certificate that signs this one; the root's is 0.
    package let issuerSerial: UInt32
    /// Curve25519 key, Montgomery form, 32 bytes.
    package let key: [UInt8]
    /// Begin of validity, included, in Unix seconds; 0 when the certificate does not say.
    package let notBeforeUnixSeconds: Int64
    /// End of validity, included, in Unix seconds; 0 when the certificate does not say.
    package let notAfterUnixSeconds: Int64

    /// - Parameter details: the bytes under the signature; absent numbers are 0, an absent key is malformed.
    init(details: ArraySlice<UInt8>) throws(ChatHandshakeError) {
        var serial: UInt64 = 0
        var issuerSerial: UInt64 = 0
        var key: ArraySlice<UInt8> = []
        var notBefore: UInt64 = 0
        var notAfter: UInt64 = 0
        do throws(ProtobufError) {
            var reader = ProtobufReader(details)
            while let field = try reader.next() {
                switch (field.number, field.value) {
                case (1, .varint(let number)): serial = number
                case (2, .varint(let number)): issuerSerial = number
                case (3, .bytes(let bytes)): key = bytes
                case (4, .varint(let number)): notBefore = number
                case (5, .varint(let number)): notAfter = number
                default: break
                }
            }
        } catch {
            throw .malformedCertificate
        }
        guard let serial = UInt32(exactly: serial), let issuerSerial = UInt32(exactly: issuerSerial),
            key.count == X25519PrivateKey.sizeBytes
        else { throw .malformedCertificate }
        self.serial = serial
        self.issuerSerial = issuerSerial
        self.key = Array(key)
        notBeforeUnixSeconds = Int64(clamping: notBefore)
        notAfterUnixSeconds = Int64(clamping: notAfter)
    }

    /// - Throws: `.notYetValid` or `.expired`.
    func checkValidity(at unixSeconds: Int64) throws(ChatHandshakeError) {
        guard notBeforeUnixSeconds <= unixSeconds else { throw .notYetValid }
        guard unixSeconds <= notAfterUnixSeconds else { throw .expired }
    }
}
