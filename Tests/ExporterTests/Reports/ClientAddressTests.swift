import Posix
import Server
import Testing
import Wire

@testable import Exporter

@Suite struct ClientAddressTests {
    private func address(_ peer: String?, _ fields: HTTPFields = [:], proxies: [String] = ["10.0.0.0/8"]) throws -> String? {
        try client(peer, fields, proxies: proxies).map { "\($0.ip)" }
    }

    private func client(_ peer: String?, _ fields: HTTPFields = [:], proxies: [String] = []) throws -> ClientAddress? {
        let head = try #require(HTTPRequestHead(method: "POST", target: "/", fields: fields))
        let request = Request(
            head: head, target: try HTTPRequestTarget(parsing: "/"), peer: peer.flatMap { SocketAddress(literal: $0, port: 1) })
        return ClientAddress(request, proxies: proxies.compactMap { IPNetwork($0) })
    }

    @Test(arguments: [
        ("192.0.2.1", ["198.51.100.1"], "192.0.2.1"), ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"), ("10.0.0.1", ["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["203.0.113.9", "198.51.100.1"], "198.51.100.1"), ("10.0.0.1", ["10.0.0.2, 10.0.0.3"], "10.0.0.2"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"), ("10.0.0.1", ["198.51.100.1, _hidden, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"), ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.1", ["[2001:db8::1"], "10.0.0.1"), ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", [String(repeating: "10.0.0.2,", count: 500)], "10.0.0.2"),
    ])
    func believesOwnProxiesOnly(peer: String, hops: [String], found: String) throws {
        var fields = HTTPFields()
        for hop in hops { fields.append("X-Forwarded-For", hop) }
        #expect(try address(peer, fields) == found)
        #expect(try address(peer, fields, proxies: []) == (peer.hasPrefix("::ffff:") ? "10.0.0.1" : peer))
    }

    @Test func unknownPeerIsNobody() throws {
        #expect(try address(nil, ["X-Forwarded-For": "198.51.100.1"]) == nil)
    }

    @Test(arguments: [
        // Of the Internet, a small network is one neighbourhood, and its addresses are sites.
        ("8.8.8.8", "8.8.8.9", false, true), ("8.8.8.8", "8.8.9.8", false, false),
        ("2a00:1450:4001:1::1", "2a00:1450:4001:1::2", true, true), ("2a00:1450:4001:1::1", "2a00:1450:4001:2::1", false, true),
        ("2a00:1450:4001:1::1", "2a00:1450:4002:1::1", false, false),
        // At home each is a place of its own.
        ("10.1.2.3", "10.1.2.4", false, false), ("fd00:1:2:3::1", "fd00:1:2:4::1", false, false),
    ])
    func tellsSitesAndNeighbourhoods(one: String, other: String, isOneSite: Bool, isOneNeighbourhood: Bool) throws {
        let (one, other) = (try #require(try client(one)), try #require(try client(other)))
        #expect((one.site == other.site) == isOneSite)
        #expect((one.neighbourhood == other.neighbourhood) == isOneNeighbourhood)
    }
}
