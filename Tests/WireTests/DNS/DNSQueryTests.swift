import Testing
import Wire

@Suite struct DNSQueryTests {
    private let query = DNSQuery(id: 0x1234, question: DNSQuestion(name: .named("web.whatsapp.com"), type: .a))

    @Test func serializesAsOthersDo() {
        #expect(query.serialize() == DNSVectors.query)
        let plain = DNSQuery(
            id: 0xbeef, question: DNSQuestion(name: .named("g.whatsapp.net"), type: .aaaa), recursionDesired: false,
            udpPayloadSizeBytes: nil)
        #expect(plain.serialize() == DNSVectors.plainQuery)
    }

    @Test func matchesItsReplyWhateverTheCase() throws {
        var reply = try DNSMessage(parsing: DNSVectors.answer)
        #expect(reply.matches(query))
        reply.questions[0].name = .named("WEB.whatsapp.COM")
        #expect(reply.matches(query))
    }

    @Test(
        arguments: [
            { $0.id ^= 1 }, { $0.flags.remove(.response) }, { $0.opcode = 4 },
            { $0.questions[0].name = .named("web.whatsapp.net") },
            { $0.questions[0].type = .aaaa }, { $0.questions[0].class = .chaos }, { $0.questions = [] },
            { $0.questions += $0.questions },
            {
                $0.questions = []
                $0.responseCode = .formErr
            },
        ] as [@Sendable (inout DNSMessage) -> Void])
    func rejectsForgeries(forge: @Sendable (inout DNSMessage) -> Void) throws {
        var reply = try DNSMessage(parsing: DNSVectors.answer)
        forge(&reply)
        #expect(!reply.matches(query))
    }

    @Test func acceptsABareErrorWithoutQuestion() {
        #expect(DNSMessage(id: 0x1234, flags: .response, responseCode: .formErr).matches(query))
        #expect(DNSMessage(id: 0x1234, flags: .response, responseCode: .notImp).matches(query))
        #expect(!DNSMessage(id: 0x1234, flags: .response, responseCode: .nxDomain).matches(query))
        #expect(!DNSMessage(id: 0x4321, flags: .response, responseCode: .formErr).matches(query))
    }
}
