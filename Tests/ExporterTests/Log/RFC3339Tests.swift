import Foundation
import Testing

@testable import Exporter

@Suite struct RFC3339Tests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (0.9996, "1970-01-01T00:00:00.999Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_795_305_600, "2026-11-22T00:00:00.000Z"), (4_107_542_399, "2100-02-28T23:59:59.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"), (1e18, "9999-12-31T23:59:59.999Z"), (-1, "1970-01-01T00:00:00.000Z"),
            (.infinity, "9999-12-31T23:59:59.999Z"), (-.infinity, "1970-01-01T00:00:00.000Z"), (.nan, "1970-01-01T00:00:00.000Z"),
        ] as [(Double, String)])
    func formats(unixSeconds: Double, text: String) {
        #expect(RFC3339.format(unixSeconds: unixSeconds) == text)
    }

    @Test func agreesWithFoundation() {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        for day in stride(from: 0, to: 2_932_896, by: 97) {
            let time = Double(day) * 86_400 + Double(day % 86_400) + 0.5
            #expect(RFC3339.format(unixSeconds: time) == formatter.string(from: Date(timeIntervalSince1970: time)))
        }
    }
}
