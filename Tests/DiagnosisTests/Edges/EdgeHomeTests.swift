import Testing
import WhatsApp
import Wire

@testable import Diagnosis

/// Which edge is home, over a week of answers, and what is kept of it.
@Suite struct EdgeHomeTests {
    private let mia = Answering.mia
    private let atl = Answering.atl
    private let hel = Answering.hel
    private let start = Answering.midnight
    private let hour = Answering.hour
    private let day = 24 * Answering.hour

    private func home(_ book: EdgeBook, at time: Double) -> String? { book.reading(at: time)?.home?.description }

    @Test func homeIsTheModeOfSevenDays() {
        var book = EdgeBook()
        book.answer(mia, from: start, to: start + 4 * day)
        book.answer(atl, from: start + 4 * day, to: start + 7 * day)
        #expect(home(book, at: start + 7 * day) == "57.144.23.0/24")
        #expect(book.reading(at: start + 7 * day - 1)?.observedHours == 168)
        // The first days leave the window, and the new edge outnumbers the old.
        book.answer(atl, from: start + 7 * day, to: start + 8 * day)
        #expect(home(book, at: start + 8 * day) == "57.144.40.0/24")
        #expect(book.state(at: start + 8 * day) == .home)
    }

    @Test func tieGoesToTheEdgeSeenEarlier() {
        for (first, second) in [(mia, atl), (atl, mia)] {
            var book = EdgeBook()
            book.answer(first, from: start, to: start + hour)
            book.answer(second, from: start + hour, to: start + 2 * hour)
            #expect(book.reading(at: start + 2 * hour)?.home == EdgeNetwork(of: first))
            book.answer(second, from: start + 2 * hour, to: start + 2 * hour + 1)
            #expect(book.reading(at: start + 2 * hour + 1)?.home == EdgeNetwork(of: second))
        }
    }

    @Test func tieWithinAnHourIsDecidedTheSameEachTime() {
        for order in [[mia, atl], [atl, mia]] {
            var book = EdgeBook()
            for (index, address) in order.enumerated() {
                book.see(EdgeAnswer(key: Answering.key, addresses: [address], at: start + Double(index)))
            }
            #expect(home(book, at: start + 2) == "57.144.23.0/24")
        }
    }

    @Test func coldStartSaysSo() throws {
        var book = EdgeBook()
        book.see(EdgeAnswer(key: Answering.key, addresses: [mia], at: start))
        let reading = try #require(book.reading(at: start))
        #expect(reading.state == .home)
        #expect(reading.observedHours == 1)
        book.answer(mia, from: start, to: start + 5 * hour)
        #expect(book.reading(at: start + 5 * hour - 1)?.observedHours == 5)
        // A gap is not observed.
        book.answer(mia, from: start + 9 * hour, to: start + 10 * hour)
        #expect(book.reading(at: start + 10 * hour - 1)?.observedHours == 6)
    }

    @Test func homeOfAWeekAgoIsForgotten() throws {
        var book = EdgeBook()
        book.answer(mia, from: start, to: start + hour)
        let reading = try #require(book.reading(at: start + 8 * day))
        #expect(reading.home == nil)
        #expect(reading.observedHours == 0)
        #expect(reading.state == .unknown)
    }

    @Test func lastAddressAtHomeIsTheOnePinned() {
        var book = EdgeBook()
        let replaced = Answering.address("57.144.23.35")
        book.answer(mia, from: start, to: start + 5 * hour)
        book.answer(replaced, from: start + 5 * hour, to: start + 5 * hour + 120)
        #expect(book.reading(at: start + 5 * hour + 120)?.changes == 0)
        book.answer(atl, from: start + 5 * hour + 120, to: start + 6 * hour)
        #expect(book.pinsDue(.chat, at: start + 6 * hour, every: 60) == [replaced])
    }

    @Test func resolversAndFamiliesHaveHomesOfTheirOwn() {
        var book = EdgeBook()
        let keys = [
            Answering.key, EdgeKey(role: .chat, resolver: "8.8.8.8", family: .ip4),
            EdgeKey(role: .web, resolver: "system", family: .ip4), EdgeKey(role: .chat, resolver: "system", family: .ip6),
        ]
        let addresses = [mia, atl, hel, Answering.address("2a03:2880:f33c:120:face:b00c:0:167")]
        for (key, address) in zip(keys, addresses) { book.answer(address, by: key, from: start, to: start + hour) }
        #expect(keys.map { book.reading(at: start + hour, of: $0)?.home } == addresses.map { EdgeNetwork(of: $0) })
        book.expect([keys[1], keys[3]])
        #expect(book.readings(at: start + hour).map(\.key) == [keys[1], keys[3]])
    }

