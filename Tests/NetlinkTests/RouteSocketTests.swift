import Posix
import Testing

@testable import Netlink

/// Of the network the tests run in, which has at least its loopback interface.
@Suite struct RouteSocketTests {
    @Test func kernelTellsOfLoopback() throws {
        var socket = RouteSocket()
        let loopback = try #require(try socket.links().first { $0.name == "lo" })
        #expect(loopback.flags & 0x8 == 0x8)
        #expect(loopback.statistics != nil)
        #expect(try socket.linkNames().contains { $0.index == loopback.index && $0.name == "lo" })
        #expect(try socket.linkNames().map(\.index) == socket.links().map(\.index))
    }

    @Test func trafficComesWithoutAllElse() throws {
        var socket = RouteSocket()
        var restarts = 0
        var indexes: [UInt32] = []
        try socket.forEachStatistics(restart: { restarts += 1 }, each: { index, _ in indexes.append(index) })
        #expect(restarts == 1)
        #expect(try indexes == socket.links().map(\.index))
    }

    @Test func manyQuestionsGoThroughOneSocket() throws {
        var socket = RouteSocket()
        for _ in 0..<3 {
            _ = try socket.addresses()
            _ = try socket.routes()
            try socket.forEachNeighbour4(restart: {}, each: { _ in })
        }
    }

    @Test func refusalLeavesTheSocketUsable() throws {
        var channel = NetlinkChannel(.route)
        let wrong = Question(type: 94, asksForAll: true, body: [UInt8](repeating: 0, count: 12))
        for _ in 0..<2 {
            #expect(throws: NetlinkError.refused(Errno(22))) {
                try channel.ask(wrong) { (_, _) throws(NetlinkError) in }
            }
            var count = 0
            try channel.ask(.statistics) { (_, _) throws(NetlinkError) in count += 1 }
            #expect(count > 0)
        }
    }

    @Test func refusalOfOneMessageEndsTheQuestion() throws {
        var channel = NetlinkChannel(.route)
        #expect(throws: NetlinkError.tooMany) {
            try channel.ask(.links(withStatistics: true)) { (_, _) throws(NetlinkError) in throw .tooMany }
        }
        var types: Set<UInt16> = []
        try channel.ask(.statistics) { (head, _) throws(NetlinkError) in types.insert(head.type) }
        #expect(types == [92])
    }

    @Test func directoryIsListedOnceAsLongAsNothingChanges() throws {
        var socket = RouteSocket()
        var directory = LinkDirectory()
        #expect(try directory.refresh(with: &socket))
        let links = directory.links
        #expect(!links.isEmpty)
        for (place, link) in links.enumerated() {
            for guess in [-1, 0, place, links.count] { #expect(directory.place(of: link.index, guess: guess) == place) }
        }
        #expect(directory.place(of: .max, guess: 0) == nil)
        #expect(directory.place(of: 0, guess: 0) == nil)
    }
}
