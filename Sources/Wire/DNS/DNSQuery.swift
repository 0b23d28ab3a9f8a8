/// One question to a server, and what its reply must match.
package struct DNSQuery: Hashable, Sendable {
    /// Ought to be unpredictable.
    package var id: UInt16
    /// What is asked.
    package var question: DNSQuestion
    /// `false` when an authoritative server is asked.
    package var recursionDesired: Bool
    /// Largest UDP reply accepted, told by EDNS; `nil` leaves EDNS out, for servers that answer FORMERR to it.
    package var udpPayloadSizeBytes: UInt16?

    /// Recursive query with EDNS, unless told.
    package init(
        id: UInt16, question: DNSQuestion, recursionDesired: Bool = true,
        udpPayloadSizeBytes: UInt16? = DNSEDNS.defaultPayloadSizeBytes
    ) {
        self.id = id
        self.question = question
        self.recursionDesired = recursionDesired
        self.udpPayloadSizeBytes = udpPayloadSizeBytes
    }

    /// Wire form.
    package func serialize() -> [UInt8] {
        DNSMessage(
            id: id, flags: recursionDesired ? .recursionDesired : [], questions: [question],
            edns: udpPayloadSizeBytes.map { DNSEDNS(udpPayloadSizeBytes: $0) }
        ).serialize()
    }
}

extension DNSMessage {
    /// Whether this answers `query`: a forged reply has to guess id, name, type and class (RFC 5452 section 4).
    ///
    /// A server that could not read the query may leave the question out: such a bare FORMERR or NOTIMP matches by id alone.
    package func matches(_ query: DNSQuery) -> Bool {
        guard flags.contains(.response), opcode == 0, id == query.id else { return false }
        if questions.isEmpty, answers.isEmpty, responseCode == .formErr || responseCode == .notImp { return true }
        return questions == [query.question]
    }
}
