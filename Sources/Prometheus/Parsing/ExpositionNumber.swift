extension Span<UInt8> {
    /// The number in a range: decimal with or without fraction and exponent, or `Inf`, `Infinity`, `NaN` in any case.
    ///
    /// - Returns: the double nearest to it; `nil` for anything else, hexadecimal and numbers past the largest double included.
    func number(in range: Range<Int>) -> Double? {
        guard !range.isEmpty else { return nil }
        var offset = range.lowerBound
        let isNegative = self[offset] == UInt8(ascii: "-")
        let isSigned = isNegative || self[offset] == UInt8(ascii: "+")
        if isSigned { offset += 1 }
        guard let magnitude = magnitude(in: offset..<range.upperBound, isSigned: isSigned) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    private func magnitude(in range: Range<Int>, isSigned: Bool) -> Double? {
        var offset = range.lowerBound
        var digits: UInt64 = 0
        var digitCount = 0
        var decimals = 0
        var isFraction = false
        while offset < range.upperBound {
            let digit = self[offset] &- UInt8(ascii: "0")
            if digit < 10 {
                digits = digits &* 10 &+ UInt64(digit)
                digitCount += 1
                if isFraction { decimals += 1 }
            } else if self[offset] == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                break
            }
            offset += 1
        }
        guard digitCount > 0 else { return isFraction ? nil : constant(in: range, isSigned: isSigned) }
        let mantissaEnd = offset
        guard isExponent(in: mantissaEnd..<range.upperBound) else { return nil }
        // Fifteen digits and the powers of ten up to 10^22 are doubles without error: so is all but the last step.
        if mantissaEnd == range.upperBound, digitCount <= 15 { return Double(digits) / Self.powersOfTen[decimals] }
        return Double(text(in: range)).flatMap { $0.isFinite ? $0 : nil }
    }

    private static var powersOfTen: InlineArray<16, Double> {
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]
    }

    /// Whether a range is empty or an exponent.
    private func isExponent(in range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        var offset = range.lowerBound
        guard self[offset] | 0x20 == UInt8(ascii: "e") else { return false }
        offset += 1
        if offset < range.upperBound, self[offset] == UInt8(ascii: "-") || self[offset] == UInt8(ascii: "+") { offset += 1 }
        guard offset < range.upperBound else { return false }
        while offset < range.upperBound {
            guard self[offset] &- UInt8(ascii: "0") < 10 else { return false }
            offset += 1
        }
        return true
    }

    private func constant(in range: Range<Int>, isSigned: Bool) -> Double? {
        guard range.count <= 8 else { return nil }
        return switch text(in: range).lowercased() {
        case "inf", "infinity": .infinity
        case "nan" where !isSigned: .nan
        default: nil
        }
    }
}
