import COpenSSL

/// A version of the TLS protocol.
package enum TLSVersion: String, CaseIterable, Comparable, Sendable {
    case tls10 = "TLS10"
    case tls11 = "TLS11"
    case tls12 = "TLS12"
    case tls13 = "TLS13"

    /// The number of the version in OpenSSL and in the protocol.
    var code: Int32 {
        switch self {
        case .tls10: TLS1_VERSION
        case .tls11: TLS1_1_VERSION
        case .tls12: TLS1_2_VERSION
        case .tls13: TLS1_3_VERSION
        }
    }

    /// Orders by age, the oldest first.
    package static func < (left: TLSVersion, right: TLSVersion) -> Bool {
        left.code < right.code
    }
}
