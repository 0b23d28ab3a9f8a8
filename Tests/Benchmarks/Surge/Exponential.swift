/// e to a power, without a C library: halved until the series is short, then squared as often.
enum Exponential {
    static func of(_ power: Double) -> Double {
        let x = power / 1024
        var (term, sum) = (1.0, 1.0)
        for divisor in 1...6 {
            term *= x / Double(divisor)
            sum += term
        }
        for _ in 0..<10 { sum *= sum }
        return sum
    }
}
