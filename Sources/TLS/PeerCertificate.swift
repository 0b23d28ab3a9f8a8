package import Wire

/// A certificate as a peer presented it. Nothing in it is proven: see ``CertificateVerdict``.
///
/// All text is bounded and printable, whatever the certificate holds.
package struct PeerCertificate: Hashable, Sendable {
    /// Distinguished name as one line of at most 512 bytes, the most specific part first (RFC 2253): `CN=*.whatsapp.net,C=US`.
    package let subject: String
    /// Distinguished name of who signed it, in the form of ``subject``.
    package let issuer: String
    /// The subject's most specific common name; `nil` without one.
    package let commonName: String?
    /// Serial number in lower-case hexadecimal, at most 40 bytes' worth, with a minus sign if negative.
    package let serial: String
    /// Begin of the validity in seconds since 1970; `nil` when the certificate's time is malformed.
    package let notBefore: Int64?
    /// End of the validity in seconds since 1970; `nil` when the certificate's time is malformed.
    package let notAfter: Int64?
    /// DNS names that it is for, as written, wildcards included; the first 64.
    package let dnsNames: [String]
    /// IP addresses that it is for; the first 64.
    package let ipAddresses: [IPAddress]
    /// SHA-256 of the whole certificate in lower-case hexadecimal.
    package let fingerprint: String
    /// True when subject and issuer are the same, as in a root.
    package let isSelfIssued: Bool
}
