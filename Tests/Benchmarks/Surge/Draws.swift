/// Random numbers that are the same in every run: SplitMix64.
struct Draws: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// From 0 to 1, neither included.
    mutating func unit() -> Double { (Double(next() >> 12) + 0.5) / 4_503_599_627_370_496 }

    /// Of mean 0 and variance 1: the sum of twelve, less six.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }

    /// A count of a mean: events at exponential distances, in parts small enough.
    mutating func poisson(_ mean: Double) -> Int {
        var count = 0
        var rest = mean
        while rest > 0 {
            let part = min(rest, 30)
            let limit = Exponential.of(-part)
            var product = unit()
            while product > limit {
                count += 1
                product *= unit()
            }
            rest -= part
        }
        return count
    }
}
