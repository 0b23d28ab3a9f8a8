import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct HTTPSProberTests {
        private static let answer = ["answer": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"]

        private static func probe(
            _ peer: TLSPeer, as host: String = "chat.test", trusting: Bool = true, at time: Double? = nil
        ) throws -> ProbeOutcome {
            let address = peer.address
            return try Stage.run { stage in
                let prober = HTTPProber(scheme: .https, requestTarget: "/answer")
                let root = try TestCertificates.shared.get().root
                let environment = try stage.environment(trusting: trusting ? root : nil, at: { time ?? unixTimeNow() })
                var target = Target(name: "test", host: host, port: address.port, prober: prober)
                target.address = address.ip
                return await prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
            }
        }

        @Test func readsAPage() throws {
            let peer = try TLSPeer(files: Self.answer)
            let outcome = try Self.probe(peer)
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .tls, .request, .firstByte, .transfer])
            #expect(outcome.tlsVersion == "TLSv1.3")
            #expect(outcome.certificates.count == 1)
            #expect(outcome.http?.status == 200)
            #expect(try peer.wasAsked())
        }

        @Test(
            arguments: [
                ("other.test", true, nil, FailureReason.tlsNameMismatch), ("chat.test", false, nil, .tlsUnknownAuthority),
                ("chat.test", true, 4e9, .tlsExpired),
            ] as [(String, Bool, Double?, FailureReason)])
        func sendsNothingToAPeerItDoesNotTrust(host: String, trusting: Bool, time: Double?, reason: FailureReason) throws {
            let peer = try TLSPeer(files: Self.answer)
            let outcome = try Self.probe(peer, as: host, trusting: trusting, at: time)
            #expect(outcome.failure == reason)
            #expect(outcome.timed == [.connect, .tls])
            #expect(outcome.http == nil)
            // Another, trusted request behind it shows that the server has dealt with the first.
            #expect(try !peer.wasAsked())
            #expect(try Self.probe(peer).isSuccess)
        }

        @Test func namesAnAnswerCutOffByTheClose() throws {
            let peer = try TLSPeer(files: ["answer": "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello"])
            #expect(try Self.probe(peer).failure == .httpTruncated)
        }

        @Test func namesAPeerThatWantsACertificateOfOurs() throws {
            let peer = try TLSPeer(files: Self.answer, ["-Verify", "1"])
            let outcome = try Self.probe(peer)
            #expect(outcome.failure == .tlsHandshakeFailed)
        }
    }
}
