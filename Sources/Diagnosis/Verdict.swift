/// The answer to "is WhatsApp down, or is it me?".
package enum Verdict: String, CaseIterable, Sendable {
    /// Every layer that can be checked without an account answers.
    case ok
    /// Nothing can be reached from here.
    case localNetwork = "local_network"
    /// This host's resolver fails or lies; others know better.
    case localDNS = "local_dns"
    /// This host's clock is wrong.
    case localClock = "local_clock"
    /// This host is out of something, or forbids it.
    case localHost = "local_host"
    /// Something on the way stops the traffic or answers in WhatsApp's place.
    case blockedOrIntercepted = "blocked_or_intercepted"
    /// All of Meta is gone, names and all (2021-10-04).
    case metaWide = "meta_wide"
    /// Some of WhatsApp's edges fail while others work.
    case edgePartial = "edge_partial"
    case whatsAppOutage = "whatsapp_outage"
    /// All that can be probed answers, but people and deliveries say that it does not work.
    case whatsAppSuspected = "whatsapp_suspected"
    /// The business platform is ill, though its API answers.
    case businessPlatform = "business_platform"
    /// The operator's own account is blocked while the platform is well.
    case businessAccount = "business_account"
    /// Too little is known, or what is known contradicts itself.
    case unknown
}
