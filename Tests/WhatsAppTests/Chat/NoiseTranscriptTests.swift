import TLS
import Testing
import WhatsApp

@Suite struct NoiseTranscriptTests {
    @Test func passesThroughEveryValueOfTheRealCapture() throws {
        let ephemeral = try X25519PrivateKey(rawBytes: KnownAnswer.ephemeralPrivate)
        #expect(ephemeral.publicKey == KnownAnswer.ephemeralPublic)

        var transcript = try NoiseTranscript(prologue: ChatHandshake.header)
        #expect(transcript.hash == Array(hex: "ffff0c9267310966f1311170c04b38c79504285bf5edf763e5c946492a50a755"))
        #expect(transcript.chainingKey == Array("Noise_XX_25519_AESGCM_SHA256\0\0\0\0".utf8))
        #expect(transcript.key == nil)

        try transcript.mixHash(ephemeral.publicKey)
        #expect(transcript.hash == Array(hex: "86790a969b7100866dfbf74fcfe5a175f8adff7f8c5139f74cd2f14a8fa5f11f"))

        try transcript.mixHash(KnownAnswer.serverEphemeral)
        #expect(transcript.hash == Array(hex: "9fd7bf2736e1e5b48b2759fd5806225ccb6822d557579d725459795cdd0885d3"))

        try transcript.mixKey(ephemeral.agreement(with: KnownAnswer.serverEphemeral))
        #expect(transcript.chainingKey == Array(hex: "a505e995a2068e7103a582be6f6ba9d6b447a80db4e679209b2f7cc6da633709"))

        #expect(try transcript.decryptAndHash(KnownAnswer.encryptedStatic) == KnownAnswer.serverStatic)
        #expect(transcript.hash == Array(hex: "8f29e8901b6ffb3cb393795c023d6d219ceb447dbbbae075533010907cbfbc6c"))
        #expect(transcript.nonce == 1)

        try transcript.mixKey(ephemeral.agreement(with: KnownAnswer.serverStatic))
        #expect(transcript.chainingKey == Array(hex: "5092572187a71abe8044010b9c8419633272b45b2babf4ca316966edc3eb9bde"))
        #expect(transcript.nonce == 0)

        #expect(try transcript.decryptAndHash(KnownAnswer.encryptedPayload) == KnownAnswer.payload)
        #expect(transcript.hash == Array(hex: "4a82b448599eb44f85bacedaff0a81820999a87be156b08989c2857b8651d4d2"))
    }

    @Test func mixesNothingWhileThereIsNoKey() throws {
        var transcript = try NoiseTranscript(prologue: [])
        let hash = transcript.hash
        #expect(try transcript.encryptAndHash([]).isEmpty)
        #expect(try transcript.decryptAndHash([]).isEmpty)
        #expect(transcript.hash == hash)
        #expect(transcript.nonce == 0)
    }

    @Test func opensWhatItsTwinSealed() throws {
        var sender = try NoiseTranscript(prologue: [1])
        try sender.mixKey([1, 2, 3])
        var receiver = sender
        for message: [UInt8] in [[], [1], [UInt8](repeating: 2, count: 300)] {
            let sealed = try sender.encryptAndHash(message)
            #expect(sealed.count == message.count + 16)
            #expect(try receiver.decryptAndHash(sealed) == message)
            #expect(sender.hash == receiver.hash)
        }
        #expect(receiver.nonce == 3)
    }

    @Test func staysAsItWasAfterAWrongTag() throws {
        var sender = try NoiseTranscript(prologue: [1])
        try sender.mixKey([1, 2, 3])
        var receiver = sender
        let sealed = try sender.encryptAndHash([7, 7])
        let hash = receiver.hash
        #expect(throws: CryptoError.authenticationFailed) { try receiver.decryptAndHash(sealed.flipping(at: 0)) }
        #expect(receiver.hash == hash)
        #expect(receiver.nonce == 0)
        #expect(try receiver.decryptAndHash(sealed) == [7, 7])
    }
}
