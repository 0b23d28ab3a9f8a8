import COpenSSL

/// Comparison that takes as long for a wrong first byte as for a wrong last one.
package enum ConstantTime {
    /// Whether both hold the same bytes; arrays of different length differ, and that is told at once.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe CRYPTO_memcmp(left, right, left.count) == 0
    }
}
