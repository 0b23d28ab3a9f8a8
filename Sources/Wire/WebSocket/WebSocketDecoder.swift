/// Reads what the other end of a WebSocket says: bytes in, cut anywhere; whole messages and control frames out.
///
/// No extension is understood, compression included: none may be agreed on. After an error it is of no more use.
package struct WebSocketDecoder: Sendable {
    /// Which end of a WebSocket one is: clients mask what they send, servers do not.
    package enum Role: Sendable {
        case client, server
    }

    private let isMasked: Bool
    private let messageLimitBytes: Int
    private var received: [UInt8] = []
    /// Where in ``received`` the next frame begins.
    private var start = 0
    private var message: (opcode: WebSocketOpcode, payload: [UInt8])?

    /// - Parameters:
    ///   - role: the end it works for: it reads what the other one says.
    ///   - messageLimitBytes: of one message, all its fragments together.
    package init(for role: Role, messageLimitBytes: Int = 1 << 20) {
        isMasked = role == .server
        self.messageLimitBytes = messageLimitBytes
    }

    /// Takes the next bytes in.
    package mutating func receive(_ bytes: some Collection<UInt8>) {
        received.removeFirst(start)
        start = 0
        received += bytes
    }

    /// The next message or control frame; `nil` until more bytes are needed for it.
    package mutating func next() throws(WebSocketError) -> WebSocketEvent? {
        while let head = try WebSocketFrameHead(received[start...], isMasked: isMasked) {
            try admit(head)
            let payload = received[(start + head.sizeBytes)...].prefix(head.payloadBytes)
            guard payload.count == head.payloadBytes else { return nil }
            start = payload.endIndex
            if let event = try take(head, payload) { return event }
        }
        return nil
    }

    /// Judges a frame by its head, before its payload is waited for.
    private func admit(_ head: WebSocketFrameHead) throws(WebSocketError) {
        guard !head.opcode.isControl else { return }
        if head.opcode == .continuation {
            guard message != nil else { throw .unexpectedContinuation }
        } else {
            guard message == nil else { throw .unfinishedMessage }
        }
        guard head.payloadBytes <= messageLimitBytes - (message?.payload.count ?? 0) else { throw .messageTooLarge }
    }

    private mutating func take(
        _ head: WebSocketFrameHead, _ payload: ArraySlice<UInt8>
    ) throws(WebSocketError) -> WebSocketEvent? {
        var bytes = Array(payload)
        if let mask = head.mask {
            for index in bytes.indices { bytes[index] ^= mask.bytes[index & 3] }
        }
        switch head.opcode {
        case .ping: return .ping(bytes)
        case .pong: return .pong(bytes)
        case .close: return .close(try WebSocketClose(payload: bytes[...]))
        case .text, .binary: message = (head.opcode, bytes)
        case .continuation: message?.payload += bytes
        }
        guard head.isFinal, let (opcode, whole) = message else { return nil }
        message = nil
        guard opcode == .text else { return .binary(whole) }
        guard let text = String(validating: whole, as: UTF8.self) else { throw .invalidUTF8 }
        return .text(text)
    }
}
