import Posix
import TLS
import Testing
import Wire

@testable import Probing

extension Stage {
    /// A server that opens a WebSocket for each connection, by `answer` where it is given, and plays a script over it.
    ///
    /// The script is given the opening request, too.
    func webSocketPeer(
        overTLS: Bool = false, answer: (@Sendable (HTTPRequestHead, _ proof: String) -> String)? = nil,
        _ script: @escaping @Sendable (HTTPRequestHead, borrowing WebSocketChannel) async throws -> Void
    ) throws -> SocketAddress {
        try streamPeer { socket in
            let stream = overTLS ? PeerStream.secured(try await socket.servingTLS()) : .plain(socket)
            let text = try await stream.receive(through: "\r\n\r\n")
            var parser = HTTPRequestParser()
            guard case .complete(let request, _) = try parser.parse(Array(text.utf8).span) else { return }
            let proof = try WebSocketOpening.proof(of: WebSocketOpening.key(of: request) ?? "")
            if let answer {
                try await stream.send(answer(request, proof))
            } else {
                var bytes: [UInt8] = []
                WebSocketOpening.answer(proving: proof).serialize(into: &bytes)
                try await stream.write(bytes, until: .after(Stage.patience))
            }
            try await script(request, WebSocketChannel(over: stream, as: .server))
        }
    }
}

extension WebSocketChannel {
    func say(_ text: String) async throws {
        try await say(.text(text), until: .after(Stage.patience))
    }

    func next() async throws -> WebSocketEvent? {
        try await next(until: .after(Stage.patience))
    }
}
