/// Why a cryptographic primitive gave no result.
package enum CryptoError: Error, Equatable, Sendable {
    /// A key or nonce is not as long as its algorithm says, or a message is longer than OpenSSL takes (2³¹ − 1 bytes).
    case wrongLength
    /// The agreement is all zeros: the peer's key is a point of small order (RFC 7748 section 6.1).
    case smallOrderPoint
    /// The tag does not belong to this ciphertext, key, nonce and associated data.
    case authenticationFailed
    /// OpenSSL itself failed; says nothing about the peer.
    case library(OpenSSLError)

    /// `.library` with what the error queue holds now.
    static func drained() -> CryptoError {
        .library(.drain())
    }
}
