import Testing

@testable import Diagnosis

@Suite struct WilsonIntervalTests {
    @Test(
        arguments: [
            (0, 1, 0, 0.793_457), (1, 1, 0.206_543, 1), (3, 10, 0.107_789, 0.603_227), (0, 60, 0, 0.060_174),
            (60, 60, 0.939_826, 1), (50, 100, 0.403_830, 0.596_170), (1, 1000, 0.000_177, 0.005_643),
        ] as [(Int, Int, Double, Double)])
    func knownAnswers(count: Int, trials: Int, lower: Double, upper: Double) throws {
        let share = try #require(WilsonInterval(count, of: trials))
        #expect(share.point == Double(count) / Double(trials))
        #expect(abs(share.lower - lower) < 1e-6)
        #expect(abs(share.upper - upper) < 1e-6)
    }

    @Test(arguments: [(0, 0), (1, 0), (-1, 3), (4, 3), (0, -1)])
    func noShareOfNothing(count: Int, trials: Int) {
        #expect(WilsonInterval(count, of: trials) == nil)
    }

    @Test func boundsHoldTheShareThemselves() throws {
        for trials in 1...200 {
            for count in 0...trials {
                let share = try #require(WilsonInterval(count, of: trials))
                #expect(0 <= share.lower && share.lower <= share.point && share.point <= share.upper && share.upper <= 1)
            }
        }
    }
}
