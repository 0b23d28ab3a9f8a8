/// How the content of an HTTP message may be compressed (RFC 9110 section 8.4.1).
package enum ContentCoding: String, CaseIterable, Sendable {
    case gzip
    /// A zlib stream, as the RFC has it, or DEFLATE without one, as many servers do.
    case deflate
    case brotli = "br"

    /// What came of unpacking.
    package struct Unpacked: Sendable {
        /// Empty where it was only to be counted.
        package var bytes: [UInt8] = []
        /// Up to the failure, if there was one; never more than the limit.
        package var count = 0
        /// Why the rest is missing.
        package var failure: CompressionError?
    }

    /// Unpacks whole content.
    ///
    /// - Parameter keeping: whether the bytes are wanted; else they are counted, which takes little memory.
    package func unpack(_ packed: [UInt8], limitBytes: Int, keeping: Bool) -> Unpacked {
        var unpacked = Unpacked()
        do throws(CompressionError) {
            switch self {
            case .brotli:
                var decoder = try BrotliDecoder(limitBytes: limitBytes)
                for piece in Self.pieces(of: packed) {
                    try Self.take(&unpacked, keeping) { output throws(CompressionError) in
                        try decoder.decode(packed.span.extracting(piece), into: &output)
                    }
                }
                try decoder.finish()
            case .gzip, .deflate:
                var decoder = try GzipDecoder(self == .gzip ? .gzip : Self.format(of: packed), limitBytes: limitBytes)
                for piece in Self.pieces(of: packed) {
                    try Self.take(&unpacked, keeping) { output throws(CompressionError) in
                        try decoder.decode(packed.span.extracting(piece), into: &output)
                    }
                }
                try decoder.finish()
            }
        } catch {
            unpacked.failure = error
        }
        return unpacked
    }

    /// Small ones: where nothing is kept, one of them unpacked is all that is held.
    private static func pieces(of packed: [UInt8]) -> [Range<Int>] {
        let size = 4096
        return stride(from: 0, to: packed.count, by: size).map { $0..<min($0 + size, packed.count) }
    }

    private static func take(
        _ unpacked: inout Unpacked, _ keeping: Bool,
        _ decode: (inout [UInt8]) throws(CompressionError) -> Void
    ) throws(CompressionError) {
        let before = unpacked.bytes.count
        defer {
            unpacked.count += unpacked.bytes.count - before
            if !keeping { unpacked.bytes.removeAll(keepingCapacity: true) }
        }
        try decode(&unpacked.bytes)
    }

    /// A zlib header is two bytes that divide by 31 and name the method 8 (RFC 1950 section 2.2).
    private static func format(of packed: [UInt8]) -> GzipDecoder.Format {
        guard packed.count >= 2 else { return .bare }
        let isZlib = packed[0] & 0x0F == 8 && (Int(packed[0]) << 8 | Int(packed[1])) % 31 == 0
        return isZlib ? .zlib : .bare
    }
}