    @Test func clockLeapingAYearCostsNoHome() throws {
        var book = EdgeBook()
        book.answer(mia, from: start, to: start + 5 * day)
        book.answer(atl, from: start + 365 * day, to: start + 365 * day + 600)
        #expect(home(book, at: start + 365 * day + 600) == "57.144.40.0/24")
        book.answer(mia, from: start + 5 * day, to: start + 5 * day + 600)
        let reading = try #require(book.reading(at: start + 5 * day + 600))
        #expect(reading.home == EdgeNetwork(of: mia))
        #expect(reading.state == .home)
        #expect(reading.observedHours >= 119)
        #expect((reading.since ?? .infinity) <= start + 5 * day + 600)
    }

    @Test(arguments: [-1, .nan, .infinity, -.infinity, 1e300, 1e12])
    func timesOutsideTheCalendarAreIgnored(time: Double) {
        var book = EdgeBook()
        book.see(EdgeAnswer(key: Answering.key, addresses: [mia], at: time))
        book.probe(mia, at: time)
        #expect(book.rows.isEmpty)
        #expect(book.readings(at: time).isEmpty)
        #expect(book.rows(ofHourAt: time).isEmpty)
        let isClaimed = book.names.claim(mia, at: time)
        #expect(isClaimed == time.isFinite)
        book.see(EdgeAnswer(key: Answering.key, addresses: [], at: start))
        #expect(book.readings(at: start).isEmpty)
    }

    @Test func rowsRestoreTheHome() throws {
        var book = EdgeBook()
        book.answer(mia, from: start, to: start + 3 * day)
        book.answer(atl, from: start + 3 * day, to: start + 4 * day)
        let rows = book.rows
        #expect(rows.count == 96)
        #expect(rows.allSatisfy { $0.key == "chat/system/ip4" && $0.count == 60 })
        #expect(book.rows(ofHourAt: start + 4 * day - 1) == rows.filter { $0.edge == "57.144.40.33" }.suffix(1))

        var again = EdgeBook()
        again.restore(rows.shuffled())
        #expect(again.rows == rows)
        let end = start + 4 * day
        #expect(again.reading(at: end)?.state == .unknown)
        again.answer(atl, from: end, to: end + 60)
        #expect(again.reading(at: end)?.home == EdgeNetwork(of: mia))
        // A home left before the restart can be asked.
        #expect(again.pinsDue(.chat, at: end, every: 60) == [mia])
        again.probe(mia, at: end + 10, false, isPinned: true)
        #expect(again.state(at: end + 11) == .failoverSuspected)
    }

    @Test func strangeRowsArePassedOver() {
        var book = EdgeBook()
        let good = EdgeHomeRow(key: "chat/system/ip4", hour: 500_000, edge: "57.144.23.33", count: 3)
        let strange = [
            ("", 1, "57.144.23.33", 1), ("chat/system", 1, "57.144.23.33", 1), ("chat//ip4", 1, "57.144.23.33", 1),
            ("chat/system/ip5", 1, "57.144.23.33", 1), ("mail/system/ip4", 1, "57.144.23.33", 1),
            ("chat_alternate/system/ip4", 1, "3.33.221.48", 1), ("chat/system/ip4", 500_000, "mia3", 1),
            ("chat/system/ip4", 500_000, "::1", 1), ("chat/system/ip4", -1, "57.144.23.33", 1),
            ("chat/system/ip4", .min, "57.144.23.33", 1), ("chat/system/ip4", 500_000, "57.144.23.34", 0),
            ("chat/system/ip4", 500_000, "57.144.23.34", .min),
        ].map { EdgeHomeRow(key: $0, hour: $1, edge: $2, count: $3) }
        book.restore(strange + [good])
        #expect(book.rows == [good])
        book.restore([
            EdgeHomeRow(key: "chat/system/ip4", hour: .max, edge: "57.144.23.33", count: .max),
            EdgeHomeRow(key: "chat/system/ip4", hour: .max, edge: "57.144.23.33", count: .max),
        ])
        #expect(book.reading(at: 500_000 * 3600)?.home == EdgeNetwork(of: mia))
    }

    @Test func memoryIsBounded() {
        var book = EdgeBook()
        for number in 0..<1000 {
            let address = IPAddress.v4(0x3990_0000 + UInt32(number) << 8)
            let key = EdgeKey(role: .chat, resolver: "\(number)", family: .ip4)
            book.see(EdgeAnswer(key: key, addresses: [address], at: start))
            book.see(EdgeAnswer(key: Answering.key, addresses: [address], at: start))
            book.see(EdgeAnswer(key: EdgeKey(role: .web, resolver: "0", family: .ip4), addresses: [address], at: start))
            book.probe(address, at: start)
            _ = book.names.claim(address, at: start)
        }
        #expect(book.readings(at: start).count == 64)
        // Two keys with eight addresses in the hour, the others with one.
        #expect(book.rows.count == 62 + 8 + 8)
    }
}
