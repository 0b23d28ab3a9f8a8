/// Fields of a protobuf message, one by one.
///
/// Each field is read whole whether known or not, so skipping one means to ignore it. Varints may have idle leading groups, as
/// every decoder permits (protobuf.dev, Encoding).
/// ```swift
/// while let field = try reader.next() {
///     switch (field.number, field.value) {
///     case (1, .bytes(let key)): …
///     default: break
///     }
/// }
/// ```
package struct ProtobufReader: Sendable {
    private var rest: ArraySlice<UInt8>

    /// Field of a message, as it stands on the wire.
    package struct Field: Hashable, Sendable {
        /// 1...2²⁹−1.
        package var number: Int
        /// What it holds.
        package var value: Value
    }

    /// Value by wire type.
    package enum Value: Hashable, Sendable {
        case varint(UInt64)
        case fixed64(UInt64)
        /// Length-delimited: bytes, string, packed values, or a nested message for another reader.
        ///
        /// Shares the message's storage and indices.
        case bytes(ArraySlice<UInt8>)
        case fixed32(UInt32)
    }

    /// Reader of the message that is all of `bytes`.
    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// Reader of the message that is all of `bytes`.
    package init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Next field; `nil` at the message's end. Of no use after an error.
    package mutating func next() throws(ProtobufError) -> Field? {
        guard !rest.isEmpty else { return nil }
        guard let tag = UInt32(exactly: try varint()) else { throw .varintTooLong }
        guard tag >> 3 != 0 else { throw .badFieldNumber }
        let value: Value
        switch tag & 7 {
        case 0: value = .varint(try varint())
        case 1: value = .fixed64(try littleEndian(sizeBytes: 8))
        case 2: value = .bytes(try take(varint()))
        case 5: value = .fixed32(UInt32(try littleEndian(sizeBytes: 4)))
        case let wireType: throw .badWireType(UInt8(wireType))
        }
        return Field(number: Int(tag >> 3), value: value)
    }

    private mutating func take(_ count: UInt64) throws(ProtobufError) -> ArraySlice<UInt8> {
        guard let count = Int(exactly: count), count <= rest.count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func littleEndian(sizeBytes: UInt64) throws(ProtobufError) -> UInt64 {
        try take(sizeBytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func varint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw .truncated }
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { throw .varintTooLong }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw .varintTooLong
    }
}
