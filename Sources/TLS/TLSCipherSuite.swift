import COpenSSL

/// A cipher suite by its name at IANA, without those nobody should use any more.
package enum TLSCipherSuite: String, CaseIterable, Sendable {
    case aes128GCM = "TLS_AES_128_GCM_SHA256"
    case aes256GCM = "TLS_AES_256_GCM_SHA384"
    case chacha20 = "TLS_CHACHA20_POLY1305_SHA256"
    case ecdheECDSAWithAES128GCM = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
    case ecdheECDSAWithAES256GCM = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
    case ecdheECDSAWithChaCha20 = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    case ecdheECDSAWithAES128CBC = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
    case ecdheECDSAWithAES256CBC = "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
    case ecdheRSAWithAES128GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    case ecdheRSAWithAES256GCM = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    case ecdheRSAWithChaCha20 = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    case ecdheRSAWithAES128CBC = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
    case ecdheRSAWithAES256CBC = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
    case rsaWithAES128GCM = "TLS_RSA_WITH_AES_128_GCM_SHA256"
    case rsaWithAES256GCM = "TLS_RSA_WITH_AES_256_GCM_SHA384"
    case rsaWithAES128CBC = "TLS_RSA_WITH_AES_128_CBC_SHA"
    case rsaWithAES256CBC = "TLS_RSA_WITH_AES_256_CBC_SHA"

    /// TLS 1.3 chooses key exchange and signature apart from the suite.
    var isOfTLS13: Bool { !rawValue.contains("_WITH_") }

    var openSSLName: String {
        unsafe OPENSSL_cipher_name(rawValue).map { unsafe String(cString: $0) } ?? rawValue
    }
}

/// A group for the key exchange, by its name in Go.
package enum TLSGroup: String, CaseIterable, Sendable {
    case x25519 = "X25519"
    case p256 = "CurveP256"
    case p384 = "CurveP384"
    case p521 = "CurveP521"

    var openSSLName: String {
        switch self {
        case .x25519: "X25519"
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        }
    }
}
