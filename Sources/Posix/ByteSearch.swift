import Glibc

// As fast as memory is read.
extension Span where Element == UInt8 {
    /// Where the first such byte from `start` on is.
    package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard 0..<count ~= start else { return nil }
        return unsafe withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return nil }
            guard let found = unsafe memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
            return unsafe UnsafeRawPointer(base).distance(to: found)
        }
    }

    /// Whether these are the same bytes.
    package func equals(_ bytes: [UInt8]) -> Bool {
        count == bytes.count && holds(bytes, at: 0)
    }

    /// Whether these very bytes stand at `offset`.
    package func holds(_ bytes: [UInt8], at offset: Int) -> Bool {
        holds(bytes, bytes.indices, at: offset)
    }

    /// Whether the bytes at `range` of others stand at `offset` here.
    /// - Precondition: there are bytes at `range`.
    package func holds(_ bytes: [UInt8], _ range: Range<Int>, at offset: Int) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        guard 0...count ~= offset, count - offset >= range.count else { return false }
        return unsafe withUnsafeBufferPointer { span in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                guard let left = span.baseAddress, let right = bytes.baseAddress else { return range.isEmpty }
                return unsafe memcmp(left + offset, right + range.lowerBound, range.count) == 0
            }
        }
    }
}
