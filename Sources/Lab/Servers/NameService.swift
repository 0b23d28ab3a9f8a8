import Posix
import Wire

/// A DNS server of the estate: WhatsApp's own, which answers for its zones, or a resolver, which answers for everything.
struct NameService: Sendable {
    let server: EstateResolver
    let placement: Placement
    let board: FaultBoard

    private var isAuthority: Bool { server.role == .authority }

    /// What to answer, and how much later than at once.
    enum Reply {
        case silence
        case message(DNSMessage, after: Duration)
    }

    /// The reply to the bytes of a query; silence for what is none.
    func reply(to bytes: [UInt8]) -> Reply {
        guard let query = try? DNSMessage(parsing: bytes), !query.flags.contains(.response) else { return .silence }
        guard query.opcode == 0 else { return .message(head(of: query, .notImp), after: .zero) }
        guard query.questions.count == 1, let question = query.questions.first else {
            return .message(head(of: query, .formErr), after: .zero)
        }
        guard question.class == .internet else { return .message(head(of: query, .refused), after: .zero) }
        let family: AddressFamily = question.type == .aaaa ? .ip6 : .ip4
        let strike = Strike(board.faults(at: Place(queryFor: meant(question.name), family: family, at: server.address)))
        if strike.isLost || strike.dns.contains(.timeout) { return .silence }
        var answer = AnswerDraft(head: head(of: query, .noError), question: question, service: self)
        answer.compose(struckBy: strike.dns)
        return .message(answer.message, after: strike.delay)
    }

    /// Cut to what a datagram may hold: without records, and with the flag that says so.
    func fitted(_ answer: DNSMessage, to query: [UInt8]) -> [UInt8] {
        let bytes = answer.serialize()
        let limit = (try? DNSMessage(parsing: query))?.edns.map { max(512, Int($0.udpPayloadSizeBytes)) } ?? 512
        guard bytes.count > min(limit, Int(DNSEDNS.defaultPayloadSizeBytes)) else { return bytes }
        var short = answer
        short.flags.insert(.truncated)
        (short.answers, short.authority, short.additional) = ([], [], [])
        return short.serialize()
    }

    /// The beginning of an answer: flags, and the question again.
    private func head(of query: DNSMessage, _ code: DNSResponseCode) -> DNSMessage {
        var flags: DNSMessage.Flags = isAuthority ? .response : [.response, .recursionAvailable]
        flags.formUnion(query.flags.intersection([.recursionDesired, .checkingDisabled]))
        return DNSMessage(
            id: query.id, flags: flags, opcode: query.opcode, responseCode: code, questions: query.questions,
            edns: query.edns == nil ? nil : DNSEDNS())
    }

    /// The host of the estate that a name leads to or comes from: faults are of hosts, whichever of their names is asked for.
    private func meant(_ name: DNSName) -> String {
        let text = name.description.lowercased()
        return Estate.metaHosts.first { $0.canonicalName == text }?.name ?? text
    }
}
