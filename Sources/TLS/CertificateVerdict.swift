import COpenSSL

/// One thing wrong with a peer's certificate chain.
///
/// In order of gravity: who vouches for the certificate, whom it names, when it holds. What a certificate says about
/// itself means nothing until somebody trusted vouches for it, and a date is the fault of a clock as often as of a peer.
package enum CertificateFinding: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The peer's own certificate vouches for itself.
    case selfSigned
    /// No trusted certificate vouches for the chain: a private root, a missing intermediate, a false signature.
    case unknownAuthority
    /// The certificate is for other names than the one asked for.
    case nameMismatch
    case revoked
    /// The validity of a certificate of the chain begins later.
    case notYetValid
    /// The validity of a certificate of the chain has ended.
    case expired
    /// An `X509_V_ERR_` code of OpenSSL that is none of the above.
    case other(Int32)

    init(code: Int32) {
        switch code {
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: self = .selfSigned
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_CERT_UNTRUSTED, X509_V_ERR_INVALID_CA:
            self = .unknownAuthority
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .nameMismatch
        case X509_V_ERR_CERT_REVOKED: self = .revoked
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        default: self = .other(code)
        }
    }

    package var description: String {
        switch self {
        case .selfSigned: "self-signed certificate"
        case .unknownAuthority: "unknown authority"
        case .nameMismatch: "certificate is for another name"
        case .revoked: "certificate is revoked"
        case .notYetValid: "certificate is not yet valid"
        case .expired: "certificate has expired"
        case .other(let code): unsafe String(cString: X509_verify_cert_error_string(Int(code)))
        }
    }
}

/// What the verification of a peer's certificate chain found.
package struct CertificateVerdict: Hashable, Sendable, CustomStringConvertible {
    /// All that is wrong, gravest first, each thing once; empty for a chain that holds.
    package let findings: [CertificateFinding]

    package init(_ findings: some Sequence<CertificateFinding>) {
        self.findings = Set(findings).sorted()
    }

    /// True when the chain leads to a trusted root, names the peer and is valid now.
    package var isTrusted: Bool { findings.isEmpty }

    /// The finding to report when there is room for one.
    package var gravest: CertificateFinding? { findings.first }

    /// `ok`, or all findings in words.
    package var description: String {
        isTrusted ? "ok" : findings.map(\.description).joined(separator: ", ")
    }
}
