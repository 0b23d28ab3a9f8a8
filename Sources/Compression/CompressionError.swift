/// Why bytes could not be compressed or decompressed.
package enum CompressionError: Error, Equatable, Sendable {
    /// The bytes are no such stream, or a damaged one; the reason is the library's own text.
    case malformed(String)
    /// The input ended before the stream did.
    case truncated
    /// The stream unpacks to more than `limitBytes`.
    case oversized(limitBytes: Int)
    /// The library could not allocate its state.
    case outOfMemory
}
