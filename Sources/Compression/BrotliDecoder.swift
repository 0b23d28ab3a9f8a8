import CBrotli

/// A streaming decompressor of Brotli (RFC 7932) with a bound on what it will ever produce.
///
/// After an error every further call throws the same error.
@safe
package struct BrotliDecoder: ~Copyable {
    private let state: OpaquePointer
    private let limitBytes: Int
    private var produced = 0
    private var hasEnded = false
    private var failure: CompressionError?
    private var chunk = [UInt8](repeating: 0, count: 16 * 1024)

    /// Allocates the state; the stream's window, at most 16 MiB, comes with it as the stream demands.
    ///
    /// - Parameter limitBytes: the most bytes the whole stream may unpack to.
    /// - Throws: `.outOfMemory`.
    package init(limitBytes: Int) throws(CompressionError) {
        precondition(limitBytes >= 0, "a limit is not negative")
        guard let state = unsafe BrotliDecoderCreateInstance(nil, nil, nil) else { throw .outOfMemory }
        unsafe self.state = state
        self.limitBytes = limitBytes
    }

    deinit {
        unsafe BrotliDecoderDestroyInstance(state)
    }

    /// Appends what the next piece of the stream unpacks to.
    ///
    /// - Throws: `.oversized`, with `output` holding at most the limit; `.malformed`, for bytes after the stream's end too.
    package mutating func decode(_ input: Span<UInt8>, into output: inout [UInt8]) throws(CompressionError) {
        if let failure { throw failure }
        var read = 0
        var hasMore = true
        while hasMore || read < input.count {
            guard !hasEnded else {
                if read == input.count { return }
                throw fail(.malformed("bytes follow the stream's end"))
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

    /// Runs the decoder once; returns whether it holds more output back.
    private mutating func step(
        _ input: Span<UInt8>, read: inout Int, into output: inout [UInt8]
    ) throws(CompressionError) -> Bool {
        var inputLeft = input.count - read
        var room = chunk.count
        let result = unsafe input.withUnsafeBufferPointer { input in
            unsafe chunk.withUnsafeMutableBufferPointer { chunk in
                var next = unsafe input.baseAddress.map { unsafe $0 + read }
                var free = chunk.baseAddress
                return unsafe BrotliDecoderDecompressStream(state, &inputLeft, &next, &room, &free, nil)
            }
        }
        read = input.count - inputLeft
        let written = chunk.count - room
        let kept = min(written, limitBytes - produced)
        output.append(contentsOf: chunk[..<kept])
        produced += kept
        if kept < written { throw fail(.oversized(limitBytes: limitBytes)) }
        switch result {
        case BROTLI_DECODER_RESULT_SUCCESS:
            hasEnded = true
            return false
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return false
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: return true
        default:
            let code = unsafe BrotliDecoderGetErrorCode(state)
            throw fail(.malformed(unsafe String(cString: BrotliDecoderErrorString(code))))
        }
    }

    private mutating func fail(_ error: CompressionError) -> CompressionError {
        failure = error
        return error
    }
}
