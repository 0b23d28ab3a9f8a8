/// Why a TLS context could not be made; reasons are in the library's or the system's words.
package enum TLSContextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Trusted certificates cannot be read, or there are none.
    case trustedFile(path: String, reason: String)
    /// A server's certificates or key cannot be read, or do not belong together.
    case identity(OpenSSLError)
    /// Our own certificate cannot be read.
    case certificate(path: String, reason: String)
    /// Our own private key cannot be read: what is there is none, or is encrypted.
    case key(path: String, reason: String)
    /// The private key is that of another certificate.
    case mismatch(certificate: String, key: String)
    /// A certificate without a key, or a key without a certificate.
    case incomplete(given: String)
    /// The oldest version allowed is newer than the newest.
    case noVersion
    /// None of the cipher suites belongs to a TLS version allowed.
    case noCipherSuite
    /// OpenSSL itself failed: out of memory, or its own configuration is broken.
    case library(OpenSSLError)

    package var description: String {
        switch self {
        case .trustedFile(let path, let reason):
            "\(path): no trusted certificates can be read (\(reason)), name a file of PEM certificates"
        case .identity(let error): "certificate and key do not serve: \(error)"
        case .certificate(let path, let reason):
            "\(path): no certificate can be read (\(reason)), name a file of PEM certificates, our own first"
        case .key(let path, let reason):
            "\(path): no private key can be read (\(reason)), name a PEM file whose key is not encrypted"
        case .mismatch(let certificate, let key): "\(key): the key does not belong to the certificate of \(certificate)"
        case .incomplete(let given): "\(given): certificate and key go together, name both"
        case .noVersion: "the oldest TLS version allowed is newer than the newest"
        case .noCipherSuite: "none of the cipher suites belongs to a TLS version allowed"
        case .library(let error): "OpenSSL: \(error)"
        }
    }
}
