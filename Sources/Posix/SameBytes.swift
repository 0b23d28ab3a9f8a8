import Glibc

extension Span where Element == UInt8 {
    /// Whether these are the same bytes, as fast as memory is read.
    package func equals(_ bytes: [UInt8]) -> Bool {
        guard count == bytes.count else { return false }
        guard count > 0 else { return true }
        return unsafe withUnsafeBufferPointer { left in
            unsafe bytes.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return false }
                return unsafe memcmp(left, right, bytes.count) == 0
            }
        }
    }
}
