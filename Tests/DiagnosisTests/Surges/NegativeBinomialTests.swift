import Testing

@testable import Diagnosis

@Suite struct NegativeBinomialTests {
    /// By `scipy.stats.nbinom.logsf`.
    @Test(
        arguments: [
            (0.1, 0.1, 5, 6.752495), (2, 0.1, 15, 6.217704), (5, 0.05, 23, 6.173964), (100, 0.04, 200, 3.831302),
            (1000, 0.01, 1500, 4.868918), (30000, 0.02, 60000, 7.919123), (5, 0.05, 6, 0.416449),
        ] as [(Double, Double, Int, Double)])
    func agreesWithTables(_ mean: Double, _ dispersion: Double, _ count: Int, _ score: Double) {
        let found = NegativeBinomial(mean: mean, dispersion: dispersion).score(atLeast: count)
        #expect(abs(found - score) < 0.002)
    }

    @Test func isBetweenNothingAndThreeHundred() {
        #expect(NegativeBinomial(mean: 20, dispersion: 0.3).score(atLeast: 20) == 0)
        #expect(NegativeBinomial(mean: 0, dispersion: 0.3).score(atLeast: 20) == 0)
        #expect(NegativeBinomial(mean: .nan, dispersion: 0.3).score(atLeast: 20) == 0)
        #expect(NegativeBinomial(mean: 0.1, dispersion: 0.01).score(atLeast: 65_536) == 300)
    }
}
