import Foundation
import Testing

@testable import WhatsApp

@Suite struct FeedTimeTests {
    private static func time(_ json: String) -> Double? {
        try? JSONDecoder().decode([FeedTime].self, from: Data("[\(json)]".utf8)).first?.unixSeconds
    }

    /// 2026-06-12 14:34:00 UTC.
    private static let moment = 1_781_274_840.0

    @Test(arguments: [
        ("1781274840", 0), ("1781274840.5", 0.5), ("1781274840500", 0.5), ("1781274840000000", 0), (#""1781274840""#, 0),
        (#""1781274840500""#, 0.5), (#""2026-06-12T14:34:00Z""#, 0), (#""2026-06-12T14:34:00.250Z""#, 0.25),
        (#""2026-06-12T14:34:00,250Z""#, 0.25), (#""2026-06-12T14:34:00""#, 0), (#""2026-06-12T14:34""#, 0),
        (#""2026-06-12 14:34:00 UTC""#, 0), (#""2026-06-12T16:34:00+02:00""#, 0), (#""2026-06-12T07:34:00-0700""#, 0),
        (#""2026-06-12T20:04:00+05:30""#, 0), (#""2026-06-12 07:34 PDT""#, 0), (#""2026-06-12T07:34:00-07""#, 0),
        (#""Fri, 12 Jun 2026 14:34:00 GMT""#, 0), (#""Fri, 12 Jun 2026 07:34:00 -0700""#, 0),
        (#""June 12, 2026 at 7:34 AM PDT""#, 0), (#""Jun 12, 2026, 2:34PM (UTC)""#, 0), (#""12 June 2026 14:34""#, 0),
        (#""Friday, June 12, 2026 2:34:30 PM""#, 30),
    ])
    func isUnderstoodHoweverItIsWritten(_ json: String, _ offset: Double) {
        #expect(Self.time(json) == Self.moment + offset)
    }

    @Test func aDateAloneIsItsMidnight() {
        for json in [#""2026-06-12""#, #""June 12, 2026""#, #""12 Jun 2026""#] {
            #expect(Self.time(json) == Self.moment - 14 * 3600 - 34 * 60)
        }
    }

    @Test func noonAndMidnightHaveTwelveHours() {
        let midnight = Self.time(#""Jun 12, 2026""#) ?? .nan
        #expect(Self.time(#""Jun 12, 2026 12:30 AM""#) == midnight + 1800)
        #expect(Self.time(#""Jun 12, 2026 12:30 PM""#) == midnight + 45_000)
    }

    @Test(arguments: [
        "0", "-1", "1e300", "-1e300", "1e999", "12", "null", "true", "{}", "[]", #""""#, #""nan""#, #""inf""#, #""-inf""#,
        #""yesterday""#, #""2 hours ago""#, #""2026-13-01""#, #""2026-02-30""#, #""2026-06-12T25:00:00Z""#,
        #""2026-06-12T14:61:00Z""#, #""2026-06-12T14:34:00 CEST""#, #""2026-06-12T14:34:00+99:00""#, #""9999-12-31""#,
        #""1969-07-20""#, #""June 2026""#, #""June 31, 2026""#, #""June 12, 2026 14:34 PM""#, #""June 12, 2026 0:34 AM""#,
        #""June 12, 2026 AM""#, #""12 13 June 2026""#, #""June July 12 2026""#, #""２０２６-06-12""#, #""99999999999999999999""#,
        #""June 99999999999999999999, 2026""#,
    ])
    func whatIsNoTimeIsNone(_ json: String) {
        #expect(Self.time(json) == nil)
    }

    @Test func longTextIsNotEvenLookedAt() {
        #expect(Self.time("\"" + String(repeating: " ", count: 100_000) + "2026-06-12\"") == nil)
    }
}
