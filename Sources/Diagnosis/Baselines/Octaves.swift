/// Latencies as powers of two, without a C library: a distance of 1 is a factor of two.
enum Octaves {
    /// What lies below this is the machine's own jitter: distances shrink towards nothing there.
    private static let jitterSeconds = 0.001
    private static let longestSeconds = 3600.0

    /// log₂ of the seconds and a millisecond; `nil` for what is no duration.
    static func of(_ seconds: Double) -> Float? {
        guard seconds >= 0 else { return nil }
        return Float(log2(min(seconds, longestSeconds) + jitterSeconds))
    }

    /// The seconds that ``of(_:)`` makes this of.
    static func seconds(_ octaves: Float) -> Double {
        max(0, exp2(Double(octaves)) - jitterSeconds)
    }

    /// The base-2 logarithm of a normal number above zero, good to 1e-9.
    static func log2(_ value: Double) -> Double {
        var exponent = Int(value.bitPattern >> 52) - 1023
        var significand = Double(bitPattern: value.bitPattern & 0xf_ffff_ffff_ffff | 1023 << 52)
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        // 2 artanh(z) = ln((1 + z) / (1 - z)), with |z| below 0.172.
        let z = (significand - 1) / (significand + 1)
        let square = z * z
        let series = 1 + square * (1 / 3.0 + square * (1 / 5.0 + square * (1 / 7.0 + square / 9)))
        return Double(exponent) + 2.8853900817779268 * z * series
    }

    /// Two to the power, for powers from -1000 to 1000, good to 1e-9.
    static func exp2(_ power: Double) -> Double {
        let whole = power.rounded()
        let x = (power - whole) * 0.6931471805599453
        var term = 1.0
        var sum = 1.0
        for divisor in 1...9 {
            term *= x / Double(divisor)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(whole), significand: sum)
    }
}
