import Posix
import TLS
import WhatsApp
import Wire

/// A chat server: shakes hands, and tells whoever logs in that its client is outdated, as WhatsApp tells strangers.
struct ChatService: Sendable {
    let identity: ChatIdentity
    /// Whom nobody trusts.
    let stranger: ChatIdentity
    let board: FaultBoard

    /// How long a client may take for anything.
    private static let patience = Duration.seconds(60)
    private static let frameLimitBytes = 1 << 16

    /// Serves one connection to its end.
    func serve(_ stream: borrowing some ByteStream & ~Copyable, _ strike: Strike) async throws {
        var received: [UInt8] = []
        try await fill(&received, to: 4, from: stream)
        if received.starts(with: Array("ED".utf8)) {
            // Where a client that knows its edge wants to be routed to: four bytes, and a length like a frame's.
            received.removeFirst(4)
            _ = try await nextFrame(&received, from: stream)
            try await fill(&received, to: 4, from: stream)
        }
        guard received.starts(with: ChatHandshake.header) else { return }
        received.removeFirst(4)
        let hello = try await nextFrame(&received, from: stream)
        switch strike.noise {
        case .silence: return try await stream.hold()
        case .closed: return
        case .httpText:
            var head = WebAnswer.portal.head
            head.fields.append("Content-Length", "\(WebAnswer.portal.body.utf8.count)")
            var text: [UInt8] = []
            head.serialize(into: &text)
            return try await stream.write(text + Array(WebAnswer.portal.body.utf8), until: .after(Self.patience))
        case .wrongKey, .badTag, .expired, nil: break
        }
        try await converse(hello, &received, stream, strike.noise)
    }

    private func converse(
        _ hello: [UInt8], _ received: inout [UInt8], _ stream: borrowing some ByteStream & ~Copyable, _ fault: NoiseFault?
    ) async throws {
        let identity = fault == .wrongKey ? stranger : identity
        let chain = try identity.chain(at: board.trueTime, isExpired: fault == .expired)
        var conversation = try ChatConversation()
        var answer = try conversation.hello(to: hello, from: identity, payload: chain)
        // The last byte is the certificates' tag's.
        if fault == .badTag { answer[answer.count - 1] ^= 1 }
        try await send(answer, over: stream)
        _ = try conversation.finish(with: await nextFrame(&received, from: stream))
        try await send(conversation.seal(Self.outdated), over: stream)
    }

    /// `<failure reason="405" location="odn"/>` as a binary node (whatsapp.md 2.7): a flag byte that says "not compressed", a
    /// list of five, and strings of up to 255 bytes.
    private static let outdated: [UInt8] =
        [0, 248, 5] + ["failure", "reason", "405", "location", "odn"].flatMap { [252, UInt8($0.utf8.count)] + Array($0.utf8) }

    private func send(_ body: [UInt8], over stream: borrowing some ByteStream & ~Copyable) async throws {
        let length = [16, 8, 0].map { UInt8(truncatingIfNeeded: body.count >> $0) }
        try await stream.write(length + body, until: .after(Self.patience))
    }

    /// The body of the next frame.
    private func nextFrame(
        _ received: inout [UInt8], from stream: borrowing some ByteStream & ~Copyable
    ) async throws -> [UInt8] {
        try await fill(&received, to: 3, from: stream)
        let count = received.prefix(3).reduce(0) { $0 << 8 | Int($1) }
        guard count <= Self.frameLimitBytes else { throw ChatConversation.Mistake() }
        try await fill(&received, to: 3 + count, from: stream)
        defer { received.removeFirst(3 + count) }
        return Array(received[3..<3 + count])
    }

    /// Reads until there are that many bytes.
    private func fill(
        _ received: inout [UInt8], to count: Int, from stream: borrowing some ByteStream & ~Copyable
    ) async throws {
        while received.count < count {
            guard try await stream.read(into: &received, until: .after(Self.patience)) > 0 else {
                throw ChatConversation.Mistake()
            }
        }
    }
}
