import Testing

@testable import Diagnosis

@Suite struct SurgeTestTests {
    private static let (byNight, byDay) = (-6.9, -9.2)

    private static func isSurge(_ count: Int, of mean: Double, odds: Double = byDay) -> Bool {
        var window = SourceWindow()
        window.advance(to: 1000)
        for source in 0..<count { window.add(UInt64(source), in: 941 + source * 37 % 60) }
        let test = SurgeTest(
            normal: NegativeBinomial(mean: mean, dispersion: 0.03), harmless: mean * 2.5, logHarmlessOdds: odds, leastReports: 5)
        return test.isSurge(window, lasting: (window.fullest(12), 0.2))
    }

    private static func fewest(of mean: Double, odds: Double = byDay) -> Int? {
        (1..<10_000).first { isSurge($0, of: mean, odds: odds) }
    }

    @Test(arguments: [(1, 6, 11), (3, 4.5, 6), (7, 3.2, 5), (50, 1.8, 4)] as [(Double, Double, Double)])
    func fewerAreNeededTheMoreAreUsual(_ mean: Double, _ least: Double, _ most: Double) throws {
        for odds in [Self.byNight, Self.byDay] {
            let ratio = Double(try #require(Self.fewest(of: mean, odds: odds))) / mean
            #expect((least...most).contains(ratio))
        }
    }

    @Test func aHolidayExplainsMoreByNight() throws {
        #expect(try #require(Self.fewest(of: 50, odds: Self.byNight)) > #require(Self.fewest(of: 50, odds: Self.byDay)))
    }

    @Test(arguments: [0.1, 3, 50] as [Double]) func moreThanEnoughIsEnough(_ mean: Double) throws {
        let fewest = try #require(Self.fewest(of: mean, odds: Self.byNight))
        for times in [1, 2, 3, 30] { #expect(Self.isSurge(fewest * times, of: mean, odds: Self.byNight)) }
    }

    @Test func noneAreNeverASurge() {
        #expect(!Self.isSurge(0, of: 0.1))
        #expect(!Self.isSurge(4, of: 0.1))
    }
}
