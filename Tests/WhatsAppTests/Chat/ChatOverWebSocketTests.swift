import Posix
import Probing
import Synchronization
import TLS
import Testing
import WhatsApp
import Wire

/// The handshake within a WebSocket, as browsers do it.
@Suite(.serialized) struct ChatOverWebSocketTests {
    /// Probes a server that opens a WebSocket and then does as `serve` says.
    private static func probe(
        fields: HTTPFields = [:], within limit: Duration = .seconds(20),
        _ serve: @escaping @Sendable (HTTPRequestHead, borrowing PeerStream) async throws -> Void
    ) throws -> ProbeOutcome {
        let loop = try EventLoop()
        let rootKey = try ChatResponder.rootKey()
        let outcome = loop.run { () -> Result<ProbeOutcome, any Error> in
            do {
                let listener = try ListeningSocket(at: SocketAddress(.v4(0x7F00_0001), port: 0), on: loop)
                let bound = listener.address
                let address = try #require(bound)
                let environment = ProbeEnvironment(
                    loop: loop, resolver: Resolver(on: loop), tls: try TLSContext(systemTrust: TrustSources()),
                    now: { Double(ChatResponder.time) })
                var http = HTTPSettings()
                http.fields = fields
                let url = try HTTPURL(parsing: "http://\(address)/ws/chat")
                let target = Target(
                    name: "test", host: "\(address.ip)", port: address.port,
                    prober: ChatProber(rootKey: rootKey, webSocket: url, http: http))
                let probing = Task(executorPreference: loop) {
                    await target.prober.probe(target, over: nil, in: environment, until: .after(limit))
                }
                let connection = try await listener.accept(until: .after(.seconds(20)))
                try await answer(connection.take(), on: loop, serve)
                return .success(await probing.value)
            } catch {
                return .failure(error)
            }
        }
        return try #require(outcome).get()
    }

    /// Opens a WebSocket over one connection, serves it and closes it.
    private static func answer(
        _ descriptor: Int32, on loop: EventLoop,
        _ serve: (HTTPRequestHead, borrowing PeerStream) async throws -> Void
    ) async throws {
        let stream = PeerStream.plain(try Socket(adopting: FileDescriptor(owning: descriptor), on: loop))
        var received: [UInt8] = []
        var parser = HTTPRequestParser()
        while try await stream.read(into: &received, until: .after(.seconds(20))) > 0 {
            guard case .complete(let request, _) = try parser.parse(received.span) else { continue }
            var answer: [UInt8] = []
            let proof = try WebSocketOpening.proof(of: WebSocketOpening.key(of: request) ?? "")
            WebSocketOpening.answer(proving: proof).serialize(into: &answer)
            try await stream.write(answer, until: .after(.seconds(20)))
            do { return try await serve(request, stream) } catch is SocketError { return }
        }
    }

    /// Writes bytes as one binary message.
    private static func say(_ bytes: some Collection<UInt8>, over stream: borrowing PeerStream) async throws {
        var frame: [UInt8] = []
        WebSocketEvent.binary(Array(bytes)).serialize(mask: nil, into: &frame)
        try await stream.write(frame, until: .after(.seconds(20)))
    }

    /// The next whole message or control frame.
    private static func hear(_ decoder: inout WebSocketDecoder, from stream: borrowing PeerStream) async throws -> WebSocketEvent?
    {
        while true {
            if let event = try decoder.next() { return event }
            var bytes: [UInt8] = []
            guard try await stream.read(into: &bytes, until: .after(.seconds(20))) > 0 else { return nil }
            decoder.receive(bytes)
        }
    }

    @Test func verifiesTheServer() throws {
        let heard = Mutex<(HTTPFields, [WebSocketEvent?])>((HTTPFields(), []))
        let outcome = try Self.probe { request, stream in
            var decoder = WebSocketDecoder(for: .server)
            let first = try await Self.hear(&decoder, from: stream)
            guard case .binary(let flight) = first else { return }
            // Frames of Noise do not care where messages end.
            for byte in try ChatResponder().hello(to: flight).framed { try await Self.say([byte], over: stream) }
            let last = try await Self.hear(&decoder, from: stream)
            heard.withLock { $0 = (request.fields, [first, last]) }
        }
        #expect(outcome.isSuccess, "\(outcome.detail)")
        #expect(outcome.detail == "verified, certificate 329")
        #expect(Phase.allCases.filter { outcome.phases[$0] != nil } == [.connect, .handshake, .request, .firstByte])
        #expect(outcome.certificates.map(\.serial) == ["329", "3"])
        let (fields, events) = heard.withLock { $0 }
        #expect(fields.first("origin") == "https://web.whatsapp.com")
        guard case .binary(let flight) = events.first else {
            Issue.record("the first flight is no binary message")
            return
        }
        #expect(flight.count == 43 && flight.starts(with: ChatHandshake.header))
        #expect(events.last == .close(WebSocketClose(.normal)), "nothing that looks like a login follows")
    }

    @Test func anOriginOfOnesOwnStands() throws {
        let heard = Mutex<[String]>([])
        _ = try Self.probe(fields: ["Origin": "https://elsewhere.test"]) { request, _ in
            heard.withLock { $0 = request.fields.all("origin") }
        }
        #expect(heard.withLock { $0 } == ["https://elsewhere.test"])
    }

    @Test(
        arguments: [
            ([], .chatClosed), ([0x88, 0], .chatClosed), ([0xC2, 0], .webSocketMalformed),
            ([0x82, 4] + Array("HTTP".utf8), .chatNotNoise), ([0x81, 4] + Array("SSH-".utf8), .chatNotNoise),
            ([0x82, 3, 0, 0, 0], .chatMalformed),
        ] as [([UInt8], FailureReason)])
    func namesWhatIsNoHello(bytes: [UInt8], reason: FailureReason) throws {
        let outcome = try Self.probe { _, stream in
            var flight: [UInt8] = []
            _ = try await stream.read(into: &flight, until: .after(.seconds(20)))
            try await stream.write(bytes, until: .after(.seconds(20)))
        }
        #expect(outcome.failure == reason, "\(outcome.detail)")
    }

    @Test func saysThatTheServerIsSilent() throws {
        let outcome = try Self.probe(within: .milliseconds(250)) { _, stream in
            var bytes: [UInt8] = []
            while try await stream.read(into: &bytes, until: .after(.seconds(20))) > 0 {}
        }
        #expect(outcome.failure == .chatTimeout)
    }

    @Test func namesTheKeyThatIsNotThere() throws {
        let outcome = try Self.probe { _, stream in
            var decoder = WebSocketDecoder(for: .server)
            guard case .binary(let flight) = try await Self.hear(&decoder, from: stream) else { return }
            var hello = try ChatResponder().hello(to: flight)
            hello.encryptedPayload?[0] ^= 1
            try await Self.say(hello.framed, over: stream)
        }
        #expect(outcome.failure == .chatBadTag)
    }

    @Test func saysWhichPartsItHas() throws {
        let prober = ChatProber(webSocket: try HTTPURL(parsing: "https://web.whatsapp.com/ws/chat"), http: HTTPSettings())
        #expect(prober.phases == [.resolve, .connect, .tls, .request, .firstByte, .handshake])
        #expect(prober.layers.contains(.tls) && prober.layers.contains(.chat))
        #expect(ChatProber().phases == [.resolve, .connect, .handshake])
    }
}
