import Testing

@testable import Diagnosis

@Suite struct ReportEntryTests {
    private static var whole: ReportEntry {
        var entry = ReportEntry(.businessAPI, by: .max, from: 0x1234, at: 1_795_356_000.25)
        (entry.client, entry.region, entry.isSolved, entry.severity, entry.hasText) = (.api, "north", false, 5, true)
        return entry
    }

    @Test(arguments: Symptom.allCases, ReportClient.allCases)
    func bytesHoldAll(symptom: Symptom, client: ReportClient) {
        var entry = Self.whole
        (entry.symptom, entry.client) = (symptom, client)
        #expect(ReportEntry(bytes: entry.bytes) == entry)
        let bare = ReportEntry(symptom, by: 0, from: 0, at: 0)
        #expect(ReportEntry(bytes: bare.bytes) == bare)
    }

    @Test func cutOrLongerBytesAreNone() {
        let bytes = Self.whole.bytes
        for count in 0..<bytes.count { #expect(ReportEntry(bytes: Array(bytes.prefix(count))) == nil) }
        #expect(ReportEntry(bytes: bytes + [0]) == nil)
    }

    /// Wherever a byte may be anything, whatever is read is an entry that can be applied.
    @Test func changedBytesTrapNothing() {
        let bytes = Self.whole.bytes
        var book = ReportBook()
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                if let entry = ReportEntry(bytes: changed) { book.apply(entry) }
            }
        }
        #expect(ReportEntry(bytes: [2] + bytes.dropFirst()) == nil)
    }
}
