package import TLS

/// How to speak TLS to a target.
package struct TLSSettings: Sendable {
    /// Its authorities, own certificate and protocol versions; `nil` for the environment's.
    package var context: TLSContext?
    /// Whom the certificate must name, and who is asked for; `nil` for the target's host.
    package var serverName: String?
    /// Whether a certificate that does not convince ends the probe.
    package var verifies = true

    package init() {}
}
