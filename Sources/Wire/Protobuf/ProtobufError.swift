/// Why bytes are not a protobuf message.
package enum ProtobufError: Error, Hashable, Sendable {
    /// The message ends inside a field.
    case truncated
    /// A varint beyond ten bytes or 64 bits, or a tag beyond 32.
    case varintTooLong
    /// Field number 0.
    case badFieldNumber
    /// Wire type 6 or 7, or a group (3, 4), which no schema of ours has.
    case badWireType(UInt8)
}
