import Testing
import Wire

@Suite struct ICMPEchoTests {
    private let echo = ICMPEcho(identifier: 0x1234, sequence: 0xFFFE, payload: [1, 2, 3])

    @Test func writesRequests() {
        // The sum of 0800, 1234, FFFE, 0102, 0300 is 11E34; folded 1E35, its complement E1CA.
        #expect(echo.request(over: .ip4) == [8, 0, 0xE1, 0xCA, 0x12, 0x34, 0xFF, 0xFE, 1, 2, 3])
        #expect(echo.request(over: .ip6) == [128, 0, 0, 0, 0x12, 0x34, 0xFF, 0xFE, 1, 2, 3])
    }

    @Test(arguments: [AddressFamily.ip4, .ip6])
    func readsRepliesAndQuotedRequests(family: AddressFamily) {
        let request = echo.request(over: family)
        let reply = [family == .ip4 ? 0 : 129] + request.dropFirst()
        #expect(ICMPEcho(reply: reply, over: family) == echo)
        #expect(ICMPEcho(quotedRequest: request, over: family) == echo)
        #expect(ICMPEcho(reply: request, over: family) == nil)
        #expect(ICMPEcho(quotedRequest: reply, over: family) == nil)
        for size in 0..<ICMPEcho.headerSizeBytes { #expect(ICMPEcho(reply: reply.prefix(size), over: family) == nil) }
    }

    @Test func checksumsTheLargestPayload() {
        let request = ICMPEcho(identifier: .max, sequence: .max, payload: Array(repeating: 0xFF, count: 65_507)).request(
            over: .ip4)
        var sum = 0
        for index in request.indices { sum += Int(request[index]) << (index & 1 == 0 ? 8 : 0) }
        #expect(sum % 0xFFFF == 0)
    }

    @Test(arguments: [
        (AddressFamily.ip4, 11, 0, 0, ICMPError.hopLimitExceeded), (.ip6, 3, 0, 0, .hopLimitExceeded),
        (.ip4, 3, 4, 1400, .tooBig(mtuBytes: 1400)), (.ip6, 2, 0, 1280, .tooBig(mtuBytes: 1280)),
        (.ip4, 3, 0, 0, .networkUnreachable), (.ip6, 1, 0, 0, .networkUnreachable), (.ip4, 3, 1, 0, .hostUnreachable),
        (.ip6, 1, 3, 0, .hostUnreachable), (.ip4, 3, 13, 0, .prohibited), (.ip6, 1, 1, 0, .prohibited),
        (.ip4, 12, 0, 0, .other(type: 12, code: 0)), (.ip4, 11, 1, 0, .other(type: 11, code: 1)),
    ])
    func namesErrors(family: AddressFamily, type: UInt8, code: UInt8, information: UInt32, error: ICMPError) {
        #expect(ICMPError(type: type, code: code, information: information, over: family) == error)
    }
}
