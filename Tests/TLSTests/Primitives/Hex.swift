extension [UInt8] {
    /// The bytes that pairs of hex digits spell; spaces are skipped.
    init(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        precondition(digits.count.isMultiple(of: 2), "odd hex: \(hex)")
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// This array with one bit of one byte turned.
    func flipping(bit: Int = 0, at index: Int) -> [UInt8] {
        var copy = self
        copy[index] ^= 1 << bit
        return copy
    }
}
