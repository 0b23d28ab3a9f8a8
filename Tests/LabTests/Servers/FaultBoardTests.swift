import Posix
import Testing
import WhatsApp
import Wire

@testable import Lab

@Suite struct FaultBoardTests {
    private static let hour = Duration.seconds(3600)

    @Test func windowsAreInForceFromBeginToEnd() {
        let board = FaultBoard([
            FaultWindow(from: .zero, to: Self.hour, fault: .loss), FaultWindow(from: Self.hour, fault: .tcp(.refused)),
            FaultWindow(from: .zero, to: .zero, fault: .tcp(.reset)),
        ])
        #expect(board.inForce.map(\.fault) == [.loss])
        board.replace([])
        #expect(board.inForce.isEmpty)
    }

    @Test func theNextChangeIsTheEarliestBeginOrEndToCome() throws {
        let board = FaultBoard([
            FaultWindow(from: .zero, to: Self.hour * 2, fault: .loss), FaultWindow(from: Self.hour, fault: .tcp(.refused)),
        ])
        let wait = try #require(board.nextChange) - .now
        #expect(wait <= Self.hour && wait > Self.hour - .seconds(60))
        board.replace([.now(.loss)])
        #expect(board.nextChange == nil)
    }

    @Test func timeBeginsAndRunsAsThePaceSays() throws {
        let windows = [FaultWindow(from: .zero, to: Self.hour, fault: .loss), FaultWindow(from: Self.hour * 3, fault: .loss)]
        let board = FaultBoard(windows, pace: Pace(begin: Self.hour * 2, speed: 10))
        #expect(board.inForce.isEmpty)
        #expect(board.elapsed >= Self.hour * 2)
        let wait = try #require(board.nextChange) - .now
        #expect(wait <= Self.hour / 10 && wait > .seconds(300))
        #expect([0, 1, 10, 11].map(board.seconds(of:)) == [0, 1, 1, 2])
    }

    @Test func clocksAddUpAndServersGoByTrueTime() {
        let board = FaultBoard([.now(.clock(ahead: Self.hour * 2)), .now(.clock(ahead: .zero - Self.hour))])
        #expect(board.clockAhead == Self.hour)
        let difference = unixTimeNow() - board.trueTime
        #expect(difference > 3590 && difference < 3610)
    }

    @Test func ofSeveralFaultsOfAKindTheLastCounts() {
        let strike = Strike([
            .tls(.expired), .delay(.seconds(1)), .tls(.stalled), .delay(.seconds(2)), .dns(.servfail), .dns(.ttl(.seconds(1))),
        ])
        #expect(strike.tls == .stalled)
        #expect(strike.delay == .seconds(3))
        #expect(strike.dns == [.servfail, .ttl(.seconds(1))])
        #expect(!strike.isLost && strike.tcp == nil)
    }

    @Test func whatIsSaidOfNobodyIsSaidOfEverybody() {
        let board = FaultBoard([
            .now(.people(.deliveryDrop, .business)), .now(.people(.reportSurge, nil)),
            FaultWindow(from: Self.hour, fault: .people(.accountBlocked, nil)),
        ])
        #expect(board.isSaid(.deliveryDrop, for: .business) && !board.isSaid(.deliveryDrop, for: .consumer))
        #expect(board.isSaid(.reportSurge, for: .business) && board.isSaid(.reportSurge, for: .consumer))
        #expect(!board.isSaid(.accountBlocked, for: .business))
    }

    @Test func episodesAreAsLongAsThePaceMakesThem() throws {
        let said = Fault.people(.platformDisrupted, .business)
        let windows = [
            FaultWindow(from: Self.hour, to: Self.hour * 2, fault: said), FaultWindow(from: Self.hour * 3, fault: said),
            FaultWindow(from: Self.hour * 5, fault: said),
        ]
        let board = FaultBoard(windows, pace: Pace(begin: Self.hour * 4, speed: 10))
        let episodes = board.begun(.platformDisrupted, for: .business)
        #expect(episodes.count == 2)
        let (begin, end) = (episodes[0].begin, try #require(episodes[0].end))
        #expect(abs(end - begin - 360) < 1 && abs(unixTimeNow() - end - 720) < 10)
        #expect(episodes[1].end == nil && board.begun(.platformDisrupted, for: .consumer).isEmpty)
    }
}
