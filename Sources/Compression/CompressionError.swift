/// Why bytes could not be compressed or decompressed.
package enum CompressionError: Error, Equatable, Sendable {
    /// The bytes are no gzip or zlib stream, or a damaged one; the reason is zlib's own text.
    case malformed(String)
    /// The input ended before the stream did.
    case truncated
    /// The stream unpacks to more than `limitBytes`.
    case oversized(limitBytes: Int)
    /// zlib could not allocate its state.
    case outOfMemory
}
