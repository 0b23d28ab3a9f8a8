/// Doubles as C's `%g` writes them, with as many digits as it takes to read the same number back.
enum DecimalText {
    static func text(of number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf" }
        // Swift's shortest digits, in either of its notations.
        let parts = "\(number.magnitude)".split(separator: "e")
        let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = decimals.count > 1 ? decimals[1] : ""
        let all = decimals[0] + fraction
        let leadingZeros = all.prefix { $0 == "0" }.count
        var digits = Array(all.dropFirst(leadingZeros))
        while digits.last == "0" { digits.removeLast() }
        let sign = number.sign == .minus ? "-" : ""
        guard !digits.isEmpty else { return sign + "0" }
        // The number is 0.d₁d₂… × 10^point.
        let point = decimals[0].count - leadingZeros + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        let exponent = point - 1
        guard exponent >= -4, exponent < 6 else {
            let rest = digits.count > 1 ? "." + String(digits[1...]) : ""
            let magnitude = String(exponent.magnitude)
            return sign + String(digits[0]) + rest + "e" + (exponent < 0 ? "-" : "+")
                + (magnitude.count < 2 ? "0" + magnitude : magnitude)
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + String(digits) }
        if digits.count <= point { return sign + String(digits) + String(repeating: "0", count: point - digits.count) }
        return sign + String(digits[..<point]) + "." + String(digits[point...])
    }
}
