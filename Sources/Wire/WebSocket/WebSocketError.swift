/// How a peer broke the rules of WebSocket.
package enum WebSocketError: Error, Hashable, Sendable, CaseIterable {
    /// A bit that only an extension gives a meaning, and none was agreed on.
    case reservedBits
    case unknownOpcode
    /// A server that masks, or a client that does not (RFC 6455 section 5.1).
    case wrongMasking
    /// A length in more bytes than it needs, or beyond 63 bits.
    case badLength
    case controlFrameTooLarge
    case controlFrameInFragments
    /// A continuation of nothing.
    case unexpectedContinuation
    /// A new message before the last fragment of the one before.
    case unfinishedMessage
    case messageTooLarge
    /// A text, or the reason of a close, that is not UTF-8.
    case invalidUTF8
    /// A code of one byte, or one that may not be sent (RFC 6455 section 7.4).
    case badCloseCode

    /// What the peer is told for it.
    package var closeCode: WebSocketClose.Code {
        switch self {
        case .invalidUTF8: .invalidData
        case .messageTooLarge: .tooBig
        default: .protocolError
        }
    }
}
