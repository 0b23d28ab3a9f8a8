/// Takes fields off bytes that a ``SnapshotWriter`` wrote, or that something else spoilt.
package struct SnapshotReader {
    private var rest: ArraySlice<UInt8>

    /// `nil` for another version.
    package init?(_ bytes: [UInt8], version: UInt8) {
        guard bytes.first == version else { return nil }
        rest = bytes.dropFirst()
    }

    /// `nil` for another version or a checksum that is not that of the bytes.
    package init?(sealed bytes: [UInt8], version: UInt8) {
        guard bytes.count > 8 else { return nil }
        self.init(bytes, version: version)
        rest = bytes.suffix(8)
        guard integer(UInt64.self) == Self.checksum(of: bytes.dropLast(8)) else { return nil }
        rest = bytes.dropFirst().dropLast(8)
    }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type = Value.self) -> Value? {
        let size = Value.bitWidth / 8
        guard rest.count >= size else { return nil }
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size).reversed().reduce(0) { $0 << 8 | Value($1) }
    }

    /// A number within a range.
    package mutating func float(in range: ClosedRange<Float>) -> Float? {
        guard let value = integer(UInt32.self).map(Float.init(bitPattern:)), range.contains(value) else { return nil }
        return value
    }

    /// A number within a range.
    package mutating func double(in range: ClosedRange<Double>) -> Double? {
        guard let value = integer(UInt64.self).map(Double.init(bitPattern:)), range.contains(value) else { return nil }
        return value
    }

    /// LEB128 of at most 64 bits.
    package mutating func variable() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, through: 56, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// FNV-1a of 64 bits: each changed byte changes it.
    static func checksum(of bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
