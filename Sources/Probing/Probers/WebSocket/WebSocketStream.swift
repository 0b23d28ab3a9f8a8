import Glibc
package import Posix
package import Wire

/// A WebSocket as a stream of bytes: what its messages hold, wherever they are cut.
package struct WebSocketStream: ~Copyable {
    private let channel: WebSocketChannel

    package init(over channel: consuming WebSocketChannel) {
        self.channel = channel
    }

    /// Which rule of WebSocket the peer broke, if a read ended because it did.
    package var violation: WebSocketError? { channel.violation }

    /// Ends the WebSocket in good order; see ``WebSocketChannel/close(until:)``.
    package func close(until deadline: Deadline) async {
        await channel.close(until: deadline)
    }
}

extension WebSocketStream: ByteStream {
    /// Appends what the next message holds; a close ends the stream.
    /// - Throws: `.system(EPROTO)` when the peer breaks the rules; ``violation`` says which.
    package func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int {
        do throws(WebSocketChannel.Failure) {
            while let event = try await channel.next(until: deadline) {
                let start = buffer.count
                switch event {
                case .binary(let bytes): buffer += bytes
                case .text(let text): buffer += text.utf8
                case .ping, .pong: break
                case .close: return 0
                }
                // No bytes would mean the end.
                if buffer.count > start { return buffer.count - start }
            }
            return 0
        } catch {
            throw error.asSocketError
        }
    }

    /// Writes the bytes as one binary message.
    package func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError) {
        do throws(WebSocketChannel.Failure) {
            try await channel.say(.binary(bytes), until: deadline)
        } catch {
            throw error.asSocketError
        }
    }
}

extension WebSocketChannel.Failure {
    fileprivate var asSocketError: SocketError {
        switch self {
        case .socket(let error): error
        case .violation: .system(Errno(EPROTO))
        }
    }
}
