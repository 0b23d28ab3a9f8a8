/// One of the typed values a message's body ends with, which may be a list of such values itself.
struct Attribute: Equatable {
    let type: UInt16
    /// Where in the datagram the value is, without the padding after it.
    let value: Range<Int>

    private static let headSize = 4
    /// The two upper bits say how the value is to be read.
    private static let typeMask: UInt16 = 0x3fff

    /// Calls `body` with each attribute in `range`, in the kernel's order.
    static func forEach(
        in range: Range<Int>, of datagram: Span<UInt8>, _ body: (Attribute) throws(NetlinkError) -> Void
    ) throws(NetlinkError) {
        var start = range.lowerBound
        // Fewer bytes than a head are padding.
        while range.upperBound - start >= headSize {
            let length: UInt16 = try datagram.native(at: 0, in: start..<range.upperBound)
            let type: UInt16 = try datagram.native(at: 2, in: start..<range.upperBound)
            guard length >= headSize, Int(length) <= range.upperBound - start else { throw .malformed(offset: start) }
            try body(Attribute(type: type & typeMask, value: start + headSize..<start + Int(length)))
            start += (Int(length) + 3) & ~3
        }
    }

    /// The attributes after the fixed part of a message's body, which has `size` bytes.
    static func forEach(
        after size: Int, of payload: Range<Int>, in datagram: Span<UInt8>, _ body: (Attribute) throws(NetlinkError) -> Void
    ) throws(NetlinkError) {
        guard payload.count >= size else { throw .malformed(offset: payload.lowerBound) }
        try forEach(in: payload.lowerBound + size..<payload.upperBound, of: datagram, body)
    }
}
