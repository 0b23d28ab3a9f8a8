import Posix
import Server
import Testing
import Wire

@testable import Exporter

@Suite struct ClientAddressTests {
    private func address(_ peer: String?, _ fields: HTTPFields = [:], proxies: [String] = ["10.0.0.0/8"]) throws -> String? {
        let head = try #require(HTTPRequestHead(method: "POST", target: "/", fields: fields))
        let request = Request(
            head: head, target: try HTTPRequestTarget(parsing: "/"), peer: peer.flatMap { SocketAddress(literal: $0, port: 1) })
        return ClientAddress(request, proxies: proxies.compactMap { IPNetwork($0) }).map { "\($0.ip)" }
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
}
