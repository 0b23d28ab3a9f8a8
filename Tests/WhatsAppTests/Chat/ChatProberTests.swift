import Posix
import Probing
import Testing
import Wire

@testable import WhatsApp

/// The prober against servers on loopback; what each byte means is ChatHandshakeTests' business.
@Suite(.serialized) struct ChatProberTests {
    @Test func verifiesTheServer() throws {
        let outcome = try ChatPeer.probe { try ChatResponder().hello(to: $0).framed }
        #expect(outcome.isSuccess)
        #expect(outcome.detail == "verified, certificate 329")
        #expect(Phase.allCases.filter { outcome.phases[$0] != nil } == [.connect, .handshake])
        #expect(
            outcome.certificates == [
                PresentedCertificate(role: .leaf, serial: "329", notBefore: 1000, notAfter: 3000),
                PresentedCertificate(role: .intermediate, serial: "3", notBefore: 1000, notAfter: 4000),
            ])
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", FailureReason.chatNotNoise), ("<html>\u{1B}[2J", .chatNotNoise),
        ("SSH-2.0-OpenSSH_9.6\r\n", .chatNotNoise), ("\u{16}\u{3}\u{1}\u{2}\u{0}", .chatNotNoise),
        ("\u{0}\u{0}\u{0}", .chatMalformed),
        ("\u{0}\u{0}\u{4}abcd", .chatMalformed), ("\u{2}\u{0}\u{0}", .chatMalformed), ("\u{7F}\u{0}\u{0}", .chatMalformed),
    ])
    func namesWhatIsNoHello(answer: String, reason: FailureReason) throws {
        for manner in [ChatPeer.Manner.stays, .leaves] {
            let outcome = try ChatPeer.probe(manner) { _ in Array(answer.utf8) }
            #expect(outcome.failure == reason)
            #expect(outcome.phases[.connect] != nil)
            #expect(outcome.phases[.handshake] == nil)
            #expect(outcome.certificates.isEmpty)
            #expect(outcome.detail.count <= 200)
            #expect(outcome.detail.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        }
    }

    @Test(arguments: [0, 1, 3, 4, 100]) func saysThatTheServerHangsUp(after count: Int) throws {
        let outcome = try ChatPeer.probe(.leaves) { Array(try ChatResponder().hello(to: $0).framed.prefix(count)) }
        #expect(outcome.failure == .chatClosed)
        #expect(outcome.detail.hasSuffix(count == 0 ? "after our hello" : "after \(count) bytes of its hello"))
    }

    @Test(arguments: [0, 2, 50]) func saysThatTheServerIsSilent(after count: Int) throws {
        let outcome = try ChatPeer.probe(.stays, within: .milliseconds(250)) {
            Array(try ChatResponder().hello(to: $0).framed.prefix(count))
        }
        #expect(outcome.failure == .chatTimeout)
        #expect(outcome.phases[.handshake] == nil)
    }

    @Test(arguments: [
        (0.0, FailureReason.chatCertificateNotYetValid), (3001, .chatCertificateExpired), (1e12, .chatCertificateExpired),
    ])
    func judgesByTheClockItIsGiven(time: Double, reason: FailureReason) throws {
        let outcome = try ChatPeer.probe(at: time) { try ChatResponder().hello(to: $0).framed }
        #expect(outcome.failure == reason)
        #expect(outcome.certificates.map(\.role) == [.leaf, .intermediate], "shown although they do not convince")
    }

    @Test func namesAForeignRoot() throws {
        let outcome = try ChatPeer.probe { flight in
            var responder = ChatResponder()
            responder.rootSeed = [UInt8](repeating: 9, count: 32)
            return try responder.hello(to: flight).framed
        }
        #expect(outcome.failure == .chatUntrusted)
    }

    @Test func namesACopiedCertificate() throws {
        let outcome = try ChatPeer.probe { flight in
            var responder = ChatResponder()
            responder.leaf.key = [UInt8](repeating: 5, count: 32)
            return try responder.hello(to: flight).framed
        }
        #expect(outcome.failure == .chatKeyMismatch)
    }

    @Test func namesAServerWithoutTheKeyItShows() throws {
        let outcome = try ChatPeer.probe { flight in
            var hello = try ChatResponder().hello(to: flight)
            hello.encryptedPayload?[0] ^= 1
            return hello.framed
        }
        #expect(outcome.failure == .chatBadTag)
        #expect(outcome.certificates.isEmpty)
    }

    @Test func namesACertificateItCannotRead() throws {
        let outcome = try ChatPeer.probe { flight in
            var responder = ChatResponder()
            responder.payload = [0xFF, 0xFF]
            return try responder.hello(to: flight).framed
        }
        #expect(outcome.failure == .chatMalformed)
    }

    @Test func takesAFloodForOneFailure() throws {
        let outcome = try ChatPeer.probe { _ in [0, 0xFF, 0xFF] + Array(repeating: 0xFF, count: 1 << 20) }
        #expect(outcome.failure == .chatMalformed)
    }
}
