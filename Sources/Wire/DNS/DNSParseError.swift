/// Why bytes are not a DNS message.
package enum DNSParseError: Error, Hashable, Sendable {
    /// The message, a record or its data ends too early.
    case truncated
    /// A compression pointer that is not strictly backwards, leads into the header, or is one of too many.
    case badPointer
    /// A label of a kind nobody defined, or withdrawn since (RFC 6891 section 5).
    case badLabel
    /// A name beyond 255 bytes.
    case nameTooLong
    /// Data that does not have the shape of its type.
    case malformedData(DNSType)
    /// A second OPT record (RFC 6891 section 6.1.1).
    case duplicateOPT
}
