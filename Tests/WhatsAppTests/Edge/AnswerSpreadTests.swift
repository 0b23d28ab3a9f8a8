import Testing

@testable import WhatsApp

@Suite struct AnswerSpreadTests {
    @Test(
        arguments: [
            ([], 0, 0), ([0, 0], 0, 0), ([7], 0, 1), ([7, 0], 0, 1), ([1, 1], 1, 2), ([5, 5, 5, 5], 1, 4),
            ([3, 1], 0.811_278, 1.754_765), ([2, 2, 4], 0.946_395, 2.828_427), ([97, 1, 1, 1], 0.120_970, 1.182_582),
            ([.max, .max], 1, 2),
        ] as [([Int], Double, Double)])
    func entropyAndEffectiveAddresses(counts: [Int], entropy: Double, effective: Double) {
        let spread = AnswerSpread(counts: counts)
        #expect(abs(spread.normalisedEntropy - entropy) < 1e-6)
        #expect(abs(spread.effectiveAddresses - effective) < 1e-6)
    }
}
