import Probing

/// What a failure says about where the trouble lies.
enum FailureClass: Hashable, Sendable {
    /// The name led nowhere.
    case naming
    /// Nothing answered at the address.
    case reach
    /// This host itself would not or could not.
    case host
    /// A certificate outside its time: the peer's fault, or this host's clock.
    case date
    /// Somebody answered who is not the one asked for.
    case foreign
    /// The one asked for answered badly, or took the connection and fell silent.
    case service
    /// It answers, but not as a healthy one is known to: it may be ill, or have changed.
    case surprise

    /// Whether such a failure proves that packets get there and back.
    var provesNetwork: Bool {
        switch self {
        case .naming, .reach, .host: false
        case .date, .foreign, .service, .surprise: true
        }
    }
}

extension FailureReason {
    var failureClass: FailureClass {
        switch self {
        case .dnsNXDomain, .dnsNoAnswer, .dnsServfail, .dnsRefused, .dnsBogon, .dnsTimeout, .dnsMalformed, .dnsUnreachable,
            .dnsNoResolver:
            .naming
        case .connectTimeout, .connectionRefused, .connectionReset, .hostUnreachable, .networkUnreachable, .networkDown,
            .addressUnavailable, .noRoute, .gatewaySilent, .echoTimeout, .echoLoss, .echoHopLimit:
            .reach
        case .permissionDenied, .localResources, .targetNotAllowed, .targetInvalid, .proxyRefused, .authorizationFailed,
            .echoTooBig:
            .host
        case .tlsExpired, .tlsNotYetValid, .chatCertificateExpired, .chatCertificateNotYetValid: .date
        case .tlsNotTLS, .tlsNameMismatch, .tlsUnknownAuthority, .tlsInvalidCertificate, .httpForeignRedirect, .chatNotNoise,
            .chatBadTag, .chatUntrusted, .chatKeyMismatch:
            .foreign
        case .tlsTimeout, .tlsHandshakeFailed, .httpTimeout, .httpNotHTTP, .httpMalformed, .httpTruncated, .httpServerError,
            .chatTimeout, .chatClosed, .chatMalformed, .replyTimeout, .connectionClosed, .webSocketNotUpgraded,
            .webSocketMalformed, .grpcStatus, .grpcNotServing, .databaseTimeout, .databaseAuthentication, .databaseFull,
            .databaseUnavailable,
            .databaseClosed, .databaseMalformed, .databaseQueryFailed, .databaseQueryTimeout:
            .service
        case .httpTooLarge, .httpUnexpectedStatus, .httpUnexpectedBody, .httpUnexpectedHeader, .httpUnexpectedJSON,
            .httpUnexpectedVersion, .httpUnexpectedTLS, .httpTooManyRedirects, .httpBadEncoding, .replyUnexpected, .replyTooLarge,
            .dnsUnexpectedCode, .dnsUnexpectedRecords, .databaseUnexpectedResult, .other:
            .surprise
        }
    }

    /// Whether it may only mean that this host or the peer lacks the address family.
    var isMissingFamily: Bool {
        switch self {
        case .networkUnreachable, .addressUnavailable, .dnsNoAnswer: true
        default: false
        }
    }

    /// Whether a resolver said so itself, about a name that exists: a denial, not a breakdown.
    var isDenial: Bool {
        switch self {
        case .dnsNXDomain, .dnsRefused, .dnsBogon: true
        default: false
        }
    }

    /// Whether it says nothing of the name, only that the resolver asked gave no answer.
    var isOfReachingResolver: Bool {
        switch self {
        case .dnsTimeout, .dnsUnreachable, .dnsNoResolver: true
        default: false
        }
    }

    /// Whether a filter on the way shows itself like this just as a dead peer does.
    var mayBeFilter: Bool {
        failureClass == .reach || self == .tlsTimeout || self == .tlsHandshakeFailed
    }
}
