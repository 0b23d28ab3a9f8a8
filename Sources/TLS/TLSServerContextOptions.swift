extension TLSServerContext {
    /// Whether clients have to say who they are.
    package enum ClientPolicy: Sendable {
        /// They are not asked for a certificate.
        case unasked
        /// They are asked; one that has none, or any one, is as good.
        case asked
        /// They must have a certificate, whoever issued it.
        case required
        /// A certificate must be vouched for; one that has none is let in.
        case verifiedIfGiven
        /// They must have a certificate that is vouched for.
        case verified

        var isVerified: Bool { self == .verified || self == .verifiedIfGiven }
        var isRequired: Bool { self == .verified || self == .required }
    }

    /// What a server of HTTP/1.1 proves itself with, which versions it speaks, and what it asks of its clients.
    package struct Options: Equatable, Sendable {
        /// The server's own certificate, then those between it and a root, if any.
        package var certificate: PEMSource
        /// The private key to ``certificate``, not encrypted.
        package var key: PEMSource
        /// The oldest version to agree on. One before TLS 1.2 drops OpenSSL's demands on ciphers and signatures, which those
        /// versions cannot meet.
        package var oldestVersion = TLSVersion.tls12
        package var newestVersion = TLSVersion.tls13
        /// Those of the versions before TLS 1.3, and in which order; none for OpenSSL's own list. Only such of TLS 1.3, whose
        /// suites are always all there, rule out the versions before it.
        package var cipherSuites: [TLSCipherSuite] = []
        /// Whether the order of the suites is the server's or the client's.
        package var prefersOwnCipherSuites = true
        /// For the key exchange, the preferred one first; none for OpenSSL's own list.
        package var groups: [TLSGroup] = []
        package var clients = ClientPolicy.unasked
        /// Who vouches for clients; `nil` for the system's authorities.
        package var trustedClients: PEMSource?
        /// Of these names a client's certificate must bear one: a DNS name, an address, an e-mail address or a URI, exactly
        /// as written. `nil` for any.
        package var clientNames: Set<String>?

        package init(certificate: PEMSource, key: PEMSource) {
            self.certificate = certificate
            self.key = key
        }
    }
}
