import Glibc
import Synchronization
import Testing
import Wire

@testable import Posix
@testable import Probing

extension OverLoopback {
    @Suite struct DatagramDialogueTests {
        /// Probes a UDP server that answers each datagram with what `answer` makes of it.
        private static func probe(
            _ settings: DialogueSettings, within limit: Duration = Stage.patience,
            _ answer: @escaping @Sendable ([UInt8]) -> [[UInt8]]
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                let (number, address) = try stage.bind(.udp)
                stage.play { [loop = stage.loop] in
                    do {
                        let socket = try Socket(adopting: FileDescriptor(owning: number), on: loop)
                        while true {
                            var buffer = [UInt8](repeating: 0, count: 65536)
                            var count = -1
                            let peer = unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
                                count = unsafe recvfrom(socket.number, &buffer, buffer.count, 0, address, length)
                                if count < 0 { throw Errno.last }
                            }
                            guard count >= 0, let peer else {
                                try await socket.readable(until: .never)
                                continue
                            }
                            for reply in answer(Array(buffer[..<count])) { Stage.send(reply, from: socket.number, to: peer) }
                        }
                    } catch {}
                }
                return try await stage.probe(DialogueProber(transport: .udp, settings: settings), address, within: limit)
            }
        }

        @Test func saysAndHears() throws {
            let settings = try DialogueSettings.steps(
                .send("ping"), .expect("^pong (\\d+)$", send: "thanks ${1}", labels: [("number", "$1")]), .expect("^welcome$"))
            let outcome = try Self.probe(settings) { datagram in
                switch String(decoding: datagram, as: UTF8.self) {
                case "ping\n": [Array("noise".utf8), Array("pong 42".utf8)]
                case "thanks 42\n": [Array("welcome".utf8)]
                default: [Array("?".utf8)]
                }
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(outcome.timed == [.dialogue])
            #expect(outcome.dialogue.captured == [.init(name: "number", value: "42")])
            #expect(outcome.address != nil)
        }

        @Test func eachDatagramIsOnePiece() throws {
            let settings = try DialogueSettings.steps(
                .send(exactly: [1, 2]), .expectBytes([9, 8]), .expect("^$"), .expect("(?s)^a\\nb\\n$"))
            let outcome = try Self.probe(settings) { datagram in
                datagram == [1, 2] ? [[9, 8, 7, 6], [], Array("a\nb\n".utf8)] : []
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
        }

        @Test(
            arguments: [
                ([], .replyTimeout, "no datagram"), ([Array("what?".utf8)], .replyUnexpected, "said \"what?\""),
            ] as [([[UInt8]], FailureReason, String)])
        func namesWhatIsNotExpected(replies: [[UInt8]], reason: FailureReason, said: String) throws {
            let outcome = try Self.probe(.steps(.send("x"), .expect("ok")), within: Stage.impatience) { _ in replies }
            #expect(outcome.failure == reason)
            #expect(outcome.detail.contains(said))
        }

        @Test func namesBytesThatAreNotExpected() throws {
            let outcome = try Self.probe(.steps(.send("x"), .expectBytes([1, 2]))) { _ in [[1, 3]] }
            #expect(outcome.failure == .replyUnexpected)
            #expect(outcome.dialogue.failedBytes)
            #expect(try Self.probe(.steps(.send("x"), .expectBytes([1, 2]))) { _ in [[1]] }.failure == .connectionClosed)
        }

        @Test func aRefusedPortIsTold() throws {
            let outcome = try Stage.run { stage in
                let (number, address) = try stage.bind(.udp)
                close(number)
                let prober = DialogueProber(transport: .udp, settings: try .steps(.send("x"), .expect("ok")))
                return try await stage.probe(prober, address)
            }
            #expect(outcome.failure == .connectionRefused)
        }

        @Test func aFloodIsCutShort() throws {
            var settings = DialogueSettings.steps(.send("more"))
            settings.steps += try (0..<30).map { _ in try .expect("^x+$", send: "more") }
            let outcome = try Self.probe(settings) { _ in [[UInt8](repeating: UInt8(ascii: "x"), count: 60_000)] }
            #expect(outcome.failure == .replyTooLarge)
        }

        @Test func isRefusedWherePermissionIsMissing() throws {
            let asked = Mutex(0)
            let outcome = try Stage.run { stage in
                let (number, address) = try stage.bind(.udp)
                stage.keep(number)
                var environment = try stage.environment()
                environment.objection = { _, _ in
                    asked.withLock { $0 += 1 }
                    return "not for you"
                }
                let prober = DialogueProber(transport: .udp, settings: .steps(.send("x")))
                return try await stage.probe(prober, address, in: environment)
            }
            #expect(outcome.failure == .targetNotAllowed)
            #expect(asked.withLock { $0 } == 1)
        }
    }
}
