import Glibc

/// How evenly answers are spread over addresses: of answers, not of load, which nobody outside can see.
package struct AnswerSpread: Sendable, Equatable {
    /// Shannon's entropy in nats.
    private let entropy: Double
    private let count: Int

    /// - Parameter counts: how often each address was answered; zeros are no address.
    package init(counts: some Collection<Int>) {
        let counts = counts.filter { $0 > 0 }
        let total = counts.reduce(0.0) { $0 + Double($1) }
        count = counts.count
        entropy = counts.reduce(0.0) { sum, count in
            let share = Double(count) / total
            return sum - share * log(share)
        }
    }

    /// 0 for a single address, 1 for an even rotation over all of them.
    package var normalisedEntropy: Double { count > 1 ? min(entropy / log(Double(count)), 1) : 0 }

    /// As many addresses, answered evenly, would be as uncertain: 1 to their number, 0 without any.
    package var effectiveAddresses: Double { count > 0 ? exp(entropy) : 0 }
}
