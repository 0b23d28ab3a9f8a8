/// The first bytes of a frame: what it is and how long (RFC 6455 section 5.2).
struct WebSocketFrameHead {
    var isFinal: Bool
    var opcode: WebSocketOpcode
    /// `nil` for a frame that is not masked.
    var mask: WebSocketMask?
    var payloadBytes: Int
    /// Its own length.
    var sizeBytes: Int

    /// The head that `bytes` begin with; `nil` until it is whole. What two bytes give away is refused at once.
    init?(_ bytes: ArraySlice<UInt8>, isMasked: Bool) throws(WebSocketError) {
        guard bytes.count >= 2 else { return nil }
        let (first, second) = (bytes[bytes.startIndex], bytes[bytes.startIndex + 1])
        guard first & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = WebSocketOpcode(rawValue: first & 0xF) else { throw .unknownOpcode }
        guard (second & 0x80 != 0) == isMasked else { throw .wrongMasking }
        let shortLength = second & 0x7F
        if opcode.isControl {
            guard first & 0x80 != 0 else { throw .controlFrameInFragments }
            guard shortLength < 126 else { throw .controlFrameTooLarge }
        }
        let lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0
        sizeBytes = 2 + lengthBytes + (isMasked ? 4 : 0)
        guard bytes.count >= sizeBytes else { return nil }
        let rest = bytes.dropFirst(2)
        payloadBytes = try Self.length(short: shortLength, rest.prefix(lengthBytes))
        mask = isMasked ? WebSocketMask(rest.dropFirst(lengthBytes).prefix(4)) : nil
        isFinal = first & 0x80 != 0
        self.opcode = opcode
    }

    private static func length(short: UInt8, _ bytes: ArraySlice<UInt8>) throws(WebSocketError) -> Int {
        guard !bytes.isEmpty else { return Int(short) }
        let length = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let least: UInt64 = short == 126 ? 126 : 0x1_0000
        guard length >= least, let length = Int(exactly: length) else { throw .badLength }
        return length
    }
}
