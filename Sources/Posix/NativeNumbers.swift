extension Span where Element == UInt8 {
    /// The number in the host's byte order whose first byte is at `offset`, wherever that lies in memory.
    ///
    /// One load, where putting it together from bytes would be up to eight, each of them checked.
    /// - Precondition: all its bytes are there.
    @inlinable
    package func native<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        at offset: Int, as _: Number.Type = Number.self
    ) -> Number {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
    }
}
