/// Messages on a TCP stream: each after its 16-bit size.
///
/// RFC 1035 section 4.2.2.
package enum DNSFrame {
    /// The bytes to send for a message of at most 65,535.
    package static func wrap(_ message: [UInt8]) -> [UInt8] {
        precondition(message.count <= UInt16.max)
        return [UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message
    }

    /// Where the first message stands in what was received, its frame ending with it; `nil` until it is all there.
    package static func firstMessage(in received: [UInt8]) -> Range<Int>? {
        guard received.count >= 2 else { return nil }
        let end = 2 + (Int(received[0]) << 8 | Int(received[1]))
        return end <= received.count ? 2..<end : nil
    }
}
