import Testing
import Wire

@Suite struct WebSocketDecoderTests {
    /// All events, the bytes being given in pieces cut at these places, and the error they ended in.
    private static func decode(
        _ bytes: [UInt8], cuts: [Int] = [], for role: WebSocketDecoder.Role = .client, limit: Int = 1 << 20
    ) -> (events: [WebSocketEvent], error: WebSocketError?) {
        var decoder = WebSocketDecoder(for: role, messageLimitBytes: limit)
        var events: [WebSocketEvent] = []
        var start = 0
        for end in cuts + [bytes.count] {
            decoder.receive(bytes[start..<end])
            start = end
            do throws(WebSocketError) {
                while let event = try decoder.next() { events.append(event) }
            } catch {
                return (events, error)
            }
        }
        return (events, nil)
    }

    /// The examples of RFC 6455 section 5.7.
    private static let examples: [([UInt8], WebSocketDecoder.Role, [WebSocketEvent])] = [
        ([0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], .client, [.text("Hello")]),
        ([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], .server, [.text("Hello")]),
        ([0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], .client, [.text("Hello")]),
        ([0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], .client, [.ping(Array("Hello".utf8))]),
        ([0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], .server, [.pong(Array("Hello".utf8))]),
        ([0x82, 0x7E, 0x01, 0x00] + [UInt8](repeating: 7, count: 256), .client, [.binary([UInt8](repeating: 7, count: 256))]),
        (
            [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + [UInt8](repeating: 7, count: 65536), .client,
            [.binary([UInt8](repeating: 7, count: 65536))]
        ),
    ]

    @Test(arguments: examples)
    func readsTheStandardsExamples(bytes: [UInt8], role: WebSocketDecoder.Role, events: [WebSocketEvent]) {
        let result = Self.decode(bytes, for: role)
        #expect(result.events == events)
        #expect(result.error == nil)
    }

    /// Fragments with control frames between them, an empty message, a close.
    private static let talk: [UInt8] =
        [0x02, 1, 1] + [0x89, 2, 0x68, 0x69] + [0x00, 0] + [0x8A, 0] + [0x80, 2, 2, 3] + [0x81, 0] + [0x81, 2, 0xC3, 0xA9]
        + [0x88, 5, 0x03, 0xE8] + Array("bye".utf8)
    private static let heard: [WebSocketEvent] = [
        .ping(Array("hi".utf8)), .pong([]), .binary([1, 2, 3]), .text(""), .text("é"),
        .close(WebSocketClose(.normal, reason: "bye")),
    ]

    @Test func readsTheSameWhereverTheBytesAreCut() {
        for first in 0...Self.talk.count {
            for second in first...Self.talk.count {
                let result = Self.decode(Self.talk, cuts: [first, second])
                #expect(result.events == Self.heard && result.error == nil, "cut at \(first) and \(second)")
            }
        }
        let bytewise = Self.decode(Self.talk, cuts: Array(1..<Self.talk.count))
        #expect(bytewise.events == Self.heard)
    }

    @Test(
        arguments: [
            ([0xC1, 0], .reservedBits), ([0xA1, 0], .reservedBits), ([0x91, 0], .reservedBits), ([0x83, 0], .unknownOpcode),
            ([0x8B, 0], .unknownOpcode), ([0x81, 0x80], .wrongMasking), ([0x82, 126, 0, 125], .badLength),
            ([0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .badLength), ([0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], .badLength),
            ([0x82, 127, 0x7F, 255, 255, 255, 255, 255, 255, 255], .messageTooLarge), ([0x89, 126], .controlFrameTooLarge),
            ([0x88, 127], .controlFrameTooLarge), ([0x09, 0], .controlFrameInFragments), ([0x80, 0], .unexpectedContinuation),
            ([0x01, 0, 0x81, 0], .unfinishedMessage), ([0x81, 1, 0xFF], .invalidUTF8),
            ([0x81, 3, 0xED, 0xA0, 0x80], .invalidUTF8),
            ([0x01, 1, 0xC3, 0x80, 0], .invalidUTF8), ([0x88, 1, 3], .badCloseCode), ([0x88, 2, 0x03, 0xED], .badCloseCode),
            ([0x88, 2, 0, 0], .badCloseCode), ([0x88, 2, 0x13, 0x88], .badCloseCode),
            ([0x88, 3, 0x03, 0xE8, 0xFF], .invalidUTF8),
        ] as [([UInt8], WebSocketError)])
    func refuses(bytes: [UInt8], error: WebSocketError) {
        #expect(Self.decode(bytes).error == error)
        #expect(Self.decode(bytes, cuts: Array(0..<bytes.count)).error == error)
    }

    @Test func refusesAClientThatDoesNotMask() {
        #expect(Self.decode([0x81, 0], for: .server).error == .wrongMasking)
    }

    @Test func aMessageMayBeAsLongAsTheLimitAndNoLonger() {
        let whole = Self.decode([0x82, 4, 1, 2, 3, 4], limit: 4)
        #expect(whole.events == [.binary([1, 2, 3, 4])])
        let fragments = Self.decode([0x02, 2, 1, 2, 0x00, 2, 3, 4, 0x80, 0], limit: 4)
        #expect(fragments.events == [.binary([1, 2, 3, 4])])
        #expect(Self.decode([0x82, 5], limit: 4).error == .messageTooLarge, "before its payload has come")
        #expect(Self.decode([0x02, 2, 1, 2, 0x80, 3], limit: 4).error == .messageTooLarge)
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65535, 65536, 70000], [nil, 0, 0xDEAD_BEEF] as [UInt32?])
    func readsWhatIsWritten(count: Int, mask: UInt32?) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        var bytes: [UInt8] = []
        WebSocketEvent.binary(payload).serialize(mask: mask, into: &bytes)
        #expect(Self.decode(bytes, for: mask == nil ? .client : .server).events == [.binary(payload)])
    }

    @Test func writesEveryKind() {
        for event in Self.heard {
            for mask in [nil, 0x0102_0304] as [UInt32?] {
                var bytes: [UInt8] = []
                event.serialize(mask: mask, into: &bytes)
                #expect(Self.decode(bytes, for: mask == nil ? .client : .server).events == [event])
            }
        }
    }

    @Test func masksAsTheStandardDoes() {
        var bytes: [UInt8] = []
        WebSocketEvent.text("Hello").serialize(mask: 0x37FA_213D, into: &bytes)
        #expect(bytes == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    @Test(arguments: [UInt64](1...20)) func garbageEndsInOneErrorOrNone(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let bytes = random.mutate(Self.talk)
            let whole = Self.decode(bytes)
            let cut = Self.decode(bytes, cuts: Array(0..<bytes.count))
            #expect(whole.events == cut.events)
            #expect(whole.error == cut.error)
        }
    }
}
