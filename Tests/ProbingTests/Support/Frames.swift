/// Frames as a server sends them (RFC 9113 section 6), written by hand.
enum Frames {
    static let settings = frame(4)

    static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        big(UInt32(payload.count)).dropFirst() + [type, flags] + big(stream) + payload
    }

    /// A whole header block in one frame.
    static func headers(_ fields: [(String, String)], ends: Bool = false, stream: UInt32 = 1) -> [UInt8] {
        frame(1, flags: ends ? 5 : 4, stream: stream, block(fields))
    }

    static func data(_ bytes: [UInt8], ends: Bool = false) -> [UInt8] {
        frame(0, flags: ends ? 1 : 0, stream: 1, bytes)
    }

    static func reset(_ code: UInt32, stream: UInt32 = 1) -> [UInt8] { frame(3, stream: stream, big(code)) }
    static func goAway(_ code: UInt32, last: UInt32 = 1) -> [UInt8] { frame(7, big(last) + big(code)) }

    /// Literal fields that no table learns (RFC 7541 section 6.2.2).
    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { name, value in [0] + string(name) + string(value) }
    }

    static func string(_ text: String) -> [UInt8] {
        integer(text.utf8.count, prefix: 7) + text.utf8
    }

    /// RFC 7541 section 5.1.
    private static func integer(_ value: Int, prefix: Int) -> [UInt8] {
        let most = 1 << prefix - 1
        if value < most { return [UInt8(value)] }
        var bytes = [UInt8(most)]
        var rest = value - most
        while rest >= 128 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func big(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
