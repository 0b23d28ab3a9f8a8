import Posix
import TLS
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct SecuringTests {
        /// What comes of TLS with a peer by these settings.
        private static func secure(
            _ peer: TLSPeer, for name: String = "chat.test", _ settings: TLSSettings = TLSSettings(), offering: [String] = [],
            trusting: Bool = true
        ) throws -> ProbeOutcome {
            let address = peer.address
            return try Stage.run { stage in
                let root = try TestCertificates.shared.get().root
                let environment = try stage.environment(trusting: trusting ? root : nil)
                return await ProbeOutcome.of { outcome throws(ProbeFailure) in
                    let target = Target(name: "t", host: "\(address.ip)", port: address.port, prober: TCPProber())
                    let deadline = Deadline.after(Stage.patience)
                    let socket = try await environment.dial(target, over: nil, into: &outcome, until: deadline)
                    let stream = try await environment.secure(
                        socket, for: name, peer: address, settings: settings, offering: offering, into: &outcome,
                        until: deadline)
                    stream.shutdown()
                }
            }
        }

        @Test func keepsWhatWasAgreedOn() throws {
            let outcome = try Self.secure(TLSPeer(["-alpn", "h2,http/1.1"]), offering: ["h2", "http/1.1"])
            #expect(outcome.isSuccess)
            #expect(outcome.tls?.alpn == "h2")
            #expect(outcome.tls?.verdict.isTrusted == true)
            #expect(outcome.tls?.chain.count == 1)
            #expect(outcome.tls?.verifiedExpiry == outcome.certificates.first?.notAfter)
        }

        @Test func keepsWhatDoesNotConvince() throws {
            let outcome = try Self.secure(TLSPeer(), trusting: false)
            #expect(outcome.failure == .tlsUnknownAuthority)
            #expect(outcome.tls?.verdict.gravest == .unknownAuthority)
            #expect(outcome.tls?.chain.first?.commonName == "chat.test")
            #expect(outcome.tls?.verifiedExpiry == nil)
            #expect(outcome.tlsVersion == "TLSv1.3")
        }

        @Test func goesOnWithAPeerThatNeedNotConvince() throws {
            var settings = TLSSettings()
            settings.verifies = false
            let outcome = try Self.secure(TLSPeer(), for: "other.test", settings, trusting: false)
            #expect(outcome.isSuccess)
            #expect(outcome.tls?.verdict.findings == [.unknownAuthority, .nameMismatch])
        }

        @Test(
            arguments: [("chat.test", nil), ("other.test", .tlsNameMismatch), ("", .tlsHandshakeFailed)]
                as [(String, FailureReason?)])
        func prefersTheNameOfTheSettings(name: String, reason: FailureReason?) throws {
            var settings = TLSSettings()
            settings.serverName = name
            #expect(try Self.secure(TLSPeer(), for: "127.0.0.1", settings).failure == reason)
        }

        @Test func prefersTheContextOfTheSettings() throws {
            var options = TLSContext.Options()
            options.usesSystemTrust = false
            options.trusted = .file(path: try TestCertificates.shared.get().root)
            options.newestVersion = .tls12
            var settings = TLSSettings()
            settings.context = try TLSContext(options: options)
            let outcome = try Self.secure(TLSPeer(), settings, trusting: false)
            #expect(outcome.isSuccess)
            #expect(outcome.tlsVersion == "TLSv1.2")
        }
    }
}

extension TLSPeer {
    fileprivate convenience init(_ more: [String]) throws {
        try self.init("leaf", files: [:], more)
    }
}
