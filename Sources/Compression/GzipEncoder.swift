import CZlib

/// A gzip compressor whose state (256 KB) serves one body after another.
@safe
package struct GzipEncoder: ~Copyable {
    // zlib keeps the address of its stream and refuses a moved one.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Allocates the state.
    ///
    /// - Parameter level: 1 (fastest) to 9 (smallest).
    /// - Throws: `.outOfMemory`.
    package init(level: Int = 1) throws(CompressionError) {
        precondition((1...9).contains(level), "a gzip level is 1 to 9")
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe self.stream = stream
        guard unsafe wse_deflate_init_gzip(stream, Int32(level)) == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The bytes as one whole gzip member, independent of earlier calls.
    package mutating func encode(_ bytes: Span<UInt8>) -> [UInt8] {
        unsafe deflateReset(stream)
        let capacity = unsafe Int(deflateBound(stream, UInt(bytes.count)))
        return unsafe bytes.withUnsafeBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, written in
                unsafe encode(input, into: output, written: &written)
            }
        }
    }

    private func encode(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>, written: inout Int
    ) {
        var read = 0
        var status = Z_OK
        while status != Z_STREAM_END {
            // zlib counts in 32 bits.
            let step = min(input.count - read, 1 << 30)
            let room = min(output.count - written, 1 << 30)
            unsafe stream.pointee.next_in = input.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + read) }
            unsafe stream.pointee.avail_in = UInt32(step)
            unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + written }
            unsafe stream.pointee.avail_out = UInt32(room)
            status = unsafe deflate(stream, read + step == input.count ? Z_FINISH : Z_NO_FLUSH)
            // deflateBound is a promise: with that much room the call always advances.
            precondition(status == Z_OK || status == Z_STREAM_END, "deflate stopped")
            read += unsafe step - Int(stream.pointee.avail_in)
            written += unsafe room - Int(stream.pointee.avail_out)
        }
    }
}
