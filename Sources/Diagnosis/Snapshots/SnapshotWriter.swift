/// Bytes of a state that is to outlive the process: a version, then little-endian fields.
package struct SnapshotWriter {
    package private(set) var bytes: [UInt8]

    package init(version: UInt8) {
        bytes = [version]
    }

    package mutating func write(_ value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    package mutating func write(_ value: Float) {
        write(value.bitPattern)
    }

    package mutating func write(double value: Double) {
        write(value.bitPattern)
    }

    /// LEB128.
    package mutating func write(variable value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The bytes with a checksum at their end, for a reader that asks for it.
    package var sealed: [UInt8] {
        var writer = self
        writer.write(SnapshotReader.checksum(of: bytes[...]))
        return writer.bytes
    }
}
