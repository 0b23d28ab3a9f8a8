import Testing
import WhatsApp
import Wire

@testable import Diagnosis

/// The three states of an edge, through timelines.
@Suite struct EdgeStateTests {
    private let mia = Answering.mia
    private let atl = Answering.atl
    private let hel = Answering.hel
    private let start = Answering.midnight
    /// When the answers leave home.
    private let turn = Answering.midnight + 6 * Answering.hour

    /// Six hours at home, probed each minute, and half an hour elsewhere.
    private func away(to elsewhere: IPAddress = Answering.atl) -> EdgeBook {
        var book = EdgeBook(answerValidSeconds: 1800)
        book.answer(mia, from: start, to: turn)
        for time in stride(from: start, to: turn, by: 60) { book.probe(mia, at: time + 10) }
        book.answer(elsewhere, from: turn, to: turn + 1800)
        return book
    }

    @Test func homeWhileTheUsualEdgeIsAnswered() throws {
        var book = EdgeBook()
        #expect(book.readings(at: start).isEmpty)
        book.answer(mia, from: start, to: turn)
        let reading = try #require(book.reading(at: turn))
        #expect(reading.state == .home)
        #expect(reading.edge?.description == "57.144.23.0/24")
        #expect(reading.home == reading.edge)
        #expect(reading.since == start)
        #expect(reading.changes == 0)
        #expect(reading.pinned == nil)
    }

    @Test func unknownUntilHomeWasProbedAgain() throws {
        let book = away()
        #expect(book.state(at: turn + 1) == .unknown)
        let reading = try #require(book.reading(at: turn + 1))
        #expect(reading.edge == EdgeNetwork(of: atl))
        #expect(reading.since == turn)
        #expect(reading.changes == 1)
        #expect(reading.pinned == EdgeReading.Pinned(address: mia))
    }

    @Test func steeredWhileHomeStillAnswers() throws {
        var book = away()
        book.probe(mia, at: turn + 30, isPinned: true)
        #expect(book.state(at: turn + 31) == .steered)
        for minute in 1..<30 { book.probe(mia, at: turn + Double(minute) * 60, handshake: 0.25, isPinned: true) }
        #expect(book.state(at: turn + 1750) == .steered)
        #expect(book.reading(at: turn + 1750)?.pinned?.isSuccess == true)
    }

    @Test func failoverSuspectedWhenHomeIsDead() throws {
        var book = away()
        book.probe(mia, at: turn + 30, false, isPinned: true)
        #expect(book.state(at: turn + 31) == .failoverSuspected)
        book.probe(mia, at: turn + 90, false, isPinned: true)
        #expect(book.state(at: turn + 91) == .failoverSuspected)
        // It comes back, and the answers have not followed yet.
        book.probe(mia, at: turn + 150, isPinned: true)
        #expect(book.state(at: turn + 151) == .steered)
    }

    @Test func oneLostPacketIsNoFailover() {
        var book = away()
        book.probe(mia, at: turn + 30, isPinned: true)
        book.probe(mia, at: turn + 90, false, isPinned: true)
        #expect(book.state(at: turn + 91) == .steered)
        #expect(book.reading(at: turn + 91)?.pinned?.isSuccess == false)
        book.probe(mia, at: turn + 150, false, isPinned: true)
        #expect(book.state(at: turn + 151) == .failoverSuspected)
    }

    @Test(arguments: [(0.299, EdgeState.steered), (0.301, .failoverSuspected)])
    func slowHomeIsAFailover(handshake: Double, state: EdgeState) {
        var book = away()
        for minute in 1...4 { book.probe(mia, at: turn + Double(minute) * 60, handshake: handshake, isPinned: true) }
        #expect(book.state(at: turn + 245) == state)
    }

    @Test func oneSlowHandshakeIsNoFailover() {
        var book = away()
        for (minute, seconds) in [(1.0, 0.1), (2, 5), (3, 0.1)] {
            book.probe(mia, at: turn + minute * 60, handshake: seconds, isPinned: true)
        }
        #expect(book.state(at: turn + 185) == .steered)
    }

