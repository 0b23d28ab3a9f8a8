/// Data of an SOA record (RFC 1035 section 3.3.13). Times in seconds.
package struct DNSStartOfAuthority: Hashable, Sendable {
    /// Server the zone comes from (MNAME).
    package var primary: DNSName
    /// Person in charge, the first label before the `@` (RNAME).
    package var mailbox: DNSName
    /// Version of the zone, compared by RFC 1982.
    package var serial: UInt32
    /// Between a secondary's looks for a new version.
    package var refreshSeconds: UInt32
    /// Between them after one failed.
    package var retrySeconds: UInt32
    /// After which a secondary without contact stops answering.
    package var expireSeconds: UInt32
    /// Bound on how long an absence may be remembered (RFC 2308 section 4).
    package var minimumSeconds: UInt32

    /// Data from its fields.
    package init(
        primary: DNSName, mailbox: DNSName, serial: UInt32, refreshSeconds: UInt32, retrySeconds: UInt32, expireSeconds: UInt32,
        minimumSeconds: UInt32
    ) {
        self.primary = primary
        self.mailbox = mailbox
        self.serial = serial
        self.refreshSeconds = refreshSeconds
        self.retrySeconds = retrySeconds
        self.expireSeconds = expireSeconds
        self.minimumSeconds = minimumSeconds
    }
}
