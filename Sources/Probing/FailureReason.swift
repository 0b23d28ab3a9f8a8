/// Why a probe failed: a closed set, so that it can be a label.
///
/// The names follow OONI's taxonomy (ooni/spec df-007) where it has one.
package enum FailureReason: String, CaseIterable, Sendable {
    // Name resolution.
    case dnsNXDomain = "dns_nxdomain"
    case dnsNoAnswer = "dns_no_answer"
    case dnsServfail = "dns_servfail"
    case dnsRefused = "dns_refused"
    /// An answer no public service has: 0.0.0.0, loopback, a private or reserved address.
    case dnsBogon = "dns_bogon"
    case dnsTimeout = "dns_timeout"
    case dnsMalformed = "dns_malformed"
    /// The resolver itself could not be reached: refused, or no route to it.
    case dnsUnreachable = "dns_unreachable"
    /// No resolver is configured.
    case dnsNoResolver = "dns_no_resolver"

    // The connection, at any time of the probe.
    case connectTimeout = "connect_timeout"
    case connectionRefused = "connection_refused"
    case connectionReset = "connection_reset"
    case hostUnreachable = "host_unreachable"
    case networkUnreachable = "network_unreachable"
    case networkDown = "network_down"
    /// This host has no address of the family asked for.
    case addressUnavailable = "address_unavailable"
    /// A rule of this host forbade it (`EACCES`, `EPERM`).
    case permissionDenied = "permission_denied"
    /// This host is out of descriptors, ports or memory.
    case localResources = "local_resources"

    // TLS.
    case tlsTimeout = "tls_timeout"
    case tlsHandshakeFailed = "tls_handshake_failed"
    case tlsNotTLS = "tls_not_tls"
    case tlsExpired = "tls_expired"
    case tlsNotYetValid = "tls_not_yet_valid"
    case tlsNameMismatch = "tls_name_mismatch"
    case tlsUnknownAuthority = "tls_unknown_authority"
    case tlsInvalidCertificate = "tls_invalid_certificate"

    // HTTP.
    case httpTimeout = "http_timeout"
    case httpNotHTTP = "http_not_http"
    case httpMalformed = "http_malformed"
    case httpTooLarge = "http_too_large"
    case httpTruncated = "http_truncated"
    case httpServerError = "http_server_error"
    case httpUnexpectedStatus = "http_unexpected_status"
    case httpUnexpectedBody = "http_unexpected_body"
    /// Sent to a host that is none of the service's: what captive portals do.
    case httpForeignRedirect = "http_foreign_redirect"
    case httpUnexpectedHeader = "http_unexpected_header"
    /// The body is no JSON, or a condition on it is not met.
    case httpUnexpectedJSON = "http_unexpected_json"
    case httpUnexpectedVersion = "http_unexpected_version"
    /// TLS where there should be none, or none where there should be.
    case httpUnexpectedTLS = "http_unexpected_tls"
    case httpTooManyRedirects = "http_too_many_redirects"
    /// The body's compression is another than the one wanted, or damaged.
    case httpBadEncoding = "http_bad_encoding"
    /// A proxy would not let us through.
    case proxyRefused = "proxy_refused"
    /// No token was to be had from an OAuth 2 server.
    case authorizationFailed = "authorization_failed"

    // A dialogue of lines, bytes or messages.
    case replyTimeout = "reply_timeout"
    case replyUnexpected = "reply_unexpected"
    case replyTooLarge = "reply_too_large"
    /// The peer ended the connection before it had said what was expected.
    case connectionClosed = "connection_closed"
    case webSocketNotUpgraded = "websocket_not_upgraded"
    case webSocketMalformed = "websocket_malformed"

    // The answer to a DNS query that was asked for its own sake.
    case dnsUnexpectedCode = "dns_unexpected_code"
    case dnsUnexpectedRecords = "dns_unexpected_records"

    // Echoes.
    case echoTimeout = "echo_timeout"
    /// Some of several echoes did not come back.
    case echoLoss = "echo_loss"
    case echoHopLimit = "echo_hop_limit"
    case echoTooBig = "echo_too_big"

    // gRPC.
    case grpcStatus = "grpc_status"
    case grpcNotServing = "grpc_not_serving"

    // A database.
    case databaseTimeout = "database_timeout"
    case databaseAuthentication = "database_authentication"
    case databaseFull = "database_full"
    /// It is starting, stopping or recovering.
    case databaseUnavailable = "database_unavailable"
    case databaseClosed = "database_closed"
    case databaseMalformed = "database_malformed"
    case databaseQueryFailed = "database_query_failed"
    case databaseQueryTimeout = "database_query_timeout"
    case databaseUnexpectedResult = "database_unexpected_result"

    /// A rule forbids to probe that host or address.
    case targetNotAllowed = "target_not_allowed"
    /// What was asked for is no target for that prober.
    case targetInvalid = "target_invalid"

    // The chat service.
    case chatTimeout = "chat_timeout"
    case chatClosed = "chat_closed"
    case chatNotNoise = "chat_not_noise"
    case chatMalformed = "chat_malformed"
    /// The peer does not hold the key it claims: an AES-GCM tag did not open.
    case chatBadTag = "chat_bad_tag"
    /// The certificate does not chain to WhatsApp's root key.
    case chatUntrusted = "chat_untrusted"
    case chatKeyMismatch = "chat_key_mismatch"
    case chatCertificateExpired = "chat_certificate_expired"
    case chatCertificateNotYetValid = "chat_certificate_not_yet_valid"

    // The way out.
    case noRoute = "no_route"
    case gatewaySilent = "gateway_silent"

    /// None of the above; the outcome's detail says what it was.
    case other
}
