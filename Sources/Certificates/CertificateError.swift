package import TLS

/// Why a certificate could not be issued.
package enum CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A name that is no DNS name in its ASCII form, a wildcard as its first label aside; or an issuer's of another length
    /// than 1 to 64 bytes.
    case invalidName(String)
    /// Times outside the years 0 to 9999.
    case invalidValidity
    /// OpenSSL itself failed.
    case library(OpenSSLError)

    package var description: String {
        switch self {
        case .invalidName(let name): "\(name.debugDescription) is no name for a certificate"
        case .invalidValidity: "a certificate cannot be valid for such a time"
        case .library(let error): "OpenSSL: \(error)"
        }
    }

    /// `.library` with what OpenSSL's error queue holds now.
    static func drained() -> CertificateError {
        .library(.drain())
    }
}
