/// What a completed handshake agreed on, and who the peer claims to be.
package struct TLSHandshake: Hashable, Sendable {
    /// The protocol version in OpenSSL's spelling: `TLSv1.3`.
    package let version: String
    /// The cipher suite in OpenSSL's spelling: `TLS_AES_256_GCM_SHA384`, `ECDHE-RSA-AES128-GCM-SHA256`.
    package let cipher: String
    /// The application protocol the peer chose (RFC 7301); `nil` without one.
    package let alpn: String?
    /// Whether the peer is who it claims to be. The handshake completes either way.
    package let verdict: CertificateVerdict
    /// The certificates as the peer presented them, its own first; never empty, at most 16.
    package let chain: [PeerCertificate]
    /// When the chain that vouches for the peer ends to hold, from its own certificate to the trusted one: the earliest end of a
    /// validity in it, in seconds since 1970. Where several chains would do it is that of the one OpenSSL takes; `nil` when
    /// nobody vouches.
    package let verifiedExpiry: Int64?
}
