/// One-shot gzip (RFC 1952), for callers with nothing to keep between calls.
package enum Gzip {
    /// The bytes as one gzip member.
    ///
    /// - Parameter level: 1 (fastest) to 9 (smallest).
    /// - Throws: `.outOfMemory`.
    package static func compress(_ bytes: borrowing [UInt8], level: Int = 1) throws(CompressionError) -> [UInt8] {
        var encoder = try GzipEncoder(level: level)
        return encoder.encode(bytes.span)
    }

    /// The bytes a whole gzip or zlib stream holds, at most `limitBytes` of them.
    ///
    /// - Throws: `.oversized` as soon as the limit is passed; `.malformed`; `.truncated`; `.outOfMemory`.
    package static func decompress(_ bytes: borrowing [UInt8], limitBytes: Int) throws(CompressionError) -> [UInt8] {
        var decoder = try GzipDecoder(limitBytes: limitBytes)
        var output: [UInt8] = []
        try decoder.decode(bytes.span, into: &output)
        try decoder.finish()
        return output
    }
}
