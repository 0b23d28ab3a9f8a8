/// Protobuf message under construction.
///
/// Field numbers are 1...2²⁹−1. Fields stand in the order written.
package struct ProtobufWriter: Sendable {
    /// The message so far.
    package private(set) var message: [UInt8] = []

    /// Empty message.
    package init() {}

    /// Writes an unsigned number, boolean, enum, or a signed number's two's complement.
    package mutating func varint(_ value: UInt64, field: Int) {
        tag(field, wireType: 0)
        append(varint: value)
    }

    /// Writes a `fixed64`, or a double's bit pattern.
    package mutating func fixed64(_ value: UInt64, field: Int) {
        tag(field, wireType: 1)
        message += stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Writes a `fixed32`, or a float's bit pattern.
    package mutating func fixed32(_ value: UInt32, field: Int) {
        tag(field, wireType: 5)
        message += stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Writes bytes, or a string's UTF-8.
    package mutating func bytes(_ bytes: some Collection<UInt8>, field: Int) {
        tag(field, wireType: 2)
        append(varint: UInt64(bytes.count))
        message += bytes
    }

    /// Writes a nested message made by `build`, empty ones too: presence has meaning.
    package mutating func nested(field: Int, _ build: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        build(&inner)
        bytes(inner.message, field: field)
    }

    private mutating func tag(_ field: Int, wireType: UInt64) {
        precondition(1..<1 << 29 ~= field)
        append(varint: UInt64(field) << 3 | wireType)
    }

    private mutating func append(varint value: UInt64) {
        var value = value
        while value >= 0x80 {
            message.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        message.append(UInt8(value))
    }
}
