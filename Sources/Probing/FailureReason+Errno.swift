import Glibc
import Posix

extension FailureReason {
    /// What an error number of the socket calls says about the way to the peer; `nil` for one that says nothing.
    init?(_ errno: Errno) {
        switch errno.code {
        case ECONNREFUSED: self = .connectionRefused
        case ECONNRESET, EPIPE, ECONNABORTED: self = .connectionReset
        case ETIMEDOUT: self = .connectTimeout
        case EHOSTUNREACH, EHOSTDOWN: self = .hostUnreachable
        case ENETUNREACH: self = .networkUnreachable
        case ENETDOWN, ENETRESET: self = .networkDown
        case EADDRNOTAVAIL, EAFNOSUPPORT: self = .addressUnavailable
        case EACCES, EPERM: self = .permissionDenied
        // What a TLS stream says of a fatal alert after the handshake: with TLS 1.3 that is when a peer refuses ours.
        case EPROTO: self = .tlsHandshakeFailed
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EAGAIN: self = .localResources
        default: return nil
        }
    }
}
