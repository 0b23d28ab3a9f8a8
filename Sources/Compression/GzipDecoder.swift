import CZlib

/// A streaming decompressor with a bound on what it will ever produce.
///
/// Takes gzip (RFC 1952, members may follow one another) and zlib (RFC 1950), told apart by the first bytes, unless told
/// which one it must be. After an error every further call throws the same error.
@safe
package struct GzipDecoder: ~Copyable {
    /// How DEFLATE data (RFC 1951) are wrapped.
    package enum Format: Sendable {
        case gzipOrZlib, gzip, zlib
        /// Not at all.
        case bare

        /// As inflateInit2 has it: the window's size, and in it the wrapping.
        fileprivate var windowBits: Int32 {
            switch self {
            case .gzipOrZlib: 15 + 32
            case .gzip: 15 + 16
            case .zlib: 15
            case .bare: -15
            }
        }
    }

    // zlib keeps the address of its stream and refuses a moved one.
    private let stream: UnsafeMutablePointer<z_stream>
    private let format: Format
    private let limitBytes: Int
    private var produced = 0
    private var hasEnded = false
    private var failure: CompressionError?
    private var chunk = [UInt8](repeating: 0, count: 16 * 1024)

    /// Allocates the state (about 60 KB).
    ///
    /// - Parameter limitBytes: the most bytes the whole stream may unpack to.
    /// - Throws: `.outOfMemory`.
    package init(_ format: Format = .gzipOrZlib, limitBytes: Int) throws(CompressionError) {
        precondition(limitBytes >= 0, "a limit is not negative")
        self.format = format
        self.limitBytes = limitBytes
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe self.stream = stream
        guard unsafe wse_inflate_init(stream, format.windowBits) == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Appends what the next piece of the stream unpacks to.
    ///
    /// - Throws: `.oversized`, with `output` holding at most the limit; `.malformed`; `.outOfMemory`.
    package mutating func decode(_ input: Span<UInt8>, into output: inout [UInt8]) throws(CompressionError) {
        if let failure { throw failure }
        var read = 0
        var hasMore = true
        while hasMore || read < input.count {
            if hasEnded {
                // Only gzip says that another member may follow.
                if read == input.count || format == .zlib || format == .bare { return }
                unsafe inflateReset(stream)
                hasEnded = false
            }
            hasMore = try step(input, read: &read, into: &output)
        }
    }

    /// Checks that the stream is whole.
    ///
    /// - Throws: `.truncated`, or the error that stopped `decode`.
    package func finish() throws(CompressionError) {
        if let failure { throw failure }
        guard hasEnded else { throw .truncated }
    }

    /// Runs inflate once; returns whether it may hold more output back.
    private mutating func step(
        _ input: Span<UInt8>, read: inout Int, into output: inout [UInt8]
    ) throws(CompressionError) -> Bool {
        // zlib counts in 32 bits.
        let offered = min(input.count - read, 1 << 30)
        let size = chunk.count
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe chunk.withUnsafeMutableBufferPointer { chunk in
                unsafe stream.pointee.next_in = input.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + read) }
                unsafe stream.pointee.avail_in = UInt32(offered)
                unsafe stream.pointee.next_out = chunk.baseAddress
                unsafe stream.pointee.avail_out = UInt32(size)
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        read += unsafe offered - Int(stream.pointee.avail_in)
        let written = unsafe size - Int(stream.pointee.avail_out)
        let kept = min(written, limitBytes - produced)
        output.append(contentsOf: chunk[..<kept])
        produced += kept
        if kept < written { throw fail(.oversized(limitBytes: limitBytes)) }
        switch status {
        case Z_OK: return written == size
        case Z_STREAM_END:
            hasEnded = true
            return false
        case Z_BUF_ERROR: return false
        case Z_MEM_ERROR: throw fail(.outOfMemory)
        case Z_NEED_DICT: throw fail(.malformed("needs a preset dictionary"))
        default: throw fail(.malformed(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "invalid stream"))
        }
    }

    private mutating func fail(_ error: CompressionError) -> CompressionError {
        failure = error
        return error
    }
}
