import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct TLSProberTests {
        private static func probe(
            _ address: SocketAddress, as name: String = "chat.test", trusting: Bool = true, at time: Double? = nil,
            within limit: Duration = Stage.patience, on stage: Stage
        ) async throws -> ProbeOutcome {
            let root = try TestCertificates.shared.get().root
            let environment = try stage.environment(trusting: trusting ? root : nil, at: { time ?? unixTimeNow() })
            return try await stage.probe(TLSProber(serverName: name), address, in: environment, within: limit)
        }

        private static func probe(
            _ peer: TLSPeer, as name: String = "chat.test", trusting: Bool = true, at time: Double? = nil
        ) throws -> ProbeOutcome {
            let address = peer.address
            return try Stage.run { try await probe(address, as: name, trusting: trusting, at: time, on: $0) }
        }

        @Test func shakesHands() throws {
            let outcome = try Self.probe(TLSPeer())
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .tls])
            #expect(outcome.tlsVersion == "TLSv1.3")
            #expect(outcome.detail == "TLSv1.3")
            let leaf = try #require(outcome.certificates.first)
            #expect(outcome.certificates.map(\.role) == [.leaf])
            #expect(leaf.notAfter - leaf.notBefore == 2000 * 86400)
            #expect(!leaf.serial.isEmpty)
        }

        @Test func verifiesTheTargetsHostByDefault() throws {
            let peer = try TLSPeer()
            let address = peer.address
            try Stage.run { stage in
                let environment = try stage.environment(trusting: try TestCertificates.shared.get().root)
                #expect(try await stage.probe(TLSProber(), address, in: environment).isSuccess)
            }
        }

        @Test(
            arguments: [
                ("leaf", "other.test", true, nil, FailureReason.tlsNameMismatch),
                ("leaf", "chat.test", false, nil, .tlsUnknownAuthority),
                ("leaf", "chat.test", true, 4e9, .tlsExpired), ("leaf", "chat.test", true, 1e9, .tlsNotYetValid),
                ("client", "chat.test", true, nil, .tlsInvalidCertificate),
                ("root", "chat.test", false, nil, .tlsUnknownAuthority),
            ] as [(String, String, Bool, Double?, FailureReason)])
        func judgesCertificates(certificate: String, name: String, trusting: Bool, time: Double?, reason: FailureReason) throws {
            let outcome = try Self.probe(TLSPeer(certificate), as: name, trusting: trusting, at: time)
            #expect(outcome.failure == reason)
            #expect(outcome.timed == [.connect, .tls])
            #expect(outcome.certificates.map(\.role) == [.leaf], "shown although they do not convince")
            #expect(outcome.tlsVersion == "TLSv1.3")
        }

        @Test func keepsAHostileCertificatesTextInBounds() throws {
            let outcome = try Self.probe(TLSPeer("hostile"))
            #expect(outcome.failure == .tlsUnknownAuthority)
            #expect(outcome.detail.count == 200)
            #expect(outcome.detail.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
        }

        @Test func saysThatThePeerIsSilent() throws {
            try Stage.run { stage in
                let address = try stage.peer { try await $0.keepSilent() }
                let outcome = try await Self.probe(address, within: Stage.impatience, on: stage)
                #expect(outcome.failure == .tlsTimeout)
                #expect(outcome.timed == [.connect])
                #expect(outcome.tlsVersion == nil)
            }
        }

        @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "\u{0}\u{1}\u{2}\u{1B}[2J\u{7}"])
        func saysThatThePeerDoesNotSpeakTLS(greeting: String) throws {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    try await connection.send(greeting)
                    try await connection.keepSilent()
                }
                let outcome = try await Self.probe(address, on: stage)
                #expect(outcome.failure == .tlsNotTLS)
                #expect(outcome.timed == [.connect])
            }
        }

        @Test func saysThatThePeerHangsUp() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ = try await $0.receive(count: 5) }
                #expect(try await Self.probe(address, on: stage).failure == .tlsHandshakeFailed)
            }
        }

        @Test(arguments: [[0x15, 0x03, 0x03, 0, 2, 2, 40], [0x16, 0x03, 0x03, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]])
        func saysThatThePeerRefuses(record: [UInt8]) throws {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    _ = try await connection.receive(count: 5)
                    try await connection.send(record)
                    try await connection.keepSilent()
                }
                #expect(try await Self.probe(address, on: stage).failure == .tlsHandshakeFailed)
            }
        }

        @Test func saysThatTheConnectionWasReset() throws {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    _ = try await connection.receive(count: 5)
                    connection.resetAtClose()
                }
                #expect(try await Self.probe(address, on: stage).failure == .connectionReset)
            }
        }

        @Test func namesAPeerWithTooOldAVersion() throws {
            let outcome = try Self.probe(TLSPeer("leaf", ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]))
            #expect(outcome.failure == .tlsHandshakeFailed)
        }
    }
}
