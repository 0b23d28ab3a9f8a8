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
