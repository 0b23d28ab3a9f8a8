import TLS
import Testing
import WhatsApp

/// What a stream may begin with instead of a ServerHello.
@Suite struct ChatFramingTests {
    @Test(
        arguments: [
            ("HTTP/1.1 400 Bad Request\r\n", .http), ("HTT", .http),
            ("SSH-2.0-OpenSSH_9.2\r\n", .other), ("220 mail ESMTP\r\n", .other), ("<html>", .other), ("\r\n\r\n", .other),
        ] as [(String, ChatHandshakeError.Foreign)])
    func recognisesText(text: String, foreign: ChatHandshakeError.Foreign) throws {
        #expect(try progress(Array(text.utf8)) == .complete(.rejected(.notNoise(foreign), nil)))
    }

    /// A handshake, an alert, application data.
    @Test(arguments: ["160303007a", "15030100020246", "170303"])
    func recognisesTLS(record: String) throws {
        #expect(try progress(Array(hex: record)) == .complete(.rejected(.notNoise(.tls), nil)))
    }

    @Test func knowsHTTPAtTheThirdByteAndNotBefore() throws {
        var handshake = try ChatHandshake(ephemeral: .generate())
        #expect(handshake.receive("H".utf8, at: 0) == .needMore)
        #expect(handshake.receive("T".utf8, at: 0) == .needMore)
        #expect(handshake.receive("T".utf8, at: 0) == .complete(.rejected(.notNoise(.http), nil)))
    }

    @Test(arguments: ["010001", "ffffff", "020000", "160500", "150304"])
    func limitsTheFrame(length: String) throws {
        let error = length == "150304" ? ChatHandshakeError.notNoise(.tls) : .frameTooLarge
        #expect(try progress(Array(hex: length)) == .complete(.rejected(error, nil)))
    }

    @Test func takesAFrameOfTheGreatestSize() throws {
        let body = [UInt8](repeating: 0, count: 1 << 16)
        #expect(try progress(ServerHelloMessage.frame(body).dropLast()) == .needMore)
        #expect(try progress(ServerHelloMessage.frame(body)[...]) == .complete(.rejected(.malformedHello, nil)))
    }

    @Test func refusesAnEmptyFrame() throws {
        #expect(try progress([0, 0, 0]) == .complete(.rejected(.emptyFrame, nil)))
    }

    @Test func tellsASilentEndFromACutFrame() throws {
        var silent = try ChatHandshake(ephemeral: .generate())
        #expect(silent.endOfStream() == .rejected(.truncated(receivedBytes: 0), nil))
        var cut = try ChatHandshake(ephemeral: .generate())
        _ = cut.receive([0, 1], at: 0)
        #expect(cut.endOfStream() == .rejected(.truncated(receivedBytes: 2), nil))
    }

    @Test(arguments: [[0x08, 0x01], [0x1A, 0x05, 0x0A], [0x12, 0x00], [0x1A, 0x00], [0x1C], [0x00], [0xFF, 0xFF, 0xFF]])
    func refusesBodiesThatAreNoServerHello(body: [UInt8]) throws {
        #expect(try progress(ServerHelloMessage.frame(body)) == .complete(.rejected(.malformedHello, nil)))
    }

    @Test func survivesRandomBytes() throws {
        var generator = SplitMix64(state: 20)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for stream in [bytes, ServerHelloMessage.frame(bytes)] {
                var handshake = try ChatHandshake(ephemeral: .generate())
                _ = handshake.receive(stream, at: 0)
                #expect(rejected(handshake.endOfStream()))
            }
        }
    }

    @Test func survivesSpoiledAnswers() throws {
        var generator = SplitMix64(state: 21)
        for _ in 0..<2000 {
            var bytes = KnownAnswer.serverBytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] &+= UInt8.random(in: 1...255, using: &generator)
            }
            guard bytes != KnownAnswer.serverBytes else { continue }
            var handshake = try ChatHandshake(ephemeral: X25519PrivateKey(rawBytes: KnownAnswer.ephemeralPrivate))
            _ = handshake.receive(bytes, at: KnownAnswer.time)
            #expect(rejected(handshake.endOfStream()))
        }
    }

    @Test func survivesRandomCertificates() throws {
        var generator = SplitMix64(state: 22)
        let rootKey = try ChatResponder.rootKey()
        for _ in 0..<500 {
            var handshake = try ChatHandshake(ephemeral: .generate(), rootKey: rootKey)
            var responder = ChatResponder()
            var payload = try responder.chain(staticKey: [UInt8](repeating: 5, count: 32))
            let index = Int.random(in: payload.indices, using: &generator)
            payload[index] = UInt8.random(in: 0...255, using: &generator)
            responder.payload = payload
            _ = handshake.receive(try responder.hello(to: handshake.firstFlight).framed, at: ChatResponder.time)
            #expect(rejected(handshake.endOfStream()))
        }
    }

    private func progress(_ bytes: some Collection<UInt8>) throws -> ChatHandshakeProgress {
        var handshake = try ChatHandshake(ephemeral: .generate())
        return handshake.receive(bytes, at: 0)
    }

    private func rejected(_ result: ChatHandshakeResult) -> Bool {
        if case .rejected = result { true } else { false }
    }
}

/// The same numbers in each run.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
