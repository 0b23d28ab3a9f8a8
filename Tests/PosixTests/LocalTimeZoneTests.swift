import Foundation
import Testing

@testable import Posix

@Suite struct LocalTimeZoneTests {
    @Test(arguments: [0, 1_700_000_000, 1_720_000_000])
    func offsetIsThatOfFoundation(seconds: Int) {
        let zone = LocalTimeZone(at: seconds)
        let date = Date(timeIntervalSince1970: Double(seconds))
        #expect(zone.offsetSeconds == TimeZone.current.secondsFromGMT(for: date))
        #expect(!zone.name.isEmpty)
    }

    @Test func timeOutsideTheCalendarIsUTC() {
        #expect(LocalTimeZone(at: .max) == LocalTimeZone(name: "UTC", offsetSeconds: 0))
    }
}
