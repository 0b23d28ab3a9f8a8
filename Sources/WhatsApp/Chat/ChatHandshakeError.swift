package import TLS

/// Why a chat server's answer does not prove it to be WhatsApp's.
package enum ChatHandshakeError: Error, Equatable, Sendable {
    /// Somebody else's protocol: a captive portal, a proxy, a wrong port.
    case notNoise(Foreign)
    /// A frame beyond 64 KiB, which no ServerHello needs.
    case frameTooLarge
    case emptyFrame
    /// The stream ended before the first frame did; 0 bytes when the server said nothing at all.
    case truncated(receivedBytes: Int)
    /// A frame that is no HandshakeMessage with a complete ServerHello in it.
    case malformedHello
    /// The ephemeral key is not 32 bytes, or the encrypted static key not 48.
    case wrongKeyLength
    /// A server key that forces the key agreement to zero.
    case weakKey
    /// The encrypted static key does not open: the server took part in another conversation, or in none.
    case staticTagMismatch
    /// The encrypted certificates do not open: the server has not the private half of the static key it shows.
    case payloadTagMismatch
    case malformedCertificate
    /// One certificate without intermediate, as servers sent before 2022.
    case retiredCertificateForm
    /// The intermediate is not signed by the root key.
    case badIntermediateSignature
    case badLeafSignature
    /// A certificate names another issuer than the one above it.
    case issuerMismatch
    /// The leaf is for another static key than the server's: a copied certificate.
    case keyMismatch
    /// All is proven, but a certificate begins after the time given.
    case notYetValid
    /// All is proven, but a certificate ended before the time given.
    case expired
    /// Our own cryptography failed; says nothing about the server.
    case cryptography(OpenSSLError)

    /// What spoke instead of Noise.
    package enum Foreign: String, Sendable {
        case http
        case tls
        /// Other text, such as a greeting of SSH or SMTP.
        case other
    }

    /// The failure of a step of the conversation, where a tag that does not fit means `tagMismatch`.
    init(_ error: CryptoError, tagMismatch: ChatHandshakeError) {
        self =
            switch error {
            case .authenticationFailed: tagMismatch
            case .smallOrderPoint: .weakKey
            case .wrongLength: .wrongKeyLength
            case .library(let reason): .cryptography(reason)
            }
    }
}
