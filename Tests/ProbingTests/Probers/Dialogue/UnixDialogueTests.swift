import CLinux
import Glibc
import Testing
import Wire

@testable import Posix
@testable import Probing

extension OverLoopback {
    @Suite struct UnixDialogueTests {
        /// Probes a service at a path.
        private static func probe(
            _ settings: DialogueSettings, trusting: Bool = false, at path: String? = nil,
            _ script: @escaping @Sendable (consuming Socket) async throws -> Void
        ) throws -> ProbeOutcome {
            let root = try TestCertificates.shared.get().root
            return try Stage.run { stage in
                let own = "\(stage.directory)/service"
                let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
                let (address, length) = try Socket.unixAddress(of: own)
                let bound = unsafe withUnsafePointer(to: address) { pointer in
                    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(number, $0, length) }
                }
                guard bound == 0, listen(number, 8) == 0 else { throw Errno.last }
                stage.play { [loop = stage.loop] in
                    do {
                        let listener = try ListeningSocket(adopting: FileDescriptor(owning: number), on: loop)
                        while true {
                            let descriptor = try await listener.accept(until: .never).take()
                            let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
                            do { try await script(socket) } catch {}
                        }
                    } catch {}
                }
                let prober = DialogueProber(transport: .unix(path: path ?? own), settings: settings)
                let target = Target(name: "test", host: "", port: 0, prober: prober)
                return await prober.probe(
                    target, over: nil, in: try stage.environment(trusting: trusting ? root : nil), until: .after(Stage.patience))
            }
        }

        @Test func talksOverAPath() throws {
            let outcome = try Self.probe(.steps(.send("ping"), .expect("^pong$"))) { stream in
                _ = try await stream.receive(through: "ping\n")
                try await stream.send("pong\n")
            }
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .dialogue])
            #expect(outcome.address == nil)
        }

        @Test func talksUnderTLS() throws {
            var settings = try DialogueSettings.steps(.expect("^hello$"))
            settings.usesTLS = true
            settings.tls.serverName = "chat.test"
            let secure: @Sendable (consuming Socket) async throws -> Void = { stream in
                let secured = try await stream.servingTLS()
                try await secured.send("hello\n")
                try await secured.keepSilent()
            }
            #expect(try Self.probe(settings, trusting: true, secure).isSuccess)
            let distrusted = try Self.probe(settings, secure)
            #expect(distrusted.failure == .tlsUnknownAuthority)
            settings.tls.serverName = nil
            #expect(try Self.probe(settings, trusting: true, secure).failure == .tlsNameMismatch)
        }

        @Test(
            arguments: [
                ("/nowhere/at/all", .connectionRefused), ("/dev/null", .connectionRefused), ("", .connectionRefused),
                ("/" + String(repeating: "x", count: 200), .other),
            ] as [(String, FailureReason)])
        func namesAPathWhereNobodyIs(path: String, reason: FailureReason) throws {
            let outcome = try Self.probe(DialogueSettings(), at: path) { _ in }
            #expect(outcome.failure == reason)
            #expect(outcome.timed == [])
        }

        @Test func namesWhatIsNotExpected() throws {
            let outcome = try Self.probe(.steps(.expect("^hello"))) { try await $0.send("go away\n") }
            #expect(outcome.failure == .replyUnexpected)
            #expect(outcome.detail.contains("/service said \"go away\""))
        }
    }
}
