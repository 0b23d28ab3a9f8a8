extension TLSContext {
    /// Whom a client trusts, who it says it is, and which versions of the protocol it speaks.
    package struct Options: Equatable, Sendable {
        /// Whether the system's authorities are trusted; if not, only ``trusted``.
        package var usesSystemTrust = true
        /// Certificates trusted besides: roots, intermediates or a server's own.
        package var trusted: PEMSource?
        /// What a server that asks is shown: our own certificate, then those between it and a root, if any.
        package var certificate: PEMSource?
        /// The private key to ``certificate``, not encrypted.
        package var key: PEMSource?
        /// The oldest version to agree on. One before TLS 1.2 drops OpenSSL's demands on ciphers and signatures, which those
        /// versions cannot meet; its demands on certificates stay.
        package var oldestVersion = TLSVersion.tls12
        package var newestVersion = TLSVersion.tls13

        package init() {}
    }
}
