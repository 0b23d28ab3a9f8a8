import Bytes

// Numbers as the exposition spells them: `+Inf`, `-Inf`, `NaN`, whole numbers without `.0`, else the shortest decimal that
// reads back as the same double.
extension ByteBuffer {
    mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude)
    }

    mutating func append(decimal value: Double) {
        guard value.isFinite else { return append(value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf") }
        let magnitude = value.magnitude
        if value.sign == .minus { append(UInt8(ascii: "-")) }
        if magnitude < Self.exactIntegers, magnitude == magnitude.rounded(.towardZero) {
            append(decimal: UInt64(magnitude))
        } else if !append(fewDecimals: magnitude) {
            let text = magnitude.description
            append(text)
            if text.hasSuffix(".0") { truncate(to: count - 2) }
        }
    }

    /// Appends a number of at most nine decimals and fifteen digits, as clock ticks and nanoseconds are, without a `String`.
    ///
    /// Exact: both `scaled` and the power of ten are doubles without error, so their quotient is the double nearest to the
    /// decimal, and a reader gets `value` back. No two decimals of up to fifteen digits share a double, so it is the shortest.
    /// - Returns: `false`, with nothing appended, for any other number.
    private mutating func append(fewDecimals value: Double) -> Bool {
        for (decimals, power) in [(2, 1e2), (9, 1e9)] {
            let scaled = (value * power).rounded()
            guard scaled < Self.fifteenDigits, scaled / power == value else { continue }
            let (whole, remainder) = UInt64(scaled).quotientAndRemainder(dividingBy: UInt64(power))
            append(decimal: whole)
            append(UInt8(ascii: "."))
            var fraction = remainder
            var digits = decimals
            while fraction > 0, fraction.isMultiple(of: 10) {
                fraction /= 10
                digits -= 1
            }
            append(decimal: fraction, minimumDigits: digits)
            return true
        }
        return false
    }

    /// 2^53: every whole number below it is a double.
    private static var exactIntegers: Double { 9_007_199_254_740_992 }
    private static var fifteenDigits: Double { 1e15 }
}
