import TLS
import Testing
import WhatsApp
import Wire

/// Servers that speak Noise well and are wrong in one thing.
@Suite struct ChatHandshakeRejectionTests {
    @Test func verifiesAResponderWithNothingWrong() throws {
        #expect(try outcome(of: ChatResponder()).error == nil)
    }

    @Test func skipsUnknownFields() throws {
        #expect(try outcome(of: ChatResponder(hasUnknownFields: true)).error == nil)
    }

    static let untrustworthy: [(ChatHandshakeError, ChatResponder)] = [
        (.badIntermediateSignature, changed { $0.rootSeed[0] ^= 1 }),
        (.badLeafSignature, changed { $0.leafSignerSeed = [UInt8](repeating: 9, count: 32) }),
        (.badLeafSignature, changed { $0.intermediate.key = [UInt8](repeating: 9, count: 32) }),
        (.issuerMismatch, changed { $0.intermediate.issuerSerial = 1 }),
        (.issuerMismatch, changed { $0.leaf.issuerSerial = 4 }),
        (.issuerMismatch, changed { $0.intermediate.serial = 4 }),
        (.keyMismatch, changed { $0.leaf.key = [UInt8](repeating: 9, count: 32) }),
        (.notYetValid, changed { $0.leaf.notBefore = 2001 }),
        (.notYetValid, changed { $0.intermediate.notBefore = 2001 }),
        (.notYetValid, changed { $0.leaf.notBefore = .max }),
        (.expired, changed { $0.leaf.notAfter = 1999 }),
        (.expired, changed { $0.intermediate.notAfter = 1999 }),
        (.expired, changed { $0.leaf.notAfter = 0 }),
    ]

    @Test(arguments: untrustworthy)
    func saysWhyAndStillShowsTheCertificates(error: ChatHandshakeError, responder: ChatResponder) throws {
        let outcome = try outcome(of: responder)
        #expect(outcome.error == error)
        #expect(outcome.identity?.leaf.notAfterUnixSeconds == Int64(responder.leaf.notAfter))
        #expect(outcome.identity?.intermediate.serial == UInt32(responder.intermediate.serial))
    }

    @Test func blamesTheCertificateBeforeTheClock() throws {
        let responder = Self.changed {
            $0.leaf.notAfter = 1999
            $0.leaf.key = [UInt8](repeating: 9, count: 32)
        }
        #expect(try outcome(of: responder).error == .keyMismatch)
    }

    static let unreadable: [(ChatHandshakeError, ChatResponder)] = [
        (.malformedCertificate, changed { $0.payload = [] }),
        (.malformedCertificate, changed { $0.payload = [0xFF] }),
        (.malformedCertificate, changed { $0.payload = ChatResponder.signed([], signature: []) }),
        (.malformedCertificate, changed { $0.payload = ChatResponder.signed([1, 2, 3], signature: [1, 2, 3]) }),
        (.malformedCertificate, changed { $0.leaf.key = [1, 2, 3] }),
        (.malformedCertificate, changed { $0.leaf.key = [] }),
        (.malformedCertificate, changed { $0.intermediate.key = [UInt8](repeating: 9, count: 33) }),
        (.malformedCertificate, changed { $0.leaf.serial = 1 << 32 }),
        (.malformedCertificate, changed { $0.intermediate.issuerSerial = .max }),
        (.retiredCertificateForm, changed { $0.payload = retiredCertificate }),
    ]

    @Test(arguments: unreadable)
    func saysWhyItCannotRead(error: ChatHandshakeError, responder: ChatResponder) throws {
        let outcome = try outcome(of: responder)
        #expect(outcome.error == error)
        #expect(outcome.identity == nil)
    }

    @Test func refusesAChainCutAnywhere() throws {
        let chain = try ChatResponder().chain(staticKey: [UInt8](repeating: 5, count: 32))
        for length in chain.indices {
            let outcome = try outcome(of: Self.changed { $0.payload = Array(chain[..<length]) })
            #expect(outcome.error == .malformedCertificate, "\(length) bytes")
        }
    }

    static let malformed: [(ChatHandshakeError, @Sendable (inout ServerHelloMessage) -> Void)] = [
        (.malformedHello, { $0.ephemeral = nil }),
        (.malformedHello, { $0.encryptedStatic = nil }),
        (.malformedHello, { $0.encryptedPayload = nil }),
        (.malformedHello, { $0.encryptedPayload = [UInt8](repeating: 0, count: 15) }),
        (.wrongKeyLength, { $0.ephemeral?.removeLast() }),
        (.wrongKeyLength, { $0.ephemeral?.append(0) }),
        (.wrongKeyLength, { $0.ephemeral = [] }),
        (.wrongKeyLength, { $0.encryptedStatic?.removeLast() }),
        (.wrongKeyLength, { $0.encryptedStatic?.append(0) }),
        (.weakKey, { $0.ephemeral = [UInt8](repeating: 0, count: 32) }),
        (.staticTagMismatch, { $0.ephemeral?[3] ^= 1 }),
        (.staticTagMismatch, { $0.encryptedStatic = [UInt8](repeating: 0, count: 48) }),
        (.payloadTagMismatch, { $0.encryptedPayload?.removeLast() }),
        (.payloadTagMismatch, { $0.encryptedPayload = [UInt8](repeating: 0, count: 16) }),
    ]

    @Test(arguments: malformed.indices)
    func refusesASpoiledHello(index: Int) throws {
        let (error, spoil) = Self.malformed[index]
        let outcome = try outcome(of: ChatResponder(), spoil: spoil)
        #expect(outcome.error == error)
        #expect(outcome.identity == nil)
    }

    private static func changed(_ change: (inout ChatResponder) -> Void) -> ChatResponder {
        var responder = ChatResponder()
        change(&responder)
        return responder
    }

    /// The single form: details with an issuer's name, and a signature.
    private static var retiredCertificate: [UInt8] {
        var details = ProtobufWriter()
        details.varint(1, field: 1)
        details.bytes("WhatsAppLongTerm1".utf8, field: 2)
        details.varint(3000, field: 3)
        details.bytes([UInt8](repeating: 5, count: 32), field: 5)
        return ChatResponder.signed(details.message, signature: [UInt8](repeating: 6, count: 64))
    }

    private func outcome(
        of responder: ChatResponder, spoil: (inout ServerHelloMessage) -> Void = { _ in }
    ) throws -> (error: ChatHandshakeError?, identity: ChatServerIdentity?) {
        var handshake = try ChatHandshake(ephemeral: .generate(), rootKey: ChatResponder.rootKey())
        var hello = try responder.hello(to: handshake.firstFlight)
        spoil(&hello)
        _ = handshake.receive(hello.framed, at: ChatResponder.time)
        return switch handshake.endOfStream() {
        case .verified(let identity): (nil, identity)
        case .rejected(let error, let identity): (error, identity)
        }
    }
}
