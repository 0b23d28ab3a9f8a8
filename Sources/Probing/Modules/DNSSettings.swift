package import Patterns
package import Wire

/// What to ask a DNS server, and what a good answer is.
package struct DNSSettings: Sendable {
    package enum Transport: String, CaseIterable, Sendable {
        case udp, tcp
    }

    /// Rules on the records of one section, each judged on a record's line of zone-file text.
    package struct RecordRules: Sendable {
        package var failIfMatches: [Pattern] = []
        /// Fails unless every record matches each of them, whatever its name says: so does blackbox_exporter (0.28), whose
        /// configuration it comes from. A section without records passes.
        package var failIfAllMatch: [Pattern] = []
        package var failIfNotMatches: [Pattern] = []
        package var failIfNoneMatches: [Pattern] = []

        package init() {}
    }

    package var transport = Transport.udp
    /// DNS over TLS (RFC 7858).
    package var usesTLS = false
    package var tls = TLSSettings()
    /// May be replaced by the request's parameter.
    package var queryName = ""
    /// `ANY` unless configured.
    package var queryType = DNSType(rawValue: 255)
    package var queryClass = DNSClass.internet
    package var recursionDesired = true
    package var validCodes: [DNSResponseCode] = [.noError]
    package var answerRules = RecordRules()
    package var authorityRules = RecordRules()
    package var additionalRules = RecordRules()

    package init() {}
}
