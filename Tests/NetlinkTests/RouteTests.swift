import Testing
import Wire

@testable import Netlink

@Suite struct RouteTests {
    private func routes() throws -> [Route] {
        try Capture.routes.items { (datagram, payload) throws(NetlinkError) in try Route(parsing: datagram, at: payload) }
    }

    private func ip(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test func defaultRouteHasItsGateway() throws {
        let route = try #require(try routes().first { $0.prefixLength == 0 })
        #expect(route.destination == nil)
        #expect(route.priority == 50)
        #expect(route.maker == 4)
        #expect(route.hops == [Route.Hop(link: 3, gateway: try ip("192.0.2.2"))])
    }

    @Test func waysOfARouteHaveTheirWeights() throws {
        let route4 = try #require(try routes().first { $0.destination == .v4(0xcb00_7100) })
        #expect(route4.prefixLength == 24)
        #expect(
            route4.hops == [
                Route.Hop(link: 3, gateway: try ip("192.0.2.2"), weight: 3), Route.Hop(link: 2, weight: 1),
            ])
        let destination6 = try ip("2001:db8:5::")
        let route6 = try #require(try routes().first { $0.destination == destination6 })
        #expect(route6.hops.map(\.weight) == [2, 1])
        #expect(route6.hops.map(\.gateway) == [try ip("2001:db8::2"), try ip("2001:db8::3")])
        #expect(route6.priority == 1024)
    }

    @Test func routesOfOurOwnAddressesAndBlackHolesAreLeftOut() throws {
        let routes = try routes()
        #expect(!routes.contains { $0.destination == .v4(0x7f00_0001) })
        #expect(!routes.contains { $0.destination == .v4(0xc612_0000) })
        let ours = try #require(routes.first { $0.destination == .v4(0xc000_0200) })
        #expect(ours.source == .v4(0xc000_0201))
        #expect(ours.maker == 2)
    }

    @Test func addressIsOursAndNotTheOtherEnds() throws {
        let addresses = try Capture.addresses.items { (datagram, payload) throws(NetlinkError) in
            try LinkAddress(parsing: datagram, at: payload)
        }
        let spelled = addresses.map { "\($0.link) \($0.address)/\($0.prefixLength)" }
        #expect(spelled.contains("2 198.51.100.1/32"))
        #expect(spelled.contains("3 192.0.2.1/24"))
        #expect(spelled.contains("1 ::1/128"))
    }

    @Test func neighboursWithoutResolutionAreToldApart() throws {
        let neighbours = try Capture.neighbours.items { (datagram, payload) throws(NetlinkError) in
            try Neighbour(parsing: datagram, at: payload)
        }
        #expect(neighbours.filter { $0.link == 3 && $0.isResolved }.isEmpty == false)
        #expect(neighbours.contains { $0.link == 3 && !$0.isResolved })
    }

    @Test func linkModesAreEthtools() throws {
        let modes = try Capture.linkModes.items { (datagram, payload) throws(NetlinkError) in
            try LinkMode(parsing: datagram, at: payload)
        }
        #expect(modes.map(\.link) == [2, 3, 4])
        #expect(modes.map(\.speedMegabits) == [10_000, 10_000, nil])
        #expect(modes.map(\.duplex) == [.full, .full, .unknown])
    }

    @Test func familyHasANumber() throws {
        let numbers = try Capture.family.items { (datagram, payload) throws(NetlinkError) in
            try LinkMode.familyNumber(parsing: datagram, at: payload)
        }
        #expect(numbers.count == 1)
        #expect(numbers.allSatisfy { $0 > 16 })
    }
}
