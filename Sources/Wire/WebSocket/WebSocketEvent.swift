/// What is said over a WebSocket: a whole message, however many frames it came in, or a control frame.
package enum WebSocketEvent: Hashable, Sendable {
    case text(String)
    case binary([UInt8])
    /// At most 125 bytes, which its pong repeats.
    case ping([UInt8])
    case pong([UInt8])
    case close(WebSocketClose)

    private var frame: (opcode: WebSocketOpcode, payload: [UInt8]) {
        switch self {
        case .text(let text): (.text, Array(text.utf8))
        case .binary(let bytes): (.binary, bytes)
        case .ping(let bytes): (.ping, bytes)
        case .pong(let bytes): (.pong, bytes)
        case .close(let close): (.close, close.payload)
        }
    }

    /// Appends it as one frame.
    /// - Parameter mask: fresh and unpredictable for each frame of a client's; `nil` for a server's.
    package func serialize(mask: UInt32?, into output: inout [UInt8]) {
        let (opcode, payload) = frame
        let isMasked: UInt8 = mask == nil ? 0 : 0x80
        output.append(0x80 | opcode.rawValue)
        switch payload.count {
        case ..<126: output.append(isMasked | UInt8(payload.count))
        case ...0xFFFF: output += [isMasked | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            output.append(isMasked | 127)
            for shift in stride(from: 56, through: 0, by: -8) { output.append(UInt8(truncatingIfNeeded: payload.count >> shift)) }
        }
        guard let mask else {
            output += payload
            return
        }
        let key = WebSocketMask(mask)
        output += key.bytes
        for (index, byte) in payload.enumerated() { output.append(byte ^ key.bytes[index & 3]) }
    }
}

/// What a client's payloads are disguised with (RFC 6455 section 5.3).
struct WebSocketMask {
    let bytes: [UInt8]

    init(_ key: UInt32) {
        bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: key >> $0) }
    }

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }
}
