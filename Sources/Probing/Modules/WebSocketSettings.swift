/// How to speak WebSocket to a target.
package struct WebSocketSettings: Sendable {
    /// The opening request: header lines, authorization, TLS and proxy; the rest of it is not used.
    package var http = HTTPSettings()
    /// Steps with text messages: `expect` waits for one that matches, `send` sends one.
    package var steps: [DialogueSettings.Step] = []
    /// Whether a ping is sent and its pong waited for.
    package var pings = false
    /// Subprotocols offered (`Sec-WebSocket-Protocol`).
    package var subprotocols: [String] = []

    package init() {}
}

/// How to shake hands with WhatsApp's chat service.
package struct ChatSettings: Sendable {
    /// Whether over WebSocket, as `wss://web.whatsapp.com/ws/chat`, instead of a bare connection.
    package var overWebSocket = false
    package var http = HTTPSettings()

    package init() {}
}
