/// DNS message, query or response.
///
/// RFC 1035 section 4, RFC 6891.
package struct DNSMessage: Hashable, Sendable {
    static let headerSizeBytes = 12

    /// Chosen by the asker, repeated by the answerer.
    package var id: UInt16
    /// Header bits.
    package var flags: Flags
    /// 0...15; 0 is a standard query.
    package var opcode: UInt8
    /// Codes above 15 are carried only along with `edns`.
    package var responseCode: DNSResponseCode
    /// Hardly ever other than one.
    package var questions: [DNSQuestion]
    /// Records that answer the question, aliases included.
    package var answers: [DNSRecord]
    /// Name servers, or the SOA record of an absence.
    package var authority: [DNSRecord]
    /// Without the OPT record: that is `edns`.
    package var additional: [DNSRecord]
    /// What the OPT record says; `nil` without one.
    package var edns: DNSEDNS?

    /// Header bits, where they stand in its second 16-bit word.
    package struct Flags: OptionSet, Hashable, Sendable {
        /// Bits in place; others than the named ones are dropped on parsing.
        package let rawValue: UInt16

        /// Flags from bits in place.
        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// QR.
        package static let response = Flags(rawValue: 0x8000)
        /// AA.
        package static let authoritative = Flags(rawValue: 0x0400)
        /// TC: ask again over TCP.
        package static let truncated = Flags(rawValue: 0x0200)
        /// RD.
        package static let recursionDesired = Flags(rawValue: 0x0100)
        /// RA.
        package static let recursionAvailable = Flags(rawValue: 0x0080)
        /// AD (RFC 4035 section 3.2.3).
        package static let authenticData = Flags(rawValue: 0x0020)
        /// CD (RFC 4035 section 3.2.2).
        package static let checkingDisabled = Flags(rawValue: 0x0010)

        static let all: Flags = [
            .response, .authoritative, .truncated, .recursionDesired, .recursionAvailable, .authenticData, .checkingDisabled,
        ]
    }

    /// Message from its parts; a query by default.
    package init(
        id: UInt16, flags: Flags = [], opcode: UInt8 = 0, responseCode: DNSResponseCode = .noError, questions: [DNSQuestion] = [],
        answers: [DNSRecord] = [], authority: [DNSRecord] = [], additional: [DNSRecord] = [], edns: DNSEDNS? = nil
    ) {
        self.id = id
        self.flags = flags
        self.opcode = opcode
        self.responseCode = responseCode
        self.questions = questions
        self.answers = answers
        self.authority = authority
        self.additional = additional
        self.edns = edns
    }
}
