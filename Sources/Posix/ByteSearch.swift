import Glibc

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

    /// Whether these very bytes stand at `offset`.
    package func holds(_ bytes: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, offset <= count, count - offset >= bytes.count else { return false }
        return unsafe withUnsafeBufferPointer { span in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                guard let left = span.baseAddress, let right = bytes.baseAddress else { return bytes.isEmpty }
                return unsafe memcmp(left + offset, right, bytes.count) == 0
            }
        }
    }
}
