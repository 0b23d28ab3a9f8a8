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

    /// By `scipy.stats.nbinom.logpmf`, but for the last: no dispersion is taken for less than 0.002.
    @Test(
        arguments: [
            (0.1, 0.1, 5, -15.573204), (2, 0.1, 15, -14.615977), (5, 0.05, 0, -4.462871), (100, 0.04, 200, -11.047525),
            (30000, 0.02, 60000, -25.288947), (5, 0.001, 6, -1.927601),
        ] as [(Double, Double, Int, Double)])
    func knowsHowLikelyACountIs(_ mean: Double, _ dispersion: Double, _ count: Int, _ logLikelihood: Double) {
        let found = NegativeBinomial(mean: mean, dispersion: dispersion).logLikelihood(of: count)
        #expect(abs(found - logLikelihood) < 0.005)
    }

    @Test func isBetweenNothingAndThreeHundred() {
        #expect(NegativeBinomial(mean: 20, dispersion: 0.3).score(atLeast: 20) == 0)
        #expect(NegativeBinomial(mean: 0, dispersion: 0.3).score(atLeast: 20) == 0)
        #expect(NegativeBinomial(mean: .nan, dispersion: 0.3).score(atLeast: 20) == 0)
        #expect(NegativeBinomial(mean: 0.1, dispersion: 0.01).score(atLeast: 65_536) == 300)
    }
}
