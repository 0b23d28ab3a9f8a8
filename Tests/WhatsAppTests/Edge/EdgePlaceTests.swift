import Testing
import Wire

@testable import WhatsApp

@Suite struct EdgePlaceTests {
    @Test(
        arguments: [
            ("57.144.23.33", "57.144.23.0/24"), ("157.240.14.61", "157.240.14.0/24"), ("0.0.0.0", "0.0.0.0/24"),
            ("2a03:2880:f33c:120:face:b00c:0:167", "2a03:2880:f33c::/48"), ("::1", "::/48"),
        ])
    func networkOfAddress(address: String, network: String) throws {
        let edge = EdgeNetwork(of: try #require(IPAddress(address)))
        #expect(edge.description == network)
        #expect(EdgeNetwork(network) == edge)
    }

    @Test(
        arguments: [
            "", "/", "57.144.23.0", "57.144.23.33/24", "57.144.23.0/25", "57.144.23.0/024", "57.144.23.0/24 ",
            "2a03:2880:f33c::/24",
            "2A03:2880:F33C::/48", "x/24",
        ])
    func rejectsOtherNetworks(text: String) {
        #expect(EdgeNetwork(text) == nil)
    }

    @Test func vipsOfAClusterShareTheirEdge() throws {
        let (chat, web) = (IPAddress.v4(0x3990_1721), IPAddress.v4(0x3990_1720))
        #expect(EdgeNetwork(of: chat) == EdgeNetwork(of: web))
        #expect(EdgeNetwork(of: chat) != EdgeNetwork(of: .v4(0x3990_1821)))
    }

    /// Distances on WGS 84 by geographiclib, in kilometres.
    @Test(
        arguments: [
            ("mia", "atl", 957), ("hel", "arn", 400), ("lhr", "sin", 10_888), ("gru", "jnb", 7_452), ("lax", "tpe", 10_942),
        ])
    func distanceIsTrueWithinAPercent(from: String, to: String, kilometers: Double) throws {
        let (from, to) = (try #require(PointOfPresence.airports[from]), try #require(PointOfPresence.airports[to]))
        #expect(abs(from.distanceMeters(to: to) / 1000 - kilometers) < kilometers / 100)
        #expect(from.distanceMeters(to: to) == to.distanceMeters(to: from))
        #expect(abs(from.leastRoundTripSeconds(to: to) - kilometers / 100_000) < kilometers / 1e7)
    }

    @Test func distanceHoldsAtTheEnds() {
        let here = GeographicPosition(latitude: 0, longitude: 0)
        #expect(here.distanceMeters(to: here) == 0)
        let halfway = 20_015_114.0
        #expect(abs(here.distanceMeters(to: .init(latitude: 0, longitude: 180)) - halfway) < 1)
        let poles = GeographicPosition(latitude: 90, longitude: 0).distanceMeters(to: .init(latitude: -90, longitude: 77))
        #expect(abs(poles - halfway) < 1)
        let dateLine = GeographicPosition(latitude: 0, longitude: 179.5).distanceMeters(to: .init(latitude: 0, longitude: -179.5))
        #expect(abs(dateLine - 111_195) < 1)
    }

    @Test func positionsLieOnEarth() {
        #expect(PointOfPresence.airports.count == 52)
        for (code, position) in PointOfPresence.airports {
            #expect(code.utf8.count == 3)
            #expect((-90...90).contains(position.latitude) && (-180...180).contains(position.longitude))
        }
    }

    @Test(arguments: ["ort2", "tir3", "frt3", "cdt1", "ecv1", "fml20", "ssn1", "zzz9"])
    func unknownCityHasNoPosition(code: String) throws {
        #expect(try #require(PointOfPresence(code: code)).position == nil)
    }
}
