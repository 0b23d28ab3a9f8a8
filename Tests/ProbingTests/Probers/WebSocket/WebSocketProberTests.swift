import Patterns
import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct WebSocketProberTests {
        private static func probe(
            _ address: SocketAddress, _ settings: WebSocketSettings = WebSocketSettings(), overTLS: Bool = false,
            in environment: ProbeEnvironment? = nil, within limit: Duration = Stage.patience, on stage: Stage
        ) async throws -> ProbeOutcome {
            let url = try HTTPURL(parsing: "\(overTLS ? "https" : "http")://\(address)/ws/chat?a=b")
            return try await stage.probe(WebSocketProber(url: url, settings: settings), address, in: environment, within: limit)
        }

        private static func settings(_ steps: DialogueSettings.Step...) -> WebSocketSettings {
            var settings = WebSocketSettings()
            settings.steps = steps
            return settings
        }

        private static func finding(_ outcome: ProbeOutcome) -> WebSocketFinding {
            if case .webSocket(let finding) = outcome.finding { return finding }
            return WebSocketFinding()
        }

        @Test func opensAndClosesInGoodOrder() throws {
            let heard = Mutex<(HTTPRequestHead?, WebSocketEvent?)>((nil, nil))
            let outcome = try Stage.run { stage in
                let address = try stage.webSocketPeer { request, channel in
                    let last = try await channel.next()
                    heard.withLock { $0 = (request, last) }
                }
                let outcome = try await Self.probe(address, on: stage)
                await stage.until { heard.withLock { $0.1 != nil } }
                return outcome
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(outcome.timed == [.connect, .request, .firstByte])
            #expect(outcome.detail == "upgraded")
            #expect(Self.finding(outcome).status == 101)
            #expect(Self.finding(outcome).isUpgraded)
            let (request, last) = heard.withLock { $0 }
            #expect(last == .close(WebSocketClose(.normal)))
            #expect(request?.method == "GET")
            #expect(request?.target == "/ws/chat?a=b")
            #expect(request?.fields.all("connection") == ["Upgrade"])
            #expect(request?.fields.first("host")?.hasPrefix("127.") == true)
        }

        @Test func sendsWhatTheSettingsSay() throws {
            let heard = Mutex(HTTPFields())
            var settings = WebSocketSettings()
            settings.http.fields = ["Origin": "https://web.whatsapp.com", "Host": "web.whatsapp.com"]
            settings.http.secretFields = [("X-Key", .value(Secret("hidden")))]
            settings.http.authorization = .basic(username: .value(Secret("ann")), password: .value(Secret("pass")))
            settings.subprotocols = ["chat", "superchat"]
            let outcome = try Stage.run { [settings] stage in
                let address = try stage.webSocketPeer { request, channel in
                    heard.withLock { $0 = request.fields }
                    _ = try await channel.next()
                }
                return try await Self.probe(address, settings, on: stage)
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            let fields = heard.withLock { $0 }
            #expect(fields.first("origin") == "https://web.whatsapp.com")
            #expect(fields.all("host") == ["web.whatsapp.com"])
            #expect(fields.first("x-key") == "hidden")
            #expect(fields.first("authorization") == "Basic YW5uOnBhc3M=")
            #expect(fields.first("sec-websocket-protocol") == "chat, superchat")
        }

        @Test func talksAndListens() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.webSocketPeer { _, channel in
                    try await channel.say("noise")
                    try await channel.say("hello 42")
                    #expect(try await channel.next() == .text("thanks 42"))
                    try await channel.say(.binary([1, 2, 3]), until: .after(Stage.patience))
                    #expect(try await channel.next() == .binary([9]))
                    _ = try await channel.next()
                }
                let settings = Self.settings(
                    try .expect("^hello (\\d+)$", send: "thanks $1"), .expectBytes([1, 2, 3]), .send(exactly: [9]))
                return try await Self.probe(address, settings, on: stage)
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(outcome.timed == [.connect, .request, .firstByte, .dialogue])
        }

        @Test func answersPingsAndMeasuresItsOwn() throws {
            var settings = Self.settings(try .expect("^ready$"))
            settings.pings = true
            let outcome = try Stage.run { [settings] stage in
                let address = try stage.webSocketPeer { _, channel in
                    try await channel.say(.ping([1, 2]), until: .after(Stage.patience))
                    #expect(try await channel.next() == .pong([1, 2]))
                    try await channel.say("ready")
                    _ = try await channel.next()
                }
                return try await Self.probe(address, settings, on: stage)
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(Self.finding(outcome).pingRoundTrip != nil)
        }

        @Test func opensUnderTLS() throws {
            let root = try TestCertificates.shared.get().root
            var settings = WebSocketSettings()
            settings.http.fields = ["Host": "chat.test"]
            let outcome = try Stage.run { [settings] stage in
                let address = try stage.webSocketPeer(overTLS: true) { _, channel in _ = try await channel.next() }
                let environment = try stage.environment(trusting: root)
                return try await Self.probe(address, settings, overTLS: true, in: environment, on: stage)
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(outcome.timed == [.connect, .tls, .request, .firstByte])
            #expect(outcome.tls != nil)
        }

        @Test(arguments: [
            ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", FailureReason.webSocketNotUpgraded, 404),
            ("HTTP/1.1 200 OK\r\n\r\n", .webSocketNotUpgraded, 200),
            ("HTTP/1.1 101 OK\r\n\r\n", .webSocketNotUpgraded, 101),
            ("HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", .webSocketNotUpgraded, 101),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n", .webSocketNotUpgraded, 403),
            (String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100), .httpMalformed, 0),
            ("SSH-2.0-x\r\n", .httpNotHTTP, 0), ("", .httpTruncated, 0), ("HTTP/1.1 101 Swi", .httpTruncated, 0),
            ("HTTP/1.1 101 OK\r\n" + String(repeating: "X: y\r\n", count: 5000) + "\r\n", .httpTooLarge, 0),
        ])
        func namesAnAnswerThatOpensNothing(answer: String, reason: FailureReason, status: Int) throws {
            let outcome = try Stage.run { stage in
                try await Self.probe(try stage.webSocketPeer(answer: { _, _ in answer }) { _, _ in }, on: stage)
            }
            #expect(outcome.failure == reason, "\(outcome.detail)")
            #expect(Self.finding(outcome).status == status)
            #expect(!Self.finding(outcome).isUpgraded)
        }

        @Test(arguments: ["Sec-WebSocket-Protocol: other", "Sec-WebSocket-Extensions: permessage-deflate"])
        func refusesWhatWasNotOffered(line: String) throws {
            let outcome = try Stage.run { stage in
                let address = try stage.webSocketPeer(answer: { _, proof in
                    "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(proof)\r\n\(line)\r\n\r\n"
                }) { _, _ in }
                return try await Self.probe(address, on: stage)
            }
            #expect(outcome.failure == .webSocketNotUpgraded)
        }

        /// What a server sends right behind its answer.
        @Test(
            arguments: [
                ([0xC1, 0], .webSocketMalformed, "reservedBits"),
                ([0x81, 0x80, 0, 0, 0, 0], .webSocketMalformed, "wrongMasking"),
                ([0x81, 1, 0xFF], .webSocketMalformed, "invalidUTF8"),
                ([0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0], .replyTooLarge, "more than"),
                ([0x88, 2, 3, 0xE9], .connectionClosed, "closed"), ([0x88, 0], .connectionClosed, "closed"),
                ([], .connectionClosed, "closed"), ([0x81, 2, 0x61], .connectionClosed, "closed"),
                ([0x81, 1, 0x61, 0x88, 0], .replyUnexpected, "said \"a\""),
            ] as [([UInt8], FailureReason, String)])
        func namesWhatIsNotExpected(bytes: [UInt8], reason: FailureReason, said: String) throws {
            let outcome = try Stage.run { stage in
                let address = try stage.streamPeer { socket in
                    let text = try await socket.receive(through: "\r\n\r\n")
                    var parser = HTTPRequestParser()
                    guard case .complete(let request, _) = try parser.parse(Array(text.utf8).span) else { return }
                    var answer: [UInt8] = []
                    let proof = try WebSocketOpening.proof(of: WebSocketOpening.key(of: request) ?? "")
                    WebSocketOpening.answer(proving: proof).serialize(into: &answer)
                    try await socket.write(answer + bytes, until: .after(Stage.patience))
                }
                return try await Self.probe(address, Self.settings(.expect("^hello")), on: stage)
            }
            #expect(outcome.failure == reason, "\(outcome.detail)")
            #expect(outcome.detail.contains(said), "\(outcome.detail)")
            #expect(Self.finding(outcome).isUpgraded)
            #expect(Self.finding(outcome).failedPattern == [.connectionClosed, .replyUnexpected].contains(reason))
        }

        @Test func aSilentServerRunsOutOfTime() throws {
            try Stage.run { stage in
                let silent = try stage.streamPeer { try await $0.keepSilent() }
                #expect(try await Self.probe(silent, within: Stage.impatience, on: stage).failure == .httpTimeout)
                let upgraded = try stage.webSocketPeer { _, channel in while try await channel.next() != nil {} }
                let outcome = try await Self.probe(
                    upgraded, Self.settings(.expect("^hello")), within: Stage.impatience, on: stage)
                #expect(outcome.failure == .replyTimeout)
            }
        }

        @Test func aFloodOfMessagesIsCutShort() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.webSocketPeer { _, channel in
                    while true { try await channel.say(String(repeating: "x", count: 10_000)) }
                }
                return try await Self.probe(address, Self.settings(.expect("y")), on: stage)
            }
            #expect(outcome.failure == .replyTooLarge)
        }

        @Test func aFloodOfPingsIsCutShort() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.streamPeer { socket in
                    let text = try await socket.receive(through: "\r\n\r\n")
                    var parser = HTTPRequestParser()
                    guard case .complete(let request, _) = try parser.parse(Array(text.utf8).span) else { return }
                    var answer: [UInt8] = []
                    let proof = try WebSocketOpening.proof(of: WebSocketOpening.key(of: request) ?? "")
                    WebSocketOpening.answer(proving: proof).serialize(into: &answer)
                    try await socket.write(answer, until: .after(Stage.patience))
                    let pings = [[UInt8]](repeating: [0x89, 0], count: 5000).flatMap(\.self)
                    while true {
                        try await socket.write(pings, until: .after(Stage.patience))
                        // Pongs nobody reads would hold up the one who sends them.
                        var pongs: [UInt8] = []
                        _ = try? await socket.read(into: &pongs, until: .after(.milliseconds(20)))
                    }
                }
                return try await Self.probe(address, Self.settings(.expect("y")), within: Stage.patience, on: stage)
            }
            #expect(outcome.failure == .replyTooLarge, "\(outcome.detail)")
        }

        @Test func isRefusedWherePermissionIsMissing() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.streamPeer { _ in }
                var environment = try stage.environment()
                environment.objection = { _, _ in "not for you" }
                return try await Self.probe(address, in: environment, on: stage)
            }
            #expect(outcome.failure == .targetNotAllowed)
        }
    }
}
