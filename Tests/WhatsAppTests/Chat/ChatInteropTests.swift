import Foundation
import TLS
import Testing
import WhatsApp

/// Answers of a responder built on dissononce and libxeddsa: Fixtures/chat/generate.py.
@Suite struct ChatInteropTests {
    struct Conversation: Decodable {
        let fault: String
        let now: Int64
        let root: String
        let clientPrivate: String
        let firstFlight: String
        let serverStatic: String
        let serverBytes: String
    }

    @Test(
        arguments: [
            ("none", nil), ("bad-tag", .payloadTagMismatch), ("wrong-root", .badIntermediateSignature),
            ("expired", .expired), ("http", .notNoise(.http)), ("truncate", .truncated(receivedBytes: 175)),
        ] as [(String, ChatHandshakeError?)])
    func agreesWithAnotherLibrary(fault: String, error: ChatHandshakeError?) throws {
        let conversation = try #require(try Self.load().first { $0.fault == fault })
        let rootKey = try #require(ChatRootKey(hex: conversation.root))
        let ephemeral = try X25519PrivateKey(rawBytes: Array(hex: conversation.clientPrivate))
        var handshake = try ChatHandshake(ephemeral: ephemeral, rootKey: rootKey)
        #expect(handshake.firstFlight == Array(hex: conversation.firstFlight))
        _ = handshake.receive(Array(hex: conversation.serverBytes), at: conversation.now)
        switch handshake.endOfStream() {
        case .verified(let identity):
            #expect(error == nil)
            #expect(identity.leaf.key == Array(hex: conversation.serverStatic))
        case .rejected(let reason, let identity):
            #expect(reason == error)
            #expect((identity != nil) == ["wrong-root", "expired"].contains(fault))
        }
    }

    private static func load() throws -> [Conversation] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.appending(path: "Fixtures/chat/dissononce_handshakes.json")
        return try JSONDecoder().decode([Conversation].self, from: Data(contentsOf: file))
    }
}
