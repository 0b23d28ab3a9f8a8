import Testing
import WhatsApp
import Wire

@testable import Diagnosis

@Suite struct AnswerBookTests {
    private let now = Answering.midnight
    private let key = Answering.key
    private let mia = Answering.mia
    private let atl = Answering.atl
    private let hel = Answering.hel

    private func book(_ answers: [(at: Double, addresses: [IPAddress], ttl: UInt32?)]) -> AnswerBook {
        var book = AnswerBook()
        for answer in answers {
            book.see(EdgeAnswer(key: key, addresses: answer.addresses, ttlSeconds: answer.ttl, at: now + answer.at))
        }
        return book
    }

    @Test func sharesOfAnHourOfAnswers() throws {
        let book = book([
            (0, [hel], 60), (10, [mia], 60), (20, [mia, atl], 13), (30, [], nil), (40, [mia, mia], 300), (3601, [mia], 42),
        ])
        let reading = try #require(book.readings(at: now + 3605).first)
        #expect(reading.key == key)
        #expect(reading.queries == 6)
        #expect(reading.unanswered == 1)
        #expect(reading.shares == [.init(address: mia, ratio: 0.8), .init(address: atl, ratio: 0.2)])
        #expect(reading.distinctAddresses == 2)
        #expect(abs(reading.normalisedEntropy - 0.721_928) < 1e-6)
        #expect(abs(reading.effectiveAddresses - 1.649_385) < 1e-6)
        #expect(reading.ttlSeconds == 42)
        #expect(reading.longestTTLSeconds == 300)
        #expect(reading.setChange == 0)
    }

    @Test func setChangeIsJaccardsDistance() throws {
        for (before, after, change) in [
            ([mia], [mia], 0.0), ([mia], [atl], 1), ([mia, atl], [atl, hel], 2.0 / 3), ([mia, atl, hel], [hel, mia], 1.0 / 3),
        ] {
            let reading = book([(0, before, nil), (1, after, nil)]).readings(at: now + 2).first
            #expect(abs(try #require(reading?.setChange) - change) < 1e-12)
        }
        #expect(book([(0, [mia], nil)]).readings(at: now).first?.setChange == nil)
    }

    @Test func nothingAnsweredIsSaidAsNothing() throws {
        let reading = try #require(book([(0, [], nil)]).readings(at: now + 1).first)
        #expect(reading.shares.isEmpty && reading.distinctAddresses == 0 && reading.effectiveAddresses == 0)
        #expect(reading.ttlSeconds == nil && reading.unanswered == 1)
    }

    @Test func answersAreBounded() throws {
        var book = AnswerBook()
        for number in 0..<3000 {
            let addresses = (0..<40).map { IPAddress.v4(UInt32(number * 40 + $0)) }
            book.see(EdgeAnswer(key: key, addresses: addresses, at: now + Double(number)))
            book.see(EdgeAnswer(key: EdgeKey(role: .web, resolver: "\(number)", family: .ip4), addresses: addresses, at: now))
        }
        #expect(book.readings(at: now + 3000).count == 64)
        let reading = try #require(book.readings(at: now + 3000).first)
        #expect(reading.key == key)
        #expect(reading.distinctAddresses == 240 * 32)
        #expect(reading.shares.count == 64)
    }

    @Test(arguments: [.nan, .infinity, -.infinity] as [Double])
    func impossibleTimesAreIgnored(time: Double) {
        var book = AnswerBook()
        book.see(EdgeAnswer(key: key, addresses: [mia], at: time))
        book.connect(EdgeAttempt(role: .chat, address: mia, at: time, isSuccess: true))
        #expect(book.readings(at: now).isEmpty && book.groups(at: now).isEmpty)
    }

    @Test func answersFromATakenBackFutureAreDropped() throws {
        let reading = try #require(book([(1e7, [atl], 1), (0, [mia], 2)]).readings(at: now + 1e7).first)
        #expect(reading.shares.isEmpty)
        let later = try #require(book([(1e7, [atl], 1), (0, [mia], 2)]).readings(at: now).first)
        #expect(later.shares.map(\.address) == [mia])
    }

    @Test func otherKeysAreForgotten() {
        var book = book([(0, [mia], 60)])
        let web = EdgeKey(role: .web, resolver: "system", family: .ip4)
        book.see(EdgeAnswer(key: web, addresses: [atl], at: now))
        book.connect(EdgeAttempt(role: .chat, address: mia, at: now, isSuccess: true))
        book.expect([web])
        #expect(book.readings(at: now).map(\.key) == [web])
        #expect(book.groups(at: now).isEmpty)
    }
}
