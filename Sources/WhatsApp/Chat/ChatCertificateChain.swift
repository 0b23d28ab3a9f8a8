import TLS
import Wire

/// `CertChain`: the server's certificate (leaf) and the one that signs it (intermediate).
struct ChatCertificateChain {
    let leaf: SignedChatCertificate
    let intermediate: SignedChatCertificate

    /// - Parameter payload: the decrypted payload of a ServerHello.
    /// - Throws: `.retiredCertificateForm` for a single certificate, `.malformedCertificate` for anything else but a chain.
    init(payload: [UInt8]) throws(ChatHandshakeError) {
        var leaf: ArraySlice<UInt8>?
        var intermediate: ArraySlice<UInt8>?
        do throws(ProtobufError) {
            var reader = ProtobufReader(payload)
            while let field = try reader.next() {
                switch (field.number, field.value) {
                case (1, .bytes(let bytes)): leaf = bytes
                case (2, .bytes(let bytes)): intermediate = bytes
                default: break
                }
            }
        } catch {
            throw .malformedCertificate
        }
        guard let leaf, let intermediate else { throw .malformedCertificate }
        // The single form has its signature here. A certificate is longer: it holds a signature and a key.
        guard intermediate.count != Ed25519.signatureSizeBytes else { throw .retiredCertificateForm }
        self.leaf = try SignedChatCertificate(message: leaf)
        self.intermediate = try SignedChatCertificate(message: intermediate)
    }

    /// Whether the root vouches, through the intermediate, for a server with this static key at this time.
    ///
    /// Validity is judged last, so that `.expired` and `.notYetValid` mean a genuine chain: old, or read by a wrong clock.
    func verify(rootKey: ChatRootKey, serverKey: [UInt8], at unixSeconds: Int64) throws(ChatHandshakeError) {
        guard intermediate.isSigned(by: rootKey.bytes) else { throw .badIntermediateSignature }
        guard intermediate.certificate.issuerSerial == ChatRootKey.serial else { throw .issuerMismatch }
        guard leaf.isSigned(by: intermediate.certificate.key) else { throw .badLeafSignature }
        guard leaf.certificate.issuerSerial == intermediate.certificate.serial else { throw .issuerMismatch }
        guard ConstantTime.areEqual(leaf.certificate.key, serverKey) else { throw .keyMismatch }
        try intermediate.certificate.checkValidity(at: unixSeconds)
        try leaf.certificate.checkValidity(at: unixSeconds)
    }
}
