/// The part of a probe in which a failure can happen: tells which reasons a prober may give at all.
package enum FailureLayer: String, Sendable, CaseIterable {
    case resolving, connecting, tls, http, chat, gateway, dialogue, answer, echo, grpc, database, permission
}

extension FailureReason {
    /// Where the reason belongs; `nil` for ``other``, which any prober may give.
    package var layer: FailureLayer? {
        switch self {
        case .dnsNXDomain, .dnsNoAnswer, .dnsServfail, .dnsRefused, .dnsBogon, .dnsTimeout, .dnsMalformed, .dnsUnreachable,
            .dnsNoResolver:
            .resolving
        case .connectTimeout, .connectionRefused, .connectionReset, .hostUnreachable, .networkUnreachable, .networkDown,
            .addressUnavailable, .permissionDenied, .localResources:
            .connecting
        case .tlsTimeout, .tlsHandshakeFailed, .tlsNotTLS, .tlsExpired, .tlsNotYetValid, .tlsNameMismatch, .tlsUnknownAuthority,
            .tlsInvalidCertificate:
            .tls
        case .httpTimeout, .httpNotHTTP, .httpMalformed, .httpTooLarge, .httpTruncated, .httpServerError, .httpUnexpectedStatus,
            .httpUnexpectedBody, .httpForeignRedirect, .httpUnexpectedHeader, .httpUnexpectedJSON, .httpUnexpectedVersion,
            .httpUnexpectedTLS, .httpTooManyRedirects, .httpBadEncoding, .proxyRefused, .authorizationFailed:
            .http
        case .chatTimeout, .chatClosed, .chatNotNoise, .chatMalformed, .chatBadTag, .chatUntrusted, .chatKeyMismatch,
            .chatCertificateExpired, .chatCertificateNotYetValid:
            .chat
        case .noRoute, .gatewaySilent: .gateway
        case .replyTimeout, .replyUnexpected, .replyTooLarge, .connectionClosed, .webSocketNotUpgraded, .webSocketMalformed:
            .dialogue
        case .dnsUnexpectedCode, .dnsUnexpectedRecords: .answer
        case .echoTimeout, .echoLoss, .echoHopLimit, .echoTooBig: .echo
        case .grpcStatus, .grpcNotServing: .grpc
        case .databaseTimeout, .databaseAuthentication, .databaseFull, .databaseUnavailable, .databaseClosed,
            .databaseMalformed, .databaseQueryFailed, .databaseQueryTimeout, .databaseUnexpectedResult:
            .database
        case .targetNotAllowed, .targetInvalid: .permission
        case .other: nil
        }
    }
}
