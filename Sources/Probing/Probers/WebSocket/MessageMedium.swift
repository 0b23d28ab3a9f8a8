import Posix
package import Wire

/// A dialogue of messages over a WebSocket.
struct MessageMedium: ~Copyable {
    let channel: WebSocketChannel
    private let peer: String

    init(over channel: consuming WebSocketChannel, with peer: String) {
        self.channel = channel
        self.peer = peer
    }

    /// Sends a ping, and waits for its pong: how long that took. Messages in between are not heard again.
    func ping(until deadline: Deadline) async throws(DialogueError) -> Duration {
        let payload = Array("are you there?".utf8)
        let start = Deadline.now
        try await say(.ping(payload), until: deadline)
        while let event = try await next(until: deadline) {
            if event == .pong(payload) { return .now - start }
        }
        throw .broken(ProbeFailure(.connectionClosed, "\(peer) closed the connection instead of answering a ping"))
    }

    /// The next event; `nil` when the connection has ended.
    private func next(until deadline: Deadline) async throws(DialogueError) -> WebSocketEvent? {
        let event: WebSocketEvent?
        do throws(WebSocketChannel.Failure) {
            event = try await channel.next(until: deadline)
        } catch {
            throw DialogueError(error, of: peer)
        }
        if case .close = event { return nil }
        return event
    }

    private func say(_ event: WebSocketEvent, until deadline: Deadline) async throws(DialogueError) {
        do throws(WebSocketChannel.Failure) {
            try await channel.say(event, until: deadline)
        } catch {
            throw DialogueError(error, of: peer)
        }
    }
}

extension MessageMedium: DialogueMedium {
    static var piece: String { "message" }

    mutating func hear(until deadline: Deadline) async throws(DialogueError) -> [UInt8]? {
        while let event = try await next(until: deadline) {
            switch event {
            case .text(let text): return Array(text.utf8)
            case .binary(let bytes): return bytes
            case .ping, .pong, .close: break
            }
        }
        return nil
    }

    mutating func hear(count: Int, until deadline: Deadline) async throws(DialogueError) -> [UInt8] {
        Array(try await hear(until: deadline)?.prefix(count) ?? [])
    }

    mutating func say(_ text: [UInt8], until deadline: Deadline) async throws(DialogueError) {
        try await say(.text(String(decoding: text, as: UTF8.self)), until: deadline)
    }

    mutating func say(exactly bytes: [UInt8], until deadline: Deadline) async throws(DialogueError) {
        try await say(.binary(bytes), until: deadline)
    }

    mutating func startTLS(into outcome: inout ProbeOutcome, until deadline: Deadline) async throws(ProbeFailure) {
        throw ProbeFailure(.tlsHandshakeFailed, "TLS does not begin within a WebSocket")
    }
}

extension DialogueError {
    fileprivate init(_ failure: WebSocketChannel.Failure, of peer: String) {
        switch failure {
        case .socket(let error): self = .socket(error)
        case .violation(.messageTooLarge): self = .tooLarge(limitBytes: Dialogue.hearingLimitBytes)
        case .violation(let error): self = .broken(ProbeFailure(error, of: peer))
        }
    }
}

extension ProbeFailure {
    /// What a peer's breach of WebSocket's rules means.
    package init(_ error: WebSocketError, of peer: String) {
        self.init(.webSocketMalformed, "\(peer) broke the rules of WebSocket: \(error)")
    }
}
