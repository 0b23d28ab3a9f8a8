import Testing
import WhatsApp
import Wire

@testable import Diagnosis

@Suite struct AddressGroupTests {
    private let now = Answering.midnight
    private let mia = Answering.mia
    private let atl = Answering.atl
    private let hel = Answering.hel

    /// A group whose addresses failed so many of so many attempts.
    private func group(_ counts: [(failures: Int, attempts: Int)]) throws -> AddressGroup {
        var book = AnswerBook()
        for (index, count) in counts.enumerated() {
            for attempt in 0..<count.attempts {
                book.connect(
                    EdgeAttempt(
                        role: .chat, address: .v4(UInt32(index + 1)), at: now + Double(attempt),
                        isSuccess: attempt >= count.failures))
            }
        }
        return try #require(book.groups(at: now + 200).first)
    }

    @Test(
        arguments: [
            ([(0, 60), (30, 60), (1, 60)], [false, true, false], false), ([(0, 60), (0, 60)], [false, false], false),
            ([(1, 5), (0, 60)], [false, false], false), ([(5, 5), (0, 60)], [true, false], false),
            ([(4, 4), (0, 60)], [nil, nil], false), ([(60, 60), (60, 60)], [false, false], true),
            ([(60, 60), (40, 60)], [true, false], true), ([(60, 60), (35, 60)], [true, false], false),
            ([(10, 10)], [nil], true), ([(4, 4)], [nil], nil), ([(30, 60), (30, 60)], [false, false], false),
        ] as [([(Int, Int)], [Bool?], Bool?)])
    func badOnesStandOut(counts: [(Int, Int)], bad: [Bool?], all: Bool?) throws {
        let group = try group(counts.map { (failures: $0.0, attempts: $0.1) })
        #expect(group.addresses.map(\.isBad) == bad)
        #expect(group.areAllBad == all)
    }

    @Test func connectTimesAndTheirSpread() throws {
        var book = AnswerBook()
        for (address, times) in [(mia, [0.03, 0.01, 0.02]), (atl, [0.04, 0.04]), (hel, [0.09, 0.05, 0.06])] {
            for (index, seconds) in times.enumerated() {
                book.connect(
                    EdgeAttempt(role: .web, address: address, at: now + Double(index), isSuccess: true, connectSeconds: seconds))
            }
        }
        book.connect(EdgeAttempt(role: .web, address: mia, at: now + 5, isSuccess: false))
        book.connect(EdgeAttempt(role: .web, address: mia, at: now + 6, isSuccess: false, connectSeconds: .nan))
        let group = try #require(book.groups(at: now + 10).first)
        #expect(group.addresses.map(\.address) == [mia, atl, hel])
        #expect(group.addresses.map(\.leastConnectSeconds) == [0.01, 0.04, 0.05])
        #expect(group.addresses.map(\.medianConnectSeconds) == [0.02, 0.04, 0.06])
        #expect(abs(try #require(group.connectSpread) - 1) < 1e-12)
        #expect(group.addresses[0].attempts == 5 && group.addresses[0].failures == 2)
    }

    @Test func spreadNeedsTwo() throws {
        var book = AnswerBook()
        book.connect(EdgeAttempt(role: .web, address: mia, at: now, isSuccess: true, connectSeconds: 0.1))
        #expect(book.groups(at: now).first?.connectSpread == nil)
        book.connect(EdgeAttempt(role: .web, address: atl, at: now, isSuccess: true, connectSeconds: 0))
        book.connect(EdgeAttempt(role: .web, address: mia, at: now, isSuccess: true, connectSeconds: 0))
        #expect(book.groups(at: now).first?.connectSpread != nil)
    }

    @Test func groupsAreOfOneRoleAndFamily() {
        var book = AnswerBook()
        let v6 = Answering.address("2a03:2880:f33c:120:face:b00c:0:167")
        for (role, address) in [(EdgeRole.chatAlternate, mia), (.chat, mia), (.chat, v6), (.chat, atl)] {
            book.connect(EdgeAttempt(role: role, address: address, at: now, isSuccess: true))
        }
        #expect(
            book.groups(at: now).map { "\($0.role) \($0.family) \($0.addresses.count)" } == [
                "chat ip4 2", "chat ip6 1", "chatAlternate ip4 1",
            ])
    }

    @Test func silentAddressesAreEvicted() {
        var book = AnswerBook()
        book.connect(EdgeAttempt(role: .chat, address: mia, at: now, isSuccess: false))
        #expect(book.groups(at: now + 3599).first?.addresses.count == 1)
        #expect(book.groups(at: now + 3600).isEmpty)
        for number in 0..<1000 {
            book.connect(EdgeAttempt(role: .chat, address: .v4(UInt32(number)), at: now + Double(number), isSuccess: true))
        }
        let group = book.groups(at: now + 1000).first
        #expect(group?.addresses.count == 64)
        #expect(group?.addresses.first?.address == .v4(936))
    }
}
