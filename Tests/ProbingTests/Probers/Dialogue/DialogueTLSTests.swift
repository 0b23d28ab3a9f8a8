import Posix
import TLS
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct DialogueTLSTests {
        private static let mail = Result {
            try DialogueSettings.steps(
                .expect("^220 ", send: "EHLO prober\r"), .expect("^250-STARTTLS", send: "STARTTLS\r"), .expect("^220"), .startTLS,
                .send("EHLO prober\r"), .expect("^250-AUTH", send: "QUIT\r"))
        }

        /// Probes a mail server.
        private static func probe(
            trusting: Bool = true, verifies: Bool = true, name: String? = "chat.test", _ settings: DialogueSettings,
            _ script: @escaping @Sendable (consuming Socket) async throws -> Void
        ) throws -> ProbeOutcome {
            var settings = settings
            settings.tls.verifies = verifies
            settings.tls.serverName = name
            let root = try TestCertificates.shared.get().root
            return try Stage.run { [settings] stage in
                let address = try stage.streamPeer(script)
                let environment = try stage.environment(trusting: trusting ? root : nil)
                return try await stage.probe(DialogueProber(transport: .tcp, settings: settings), address, in: environment)
            }
        }

        private static func mailServer(_ stream: consuming Socket) async throws {
            try await stream.send("220 mail.test ESMTP\r\n")
            _ = try await stream.receive(through: "EHLO prober\r\n")
            try await stream.send("250-mail.test\r\n250-STARTTLS\r\n250 HELP\r\n")
            _ = try await stream.receive(through: "STARTTLS\r\n")
            try await stream.send("220 go on\r\n")
            let secured = try await stream.servingTLS()
            _ = try await secured.receive(through: "EHLO prober\r\n")
            try await secured.send("250-mail.test\r\n250-AUTH PLAIN\r\n250 HELP\r\n")
            _ = try await secured.receive(through: "QUIT\r\n")
        }

        @Test func changesToTLSOnTheWay() throws {
            let outcome = try Self.probe(Self.mail.get()) { try await Self.mailServer($0) }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(outcome.timed == [.connect, .tls, .dialogue])
            #expect(outcome.tlsVersion == "TLSv1.3")
            #expect(outcome.tls?.chain.count == 1)
            #expect(outcome.certificates.map(\.role) == [.leaf])
        }

        @Test func aCertificateThatDoesNotConvinceEndsIt() throws {
            let outcome = try Self.probe(trusting: false, Self.mail.get()) { try await Self.mailServer($0) }
            #expect(outcome.failure == .tlsUnknownAuthority)
            #expect(outcome.tls != nil)
            let other = try Self.probe(name: "other.test", Self.mail.get()) { try await Self.mailServer($0) }
            #expect(other.failure == .tlsNameMismatch)
            let lenient = try Self.probe(trusting: false, verifies: false, Self.mail.get()) { try await Self.mailServer($0) }
            #expect(lenient.isSuccess)
        }

        @Test func wordsPutInBeforeTLSAreNotHeardAfterIt() throws {
            let settings = try DialogueSettings.steps(.expect("^220"), .startTLS, .expect("^250"))
            let outcome = try Self.probe(settings) { stream in
                try await stream.send("220 go on\r\n250 injected\r\n")
                let secured = try await stream.servingTLS()
                try await secured.keepSilent()
            }
            #expect(outcome.failure == .replyUnexpected)
            #expect(outcome.detail.hasSuffix("said 14 bytes more before TLS was to begin"))
        }

        @Test func mayBeginWithTLS() throws {
            var settings = try DialogueSettings.steps(.expect("^\\+OK"))
            settings.usesTLS = true
            let outcome = try Self.probe(settings) { stream in
                let secured = try await stream.servingTLS()
                try await secured.send("+OK ready\r\n")
                try await secured.keepSilent()
            }
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .tls, .dialogue])
        }

        @Test func verifiesTheTargetsHostByDefault() throws {
            var settings = DialogueSettings()
            settings.usesTLS = true
            let outcome = try Self.probe(name: nil, settings) { stream in
                let secured = try await stream.servingTLS()
                try await secured.keepSilent()
            }
            // The certificate is for 127.0.0.1, the peer is elsewhere in 127.0.0.0/8.
            #expect(outcome.failure == .tlsNameMismatch)
        }

        @Test func aRefusalInTheClearIsNoTLS() throws {
            let settings = try DialogueSettings.steps(.expect("^220"), .startTLS)
            let outcome = try Self.probe(settings) { stream in
                try await stream.send("220 go on\r\n")
                var bytes: [UInt8] = []
                _ = try await stream.read(into: &bytes, until: .after(Stage.patience))
                try await stream.send("454 not now\r\n")
                try await stream.keepSilent()
            }
            #expect(outcome.failure == .tlsNotTLS)
        }

        @Test func tlsTwiceIsRefused() throws {
            var settings = DialogueSettings.steps(.startTLS)
            settings.usesTLS = true
            let outcome = try Self.probe(settings) { stream in
                let secured = try await stream.servingTLS()
                try await secured.keepSilent()
            }
            #expect(outcome.failure == .tlsHandshakeFailed)
            #expect(outcome.detail.hasSuffix("TLS is on already"))
        }
    }
}
