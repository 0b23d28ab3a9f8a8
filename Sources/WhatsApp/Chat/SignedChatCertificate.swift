import TLS
import Wire

/// `NoiseCertificate`: a certificate and its issuer's XEdDSA signature over its bytes.
struct SignedChatCertificate {
    let certificate: ChatCertificate
    private let details: [UInt8]
    private let signature: [UInt8]

    init(message: ArraySlice<UInt8>) throws(ChatHandshakeError) {
        var details: ArraySlice<UInt8>?
        var signature: ArraySlice<UInt8>?
        do throws(ProtobufError) {
            var reader = ProtobufReader(message)
            while let field = try reader.next() {
                switch (field.number, field.value) {
                case (1, .bytes(let bytes)): details = bytes
                case (2, .bytes(let bytes)): signature = bytes
                default: break
                }
            }
        } catch {
            throw .malformedCertificate
        }
        guard let details, let signature, signature.count == Ed25519.signatureSizeBytes else {
            throw .malformedCertificate
        }
        certificate = try ChatCertificate(details: details)
        self.details = Array(details)
        self.signature = Array(signature)
    }

    func isSigned(by key: [UInt8]) -> Bool {
        XEdDSA.verify(montgomeryKey: key, signature: signature, message: details)
    }
}
