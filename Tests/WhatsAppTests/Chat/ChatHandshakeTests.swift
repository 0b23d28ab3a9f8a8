import TLS
import Testing
import WhatsApp

/// The real capture, whole, cut and spoiled.
@Suite struct ChatHandshakeTests {
    @Test func opensWithFortyThreeBytes() throws {
        let handshake = try Self.handshake()
        let start = [UInt8](hex: "57410603 000024 1222 0a20")
        #expect(handshake.firstFlight == start + KnownAnswer.ephemeralPublic)
        #expect(handshake.firstFlight.count == 43)
    }

    @Test func verifiesTheRealCapture() throws {
        let identity = try Self.identity()
        #expect(identity.leaf.serial == 329)
        #expect(identity.leaf.issuerSerial == 3)
        #expect(identity.leaf.key == KnownAnswer.serverStatic)
        #expect(identity.leaf.notBeforeUnixSeconds == KnownAnswer.leafBegin)
        #expect(identity.leaf.notAfterUnixSeconds == KnownAnswer.leafEnd)
        #expect(identity.intermediate.serial == 3)
        #expect(identity.intermediate.issuerSerial == 0)
        #expect(identity.intermediate.key == KnownAnswer.intermediateKey)
        #expect(identity.intermediate.notBeforeUnixSeconds == KnownAnswer.intermediateBegin)
        #expect(identity.intermediate.notAfterUnixSeconds == KnownAnswer.intermediateEnd)
        #expect(identity.serverKeyFingerprint == "96bb8edece98570034ffe62f2815302fbcfe6d481e0acf1f5b1defa91b13f18c")
    }

    @Test(arguments: [
        (KnownAnswer.leafBegin, nil), (KnownAnswer.leafEnd, nil),
        (KnownAnswer.leafBegin - 1, ChatHandshakeError.notYetValid), (KnownAnswer.leafEnd + 1, .expired),
        (KnownAnswer.intermediateBegin - 1, .notYetValid), (KnownAnswer.intermediateEnd + 1, .expired),
        (0, .notYetValid), (.min, .notYetValid), (.max, .expired),
    ])
    func judgesValidityAtTheTimeGiven(time: Int64, error: ChatHandshakeError?) throws {
        let identity = try Self.identity()
        let result = try Self.result(of: KnownAnswer.serverBytes, at: time)
        #expect(result == (error.map { .rejected($0, identity) } ?? .verified(identity)))
    }

    @Test func takesBytesOneByOne() throws {
        var handshake = try Self.handshake()
        for byte in KnownAnswer.serverBytes.dropLast() {
            #expect(handshake.receive([byte], at: KnownAnswer.time) == .needMore)
        }
        let last = KnownAnswer.serverBytes.suffix(1)
        #expect(handshake.receive(last, at: KnownAnswer.time) == .complete(.verified(try Self.identity())))
    }

    @Test func takesBytesCutAnywhere() throws {
        let identity = try Self.identity()
        for cut in KnownAnswer.serverBytes.indices {
            var handshake = try Self.handshake()
            #expect(handshake.receive(KnownAnswer.serverBytes[..<cut], at: KnownAnswer.time) == .needMore)
            let progress = handshake.receive(KnownAnswer.serverBytes[cut...], at: KnownAnswer.time)
            #expect(progress == .complete(.verified(identity)))
        }
    }

    @Test func isTruncatedWhenTheStreamEndsEarly() throws {
        for cut in KnownAnswer.serverBytes.indices {
            var handshake = try Self.handshake()
            _ = handshake.receive(KnownAnswer.serverBytes[..<cut], at: KnownAnswer.time)
            let result = ChatHandshakeResult.rejected(.truncated(receivedBytes: cut), nil)
            #expect(handshake.endOfStream() == result)
            #expect(handshake.receive(KnownAnswer.serverBytes[cut...], at: KnownAnswer.time) == .complete(result))
        }
    }

    @Test func staysCompleteWhateverFollows() throws {
        var handshake = try Self.handshake()
        let verified = ChatHandshakeResult.verified(try Self.identity())
        #expect(handshake.receive(KnownAnswer.serverBytes + [1, 2, 3], at: KnownAnswer.time) == .complete(verified))
        #expect(handshake.receive([9, 9, 9], at: KnownAnswer.time) == .complete(verified))
        #expect(handshake.endOfStream() == verified)
    }

    @Test func refusesEveryFlippedBitOfTheStaticKey() throws {
        var hello = Self.hello
        for index in KnownAnswer.encryptedStatic.indices {
            hello.encryptedStatic = KnownAnswer.encryptedStatic.flipping(bit: index % 8, at: index)
            #expect(try Self.result(of: hello.framed) == .rejected(.staticTagMismatch, nil))
        }
    }

    @Test func refusesEveryFlippedBitOfThePayload() throws {
        var hello = Self.hello
        for index in KnownAnswer.encryptedPayload.indices {
            hello.encryptedPayload = KnownAnswer.encryptedPayload.flipping(bit: index % 8, at: index)
            #expect(try Self.result(of: hello.framed) == .rejected(.payloadTagMismatch, nil))
        }
    }

    @Test func refusesAnotherConversation() throws {
        var handshake = try ChatHandshake(ephemeral: .generate())
        let progress = handshake.receive(KnownAnswer.serverBytes, at: KnownAnswer.time)
        #expect(progress == .complete(.rejected(.staticTagMismatch, nil)))
    }

    @Test func refusesAChainToAnotherRootAndShowsIt() throws {
        let result = try Self.result(of: KnownAnswer.serverBytes, rootKey: ChatResponder.rootKey())
        #expect(result == .rejected(.badIntermediateSignature, try Self.identity()))
    }

    private static let hello = ServerHelloMessage(
        ephemeral: KnownAnswer.serverEphemeral, encryptedStatic: KnownAnswer.encryptedStatic,
        encryptedPayload: KnownAnswer.encryptedPayload)

    private static func handshake(rootKey: ChatRootKey = .whatsApp) throws -> ChatHandshake {
        try ChatHandshake(ephemeral: X25519PrivateKey(rawBytes: KnownAnswer.ephemeralPrivate), rootKey: rootKey)
    }

    private static func result(
        of bytes: [UInt8], rootKey: ChatRootKey = .whatsApp, at time: Int64 = KnownAnswer.time
    ) throws -> ChatHandshakeResult {
        var handshake = try handshake(rootKey: rootKey)
        _ = handshake.receive(bytes, at: time)
        return handshake.endOfStream()
    }

    private static func identity() throws -> ChatServerIdentity {
        guard case .verified(let identity) = try result(of: KnownAnswer.serverBytes) else {
            throw KnownAnswerUnverified()
        }
        return identity
    }

    private struct KnownAnswerUnverified: Error {}
}
