/// Bytes being written, in memory of their own that grows as needed.
///
/// What `[UInt8]` does too, at a third of the cost: nobody shares the memory, so nothing has to be asked before a byte is put there.
@safe @usableFromInline package struct ByteBuffer: ~Copyable {
    @usableFromInline private(set) var start: UnsafeMutablePointer<UInt8>
    @usableFromInline private(set) var capacity: Int
    /// How many bytes there are.
    @usableFromInline package internal(set) var count = 0

    /// An empty buffer with room for `capacity` bytes.
    package init(capacity: Int) {
        self.capacity = max(capacity, 16)
        unsafe start = .allocate(capacity: self.capacity)
    }

    deinit {
        unsafe start.deallocate()
    }

    /// A copy of the bytes.
    package var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: start, count: count)) }

    /// Forgets all bytes but the first `count`.
    /// - Precondition: there are so many.
    package mutating func truncate(to count: Int) {
        precondition(0...self.count ~= count)
        self.count = count
    }

    /// Appends a byte.
    @inlinable
    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe start[count] = byte
        count += 1
    }

    /// Appends bytes.
    @inlinable
    @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
    }

    /// Appends text.
    @inlinable
    package mutating func append(_ text: String) {
        if unsafe text.utf8.withContiguousStorageIfAvailable({ unsafe append($0) }) == nil {
            for byte in text.utf8 { append(byte) }
        }
    }

    /// Appends again what stands at `range`.
    /// - Precondition: there are bytes there.
    @inlinable
    package mutating func append(copyOf range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        reserve(range.count)
        unsafe (start + count).update(from: start + range.lowerBound, count: range.count)
        count += range.count
    }

    @inlinable
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.baseAddress else { return }
        reserve(bytes.count)
        unsafe (start + count).update(from: first, count: bytes.count)
        count += bytes.count
    }

    /// Makes room for as many bytes more.
    @inlinable
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(by: more) }
    }

    @usableFromInline
    @inline(never)
    mutating func grow(by more: Int) {
        // With room for what follows large bytes that came at once.
        let larger = max(capacity * 2, (count + more) / 8 * 9 + 16)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe moved.update(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = moved
        capacity = larger
    }
}
