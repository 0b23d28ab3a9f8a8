/// Why a TLS context could not be made.
package enum TLSContextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file of trusted certificates cannot be read, or holds none; the reason in the library's words.
    case trustedFile(path: String, reason: String)
    /// A server's certificates or key cannot be read, or do not belong together.
    case identity(OpenSSLError)
    /// OpenSSL itself failed: out of memory, or its own configuration is broken.
    case library(OpenSSLError)

    package var description: String {
        switch self {
        case .trustedFile(let path, let reason):
            "\(path): no trusted certificates can be read (\(reason)), name a file of PEM certificates"
        case .identity(let error): "certificate and key do not serve: \(error)"
        case .library(let error): "OpenSSL: \(error)"
        }
    }
}
