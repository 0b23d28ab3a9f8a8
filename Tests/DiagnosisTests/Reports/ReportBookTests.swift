import Testing

@testable import Diagnosis

@Suite struct ReportBookTests {
    /// 2026-11-22 14:00:00 UTC.
    private static let start = 1_795_356_000.0

    private func entry(
        _ symptom: Symptom = .cannotSend, by reporter: UInt64 = 1, after seconds: Double = 0,
        _ change: (inout ReportEntry) -> Void = { _ in }
    ) -> ReportEntry {
        var entry = ReportEntry(symptom, by: reporter, from: reporter, at: Self.start + seconds)
        change(&entry)
        return entry
    }

    private func book(_ entries: ReportEntry..., regions: Set<String> = []) -> ReportBook {
        var settings = ReportBook.Settings()
        settings.regions = regions
        var book = ReportBook(settings)
        for entry in entries { book.apply(entry) }
        return book
    }

    private func total(_ book: ReportBook, _ symptom: Symptom = .cannotSend) -> UInt64 {
        book.tally.reports(of: symptom, from: ReportTally.noRegion)
    }

    @Test(arguments: [(1.0, 1), (1799, 1), (1800, 2), (86_400, 2), (-1, 1), (-1799, 1), (-1801, 2)])
    func countsOnceInTheWindowWhicheverWayTheClockGoes(seconds: Double, count: UInt64) {
        let book = book(entry(), entry(after: seconds))
        #expect(total(book) == count)
        #expect(book.reporters(of: .cannotSend) == 1)
    }

    @Test func countsOthersAndOtherSymptoms() {
        let book = book(entry(), entry(by: 2, after: 1), entry(.media, after: 2))
        #expect(total(book) == 2)
        #expect(total(book, .media) == 1)
        #expect(book.reporters(of: .cannotSend) == 2)
        #expect(book.tally.lastAt == Self.start + 2)
    }

    @Test func forgetsReportersAfterTheWindow() {
        var book = book(entry(), entry(by: 2, after: 600))
        book.advance(to: Self.start + 1799)
        #expect(book.reporters(of: .cannotSend) == 2)
        book.advance(to: Self.start + 1800)
        #expect(book.reporters(of: .cannotSend) == 1)
        book.advance(to: Self.start + 2400)
        #expect(book.reporters(of: .cannotSend) == 0)
        #expect(total(book) == 2)
    }

    @Test func whatIsSolvedIsAnAnswerAndNoReport() {
        let solved = entry { $0.isSolved = true }
        var book = book()
        #expect(book.effect(of: solved) == .answered)
        book.apply(solved)
        #expect(total(book) == 0)
        #expect(book.reporters(of: .cannotSend) == 0)
        #expect(book.tally.answers(about: .cannotSend).solved == 1)
        #expect(book.effect(of: solved) == .alreadyCounted)
        #expect(book.effect(of: entry(after: 60)) == .counted)
    }

    @Test func answersCountOnceEach() {
        let severe = entry(after: 10) { $0.severity = 4 }
        let unsolved = entry(after: 20) { ($0.isSolved, $0.severity) = (false, 5) }
        var book = book(entry())
        #expect(book.effect(of: severe) == .answered)
        book.apply(severe)
        #expect(book.effect(of: severe) == .alreadyCounted)
        #expect(book.effect(of: unsolved) == .answered)
        book.apply(unsolved)
        let answers = book.tally.answers(about: .cannotSend)
        #expect(answers == .init(solved: 0, unsolved: 1, severities: [0, 0, 0, 1, 0]))
        #expect(total(book) == 1)
    }

    @Test func countsRegionsThatAreConfigured() {
        let there = entry { ($0.region, $0.client, $0.hasText) = ("north", .ios, true) }
        var book = book(there, entry(by: 2) { $0.region = "nowhere" }, regions: ["north", "south"])
        #expect(book.tally.reports(of: .cannotSend, from: "north") == 1)
        #expect(book.tally.reports(of: .cannotSend, from: "nowhere") == 0)
        #expect(total(book) == 1)
        #expect(book.tally.reports(by: .ios) == 1)
        #expect(book.tally.texts == 1)
        book.settings.regions = ["south"]
        #expect(book.tally.reports(of: .cannotSend, from: "north") == 0)
    }

    @Test func forgetsTheOldestOfTooMany() {
        var book = book()
        for reporter in 0..<UInt64(RecentReporters.limit + 10_000) {
            book.apply(entry(by: reporter, after: Double(reporter) / 1000))
        }
        #expect(book.reporters(of: .cannotSend) == RecentReporters.limit)
        #expect(book.effect(of: entry(by: 9_999, after: 61)) == .counted)
        #expect(book.effect(of: entry(by: 10_000, after: 61)) == .alreadyCounted)
        #expect(book.snapshot.count < 2_000_000)
    }

    @Test func manySourcesSurgeAndOneDoesNot() {
        var (many, one) = (book(), book())
        for index in 0..<240 {
            let seconds = Double(index) * 5
            many.apply(entry(by: UInt64(index), after: seconds))
            one.apply(entry(by: UInt64(index), after: seconds) { $0.source = 7 })
            many.advance(to: Self.start + seconds)
            one.advance(to: Self.start + seconds)
        }
        #expect(many.reading(of: .cannotSend).isSurging)
        #expect(!many.reading(of: .media).isSurging)
        #expect(!one.reading(of: .cannotSend).isSurging)
        #expect(one.reading(of: .cannotSend).sources == 1)
    }

    @Test func ignoresTimesThatAreNone() {
        var book = book(entry(after: .nan), entry(by: 2, after: .infinity))
        book.advance(to: .nan)
        book.advance(to: -.infinity)
        #expect(total(book) == 0)
    }

    private func filled() -> ReportBook {
        var book = book(regions: ["north"])
        for index in 0..<50 {
            book.apply(
                entry(index.isMultiple(of: 3) ? .media : .delayed, by: UInt64(index), after: Double(index)) {
                    $0.region = index.isMultiple(of: 2) ? "north" : nil
                    $0.severity = 1 + index % 5
                    $0.isSolved = index.isMultiple(of: 7) ? true : nil
                    $0.hasText = index.isMultiple(of: 5)
                })
        }
        return book
    }

    @Test func snapshotHoldsAll() {
        let book = filled()
        var settings = ReportBook.Settings()
        settings.regions = ["north"]
        var other = ReportBook(settings)
        let isTaken = other.restore(book.snapshot)
        #expect(isTaken)
        #expect(other.snapshot == book.snapshot)
        #expect(other.tally == book.tally)
        #expect(other.reporters(of: .media) == book.reporters(of: .media))
        #expect(other.effect(of: entry(.delayed, by: 1, after: 60) { $0.severity = 1 }) == .alreadyCounted)
    }

    @Test func sameEntriesGiveTheSameBook() {
        #expect(filled().snapshot == filled().snapshot)
    }

    @Test func spoiltSnapshotChangesNothing() {
        let snapshot = filled().snapshot
        var book = book(entry())
        let before = book.snapshot
        for index in stride(from: 0, to: snapshot.count, by: 7) {
            var spoilt = snapshot
            spoilt[index] ^= 0x41
            let isTaken = book.restore(spoilt)
            let isCutTaken = book.restore(Array(snapshot.prefix(index)))
            #expect(!isTaken && !isCutTaken, "byte \(index)")
        }
        #expect(book.snapshot == before)
    }
}
