import Testing

@testable import Diagnosis

@Suite struct ImpactTests {
    /// The bounds of the Poisson mean by `scipy.stats.chi2`: 28.577 and 54.469 for 40, 3.689 above none.
    @Test func isTheExcessByThoseWhoWouldReport() throws {
        let impact = try #require(Impact(reporters: 40, expected: 4, users: 10_000, reportingShare: 0.02...0.08))
        #expect(abs(impact.estimate - 36 / 10_000 / 0.04) < 1e-9)
        #expect(abs(impact.lower - 24.577 / 10_000 / 0.08) < 1e-4)
        #expect(abs(impact.upper - 50.469 / 10_000 / 0.02) < 1e-3)
    }

    @Test func isNoneWhileNoMoreReportThanUsual() throws {
        let none = try #require(Impact(reporters: 0, expected: 0, users: 1000, reportingShare: 0.1...0.1))
        #expect(none.estimate == 0)
        #expect(none.lower == 0)
        #expect(abs(none.upper - 0.03689) < 0.001)
        let usual = try #require(Impact(reporters: 5, expected: 20, users: 1000, reportingShare: 0.1...0.1))
        #expect(usual.estimate == 0)
        #expect(usual.upper == 0)
    }

    @Test func isAllAtTheMost() throws {
        let impact = try #require(Impact(reporters: .max, expected: 4, users: 10, reportingShare: 0.02...0.1))
        #expect([impact.estimate, impact.lower, impact.upper] == [1, 1, 1])
    }

    @Test(
        arguments: [
            (-1, 1, 10, 0.1...0.2), (1, -1, 10, 0.1...0.2), (1, .nan, 10, 0.1...0.2), (1, .infinity, 10, 0.1...0.2),
            (1, 1, 0, 0.1...0.2), (1, 1, 10, 0...0.2), (1, 1, 10, 0.1...1.1),
        ] as [(Int, Double, Int, ClosedRange<Double>)])
    func isNilOutOfRange(_ reporters: Int, _ expected: Double, _ users: Int, _ share: ClosedRange<Double>) {
        #expect(Impact(reporters: reporters, expected: expected, users: users, reportingShare: share) == nil)
    }
}