    @Test func failuresBeforeTheTurnAreNotThePinnedProbes() {
        var book = EdgeBook()
        book.answer(mia, from: start, to: turn)
        book.probe(mia, at: turn - 30, false)
        book.answer(atl, from: turn, to: turn + 120)
        #expect(book.state(at: turn + 10) == .unknown)
    }

    @Test func probeOfLongAgoSaysNothing() {
        var book = away()
        book.probe(mia, at: turn + 30, isPinned: true)
        #expect(book.state(at: turn + 329) == .steered)
        #expect(book.state(at: turn + 331) == .unknown)
    }

    @Test func goingOnElsewhereKeepsWhatHomeSaid() throws {
        var book = away()
        book.probe(mia, at: turn + 1750, isPinned: true)
        book.answer(hel, from: turn + 1800, to: turn + 1900)
        #expect(book.state(at: turn + 1900) == .steered)
        #expect(book.reading(at: turn + 1900)?.changes == 2)
        #expect(book.reading(at: turn + 1900)?.since == turn + 1800)
    }

    @Test func leavingHomeAgainAsksAgain() {
        var book = away()
        book.probe(mia, at: turn + 1700, false, isPinned: true)
        book.answer(mia, from: turn + 1800, to: turn + 1860)
        #expect(book.state(at: turn + 1860) == .home)
        book.answer(atl, from: turn + 1860, to: turn + 1920)
        #expect(book.state(at: turn + 1920) == .unknown)
    }

    @Test func resolverFallenSilentIsUnknown() {
        var book = EdgeBook(answerValidSeconds: 180)
        book.answer(mia, from: start, to: turn)
        #expect(book.state(at: turn + 119) == .home)
        #expect(book.state(at: turn + 121) == .unknown)
        #expect(book.reading(at: turn + 121)?.edge == EdgeNetwork(of: mia))
    }

    @Test func answerStillHoldingTheEdgeIsNoChange() {
        var book = EdgeBook()
        let others = [hel, atl, mia]
        book.answer(mia, from: start, to: start + 600)
        for round in 0..<30 {
            let rotated = Array(others[(round % 3)...] + others[..<(round % 3)])
            book.see(EdgeAnswer(key: Answering.key, addresses: rotated, at: start + 600 + Double(round) * 60))
        }
        #expect(book.reading(at: start + 2400)?.changes == 0)
        #expect(book.state(at: start + 2400) == .home)
    }

    @Test func pinsAreDueWhileAwayOnly() {
        var book = away()
        #expect(book.pinsDue(.chat, at: turn + 30, every: 60) == [mia])
        #expect(book.pinsDue(.web, at: turn + 30, every: 60) == [])
        book.probe(mia, at: turn + 30, isPinned: true)
        #expect(book.pinsDue(.chat, at: turn + 80, every: 60) == [])
        #expect(book.pinsDue(.chat, at: turn + 90, every: 60) == [mia])
        book.answer(mia, from: turn + 1800, to: turn + 1900)
        #expect(book.pinsDue(.chat, at: turn + 1900, every: 60) == [])
    }

    @Test func oneProbeServesAllResolversLedAway() throws {
        var book = away()
        let other = EdgeKey(role: .chat, resolver: "9.9.9.9", family: .ip4)
        book.answer(mia, by: other, from: start, to: turn)
        book.answer(hel, by: other, from: turn, to: turn + 61)
        #expect(book.pinsDue(.chat, at: turn + 61, every: 60) == [mia])
        book.probe(mia, at: turn + 61, false, isPinned: true)
        #expect(book.readings(at: turn + 62).map(\.state) == [.failoverSuspected, .failoverSuspected])
    }

    @Test func anycastRoleHasNoHome() {
        var book = EdgeBook()
        book.answer(mia, by: EdgeKey(role: .chatAlternate, resolver: "system", family: .ip4), from: start, to: turn)
        #expect(book.readings(at: turn).isEmpty)
        #expect(book.rows.isEmpty)
    }
}
