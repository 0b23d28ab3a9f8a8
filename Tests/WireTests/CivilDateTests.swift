import Testing
import Wire

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (59, "1970-03-01"), (11_016, "2000-02-29"), (11_017, "2000-03-01"),
            (20_779, "2026-11-22"), (-719_468, "0000-03-01"), (2_932_896, "9999-12-31"), (-25_509, "1900-02-28"),
            (-25_508, "1900-03-01"),
        ] as [(Int64, String)])
    func namesADayAndFindsItAgain(days: Int64, text: String) {
        #expect(CivilDate(daysSince1970: days).text == text)
        #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
    }

    @Test func aDayPastItsMonthCountsOn() {
        #expect(CivilDate(year: 2026, month: 2, day: 29).daysSince1970 == CivilDate(year: 2026, month: 3, day: 1).daysSince1970)
    }
}
