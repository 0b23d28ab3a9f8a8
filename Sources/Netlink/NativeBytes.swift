import Posix

/// Numbers in the host's byte order, as netlink has them; read past the end they throw.
extension Span where Element == UInt8 {
    func native<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(at offset: Int, in range: Range<Int>)
        throws(NetlinkError) -> Number
    {
        let start = range.lowerBound + offset
        guard range.upperBound <= count, range.upperBound - start >= Number.bitWidth / 8 else { throw .malformed(offset: start) }
        return native(at: start)
    }

    /// The bytes at `range` as an array.
    func bytes(in range: Range<Int>) -> [UInt8] {
        [UInt8](capacity: range.count) { bytes in
            for index in range { bytes.append(self[index]) }
        }
    }

    /// The bytes of `range` up to the first zero, which ends the kernel's strings.
    func string(in range: Range<Int>) -> Range<Int> {
        var end = range.lowerBound
        while end < range.upperBound, self[end] != 0 { end += 1 }
        return range.lowerBound..<end
    }
}

extension [UInt8] {
    mutating func append(native number: some FixedWidthInteger & UnsignedInteger) {
        let number = number.littleEndian
        for step in 0..<number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> (8 * step))) }
    }
}
