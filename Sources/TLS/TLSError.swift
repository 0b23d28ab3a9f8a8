import COpenSSL
import Glibc
package import Posix

/// Why there is no TLS connection.
package enum TLSError: Error, Equatable, Sendable, CustomStringConvertible {
    case socket(SocketError)
    /// The peer closed the connection in the middle of the handshake.
    case endOfStream
    /// What the peer sent is not TLS: most often plain HTTP.
    case notTLS
    /// No protocol version in common: most often the peer's are older than TLS 1.2.
    case protocolVersion
    /// The peer refused, with this fatal alert (RFC 8446 section 6).
    case alert(UInt8)
    /// The name to verify is neither a DNS name in its ASCII form nor an IP address.
    case invalidServerName
    /// Anything else, in OpenSSL's words of at most 200 bytes.
    case failed(String)

    package var description: String {
        switch self {
        case .socket(.timedOut): "timed out"
        case .socket(.cancelled): "cancelled"
        case .socket(.system(let errno)): errno.description
        case .endOfStream: "connection closed during the handshake"
        case .notTLS: "peer does not speak TLS"
        case .protocolVersion: "no TLS version in common"
        case .alert(let code): "peer sent alert: " + (unsafe String(cString: SSL_alert_desc_string_long(Int32(code))))
        case .invalidServerName: "invalid server name"
        case .failed(let reason): reason
        }
    }

    /// The meaning of what OpenSSL left in its error queue.
    init(_ error: OpenSSLError, firstByte: UInt8?) {
        let reasons = error.codes.lazy.filter { ERR_GET_LIB($0) == ERR_LIB_SSL }.map { ERR_GET_REASON($0) }
        // Types of TLS records: RFC 8446 section 5.1, and 24 for heartbeats.
        if let firstByte, !(20...24).contains(firstByte) {
            self = .notTLS
        } else if reasons.contains(where: Self.versionReasons.contains) {
            self = .protocolVersion
        } else if let alert = reasons.first(where: { (SSL_AD_REASON_OFFSET..<SSL_AD_REASON_OFFSET + 256).contains($0) }) {
            self = .alert(UInt8(truncatingIfNeeded: alert - SSL_AD_REASON_OFFSET))
        } else {
            self = .failed(String(decoding: error.description.utf8.prefix(200), as: UTF8.self))
        }
    }

    private static let versionReasons: Set<Int32> = [
        SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_SSL_VERSION, SSL_R_WRONG_VERSION_NUMBER,
        SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, SSL_R_NO_PROTOCOLS_AVAILABLE,
    ]
}

extension TLSError {
    /// The error as a ``ByteStream`` reports it: broken TLS is a broken protocol.
    var asSocketError: SocketError {
        switch self {
        case .socket(let error): error
        default: .system(Errno(EPROTO))
        }
    }
}
