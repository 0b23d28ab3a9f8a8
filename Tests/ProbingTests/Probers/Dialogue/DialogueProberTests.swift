import Patterns
import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct DialogueProberTests {
        enum End: Sendable { case stays, leaves, resets }

        /// Probes a server that says this to everybody.
        private static func probe(
            _ greeting: [UInt8], _ end: End = .stays, _ settings: DialogueSettings, within limit: Duration = Stage.patience
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    try await connection.send(greeting)
                    if end == .resets {
                        _ = try await connection.receive(count: 1)
                        connection.resetAtClose()
                    }
                    if end == .stays { try await connection.keepSilent() }
                }
                return try await stage.probe(DialogueProber(transport: .tcp, settings: settings), address, within: limit)
            }
        }

        @Test func connectsWhereNothingIsToBeSaid() throws {
            let outcome = try Self.probe([], .stays, DialogueSettings())
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect])
            #expect(outcome.finding == .dialogue(DialogueFinding()))
        }

        @Test(arguments: [
            ("^220 ", "220 ready\r\n"), ("^220 ready$", "220 ready\n"), ("^220 ready$", "220-first\r\n220-\r\n\r\n220 ready\r\n"),
            ("^$", "x\r\n\r\n"), ("^a\r$", "a\r\r\n"), ("b", "a\nb\nc\n"), ("^SSH-2.0-", "SSH-2.0-x\r\n\0\u{1}\u{2}"),
        ])
        func waitsForALineThatMatches(pattern: String, greeting: String) throws {
            let outcome = try Self.probe(Array(greeting.utf8), .stays, .steps(.expect(pattern)))
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .dialogue])
            #expect(!outcome.dialogue.failedPattern)
        }

        @Test func takesALineThatEndsWithTheConnection() throws {
            #expect(try Self.probe(Array("no end\r".utf8), .leaves, .steps(.expect("^no end$"))).isSuccess)
            let endless = try Self.probe(Array("no end".utf8), .stays, .steps(.expect("^no")), within: Stage.impatience)
            #expect(endless.failure == .replyTimeout)
        }

        struct Failing: Sendable {
            var greeting: String
            var end: End
            var reason: FailureReason
            var failedPattern: Bool
            var said: String

            init(_ greeting: String, _ end: End, _ reason: FailureReason, _ failedPattern: Bool, _ said: String) {
                (self.greeting, self.end, self.reason) = (greeting, end, reason)
                (self.failedPattern, self.said) = (failedPattern, said)
            }
        }

        @Test(arguments: [
            Failing("", .leaves, .connectionClosed, true, "closed the connection"),
            Failing("554 go\r\naway\r\n", .leaves, .replyUnexpected, true, "said \"away\""),
            Failing("", .stays, .replyTimeout, false, "no line"), Failing("22", .stays, .replyTimeout, false, "no line"),
            Failing("\u{1B}[2J554 go away\r\n", .stays, .replyUnexpected, false, "554 go away"),
        ])
        func namesWhatIsNotExpected(_ failing: Failing) throws {
            let limit = failing.end == .stays ? Stage.impatience : Stage.patience
            let outcome = try Self.probe(Array(failing.greeting.utf8), failing.end, .steps(.expect("^220")), within: limit)
            #expect(outcome.failure == failing.reason)
            #expect(outcome.timed == [.connect])
            #expect(outcome.dialogue.failedPattern == failing.failedPattern)
            #expect(outcome.detail.contains(failing.said), "\(outcome.detail)")
            #expect(outcome.detail.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        }

        @Test func namesAReset() throws {
            let outcome = try Self.probe([], .resets, .steps(.send("hello"), .expect("^220")))
            #expect(outcome.failure == .connectionReset)
            #expect(!outcome.dialogue.failedPattern)
        }

        @Test(arguments: [(65535, nil), (65536, .replyTooLarge), (1 << 20, .replyTooLarge)] as [(Int, FailureReason?)])
        func aLineIsBounded(count: Int, reason: FailureReason?) throws {
            let line = [UInt8](repeating: UInt8(ascii: "x"), count: count) + [UInt8(ascii: "\n")]
            #expect(try Self.probe(line, .stays, .steps(.expect("^x+$"))).failure == reason)
        }

        @Test func aPeerThatNeverStopsIsCutShort() throws {
            let lines = Array(String(repeating: "x\n", count: 1 << 20).utf8)
            #expect(try Self.probe(lines, .stays, .steps(.expect("y"))).failure == .replyTooLarge)
        }

        @Test func lettersComeOneByOne() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.peer { connection in
                    for byte in "220-a\r\n220 b\r\nOK!".utf8 {
                        try await connection.send([byte])
                        await stage.sleep(.milliseconds(1))
                    }
                    try await connection.keepSilent()
                }
                let settings = try DialogueSettings.steps(.expect("^220 b$"), .expectBytes(Array("OK!".utf8)))
                return try await stage.probe(DialogueProber(transport: .tcp, settings: settings), address)
            }
            #expect(outcome.isSuccess)
        }

        @Test func aDripRunsOutOfTime() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.peer { connection in
                    while true {
                        try await connection.send("x")
                        await stage.sleep(.milliseconds(5))
                    }
                }
                let prober = DialogueProber(transport: .tcp, settings: try .steps(.expect("^220")))
                return try await stage.probe(prober, address, within: Stage.impatience)
            }
            #expect(outcome.failure == .replyTimeout)
        }

        // Bytes.

        @Test func linesAndBytesShareOneBuffer() throws {
            let greeting = Array("hello\r\nABline\r\nrest".utf8)
            let settings = try DialogueSettings.steps(
                .expect("^hello$"), .expectBytes(Array("AB".utf8)), .expect("^line$"), .expectBytes(Array("rest".utf8)))
            #expect(try Self.probe(greeting, .stays, settings).isSuccess)
        }

        @Test(
            arguments: [
                ([1, 2, 4], .stays, .replyUnexpected, true), ([1, 2], .leaves, .connectionClosed, false),
                ([], .leaves, .connectionClosed, false), ([1, 2], .stays, .replyTimeout, false),
                ([9], .leaves, .replyUnexpected, true),
            ] as [([UInt8], End, FailureReason, Bool)])
        func namesBytesThatAreNotExpected(greeting: [UInt8], end: End, reason: FailureReason, failedBytes: Bool) throws {
            let limit = end == .stays && reason == .replyTimeout ? Stage.impatience : Stage.patience
            let outcome = try Self.probe(greeting, end, .steps(.expectBytes([1, 2, 3])), within: limit)
            #expect(outcome.failure == reason)
            #expect(outcome.dialogue.failedBytes == failedBytes)
            #expect(!outcome.dialogue.failedPattern)
        }

        // Talking back.

        @Test func answersWithWhatTheExpressionFound() throws {
            let heard = Mutex("")
            let outcome = try Stage.run { stage in
                let address = try stage.peer { connection in
                    var talk = try await connection.receive(through: "USER prober\n")
                    try await connection.send(":server NOTICE x\r\nPING :42abc\r\n")
                    talk += try await connection.receive(through: "PONG 42abc\n")
                    try await connection.send(":server 001 prober :Welcome\r\n")
                    talk += String(decoding: try await connection.receive(count: 3), as: UTF8.self)
                    heard.withLock { $0 = talk }
                    try await connection.keepSilent()
                }
                let settings = try DialogueSettings.steps(
                    .send("NICK prober"), .send("USER prober"), .expect("PING :([^ ]+)", send: "PONG ${1}"),
                    .expect("^:[^ ]+ 001"), .send(exactly: [0, 1, 2]))
                let outcome = try await stage.probe(DialogueProber(transport: .tcp, settings: settings), address)
                await stage.until { !heard.withLock(\.isEmpty) }
                return outcome
            }
            #expect(outcome.isSuccess)
            #expect(outcome.detail == "all 5 steps taken")
            #expect(heard.withLock { $0 } == "NICK prober\nUSER prober\nPONG 42abc\n\0\u{1}\u{2}")
        }

        @Test func sendsDollarsAsTheyAreWhereNothingWasExpected() throws {
            let heard = Mutex("")
            _ = try Stage.run { stage in
                let address = try stage.peer { connection in
                    let text = try await connection.receive(through: "\n")
                    heard.withLock { $0 = text }
                    try await connection.send("ok\n")
                }
                let settings = try DialogueSettings.steps(.send("${1} $x"), .expect("ok"))
                return try await stage.probe(DialogueProber(transport: .tcp, settings: settings), address)
            }
            #expect(heard.withLock { $0 } == "${1} $x\n")
        }

        @Test func keepsWhatTheLabelsAskFor() throws {
            let settings = try DialogueSettings.steps(
                .expect("^SSH-2.0-([^ -]+)(?: (.*))?$", labels: [("version", "${1}"), ("comments", "${2}"), ("kind", "a")]),
                .expect("(.*)", labels: [("kind", "b"), ("long", "$1")]))
            let greeting = "SSH-2.0-OpenSSH_9.6 Debian\r\n" + String(repeating: "y", count: 5000) + "\r\n"
            let outcome = try Self.probe(Array(greeting.utf8), .stays, settings)
            #expect(
                outcome.dialogue.captured == [
                    .init(name: "version", value: "OpenSSH_9.6"), .init(name: "comments", value: "Debian"),
                    .init(name: "kind", value: "b"), .init(name: "long", value: String(repeating: "y", count: 1024)),
                ])
        }

        @Test func capturesNothingWithoutAMatch() throws {
            let settings = try DialogueSettings.steps(.expect("^220 (.*)", labels: [("name", "$1")]))
            #expect(try Self.probe(Array("554\n".utf8), .leaves, settings).dialogue.captured == nil)
        }

        @Test func isRefusedWherePermissionIsMissing() throws {
            let asked = Counter()
            let outcome = try Stage.run { stage in
                let address = try stage.peer { _ in asked.add() }
                var environment = try stage.environment()
                environment.objection = { _, address in "\(address?.description ?? "unknown") is not for you" }
                let prober = DialogueProber(transport: .tcp, settings: DialogueSettings())
                return try await stage.probe(prober, address, in: environment)
            }
            #expect(outcome.failure == .targetNotAllowed)
            #expect(asked.value == 0)
        }

        @Test func saysWhichPartsItHas() {
            let plain = DialogueProber(transport: .tcp, settings: DialogueSettings())
            #expect(plain.phases == [.resolve, .connect])
            let secured = DialogueProber(transport: .tcp, settings: .steps(.startTLS))
            #expect(secured.layers == [.resolving, .permission, .connecting, .tls, .dialogue])
            #expect(DialogueProber(transport: .udp, settings: .steps(.send("x"))).phases == [.resolve, .dialogue])
            #expect(DialogueProber(transport: .unix(path: "/x"), settings: DialogueSettings()).phases == [.connect])
        }
    }
}
