import Diagnosis
import Foundation
import Posix
import Server
import TLS
import Testing
import Wire

@testable import Exporter

@Suite struct SourceLimitsTests {
    private static let start = 1_795_356_000.0

    private func limits(_ burst: Int = 3, _ interval: Duration = .seconds(10)) -> SourceLimits {
        var rate = ReportRateLimit()
        (rate.burst, rate.interval) = (burst, interval)
        return SourceLimits(rate)
    }

    @Test func givesABurstThenOneEachInterval() {
        var limits = limits()
        for _ in 0..<3 { #expect(limits.take(of: 1, at: Self.start) == nil) }
        #expect(limits.take(of: 1, at: Self.start) == 10)
        #expect(limits.take(of: 1, at: Self.start + 9) == 1)
        #expect(limits.take(of: 1, at: Self.start + 10) == nil)
        #expect(limits.take(of: 1, at: Self.start + 10) != nil)
        for _ in 0..<3 { #expect(limits.take(of: 1, at: Self.start + 1000) == nil) }
        #expect(limits.take(of: 1, at: Self.start + 1000) != nil)
        #expect(limits.take(of: 2, at: Self.start) == nil)
    }

    @Test func clockPutBackLocksNobodyOutForLong() throws {
        var limits = limits()
        for _ in 0..<3 { _ = limits.take(of: 1, at: Self.start) }
        let wait = try #require(limits.take(of: 1, at: Self.start - 1e6))
        #expect(wait <= 30)
        #expect(limits.take(of: 1, at: Self.start - 1e6 + wait) == nil)
    }

    @Test func remembersSoManySources() {
        var limits = limits(1)
        #expect(limits.take(of: 0, at: Self.start) == nil)
        for source in 1..<UInt64(SourceLimits.limit / 2) { _ = limits.take(of: source, at: Self.start) }
        #expect(limits.take(of: 0, at: Self.start) != nil)
        for source in UInt64(SourceLimits.limit)..<UInt64(2 * SourceLimits.limit) { _ = limits.take(of: source, at: Self.start) }
        #expect(limits.take(of: 0, at: Self.start) == nil, "forgotten, as memory is bounded")
    }
}

@Suite struct SignatureMemoryTests {
    @Test func knowsASignatureForAsLongAsItCouldComeAgain() {
        var memory = SignatureMemory()
        let signature = Array(repeating: UInt8(7), count: 32)
        #expect(memory.insert([1] + signature, at: 0))
        #expect(memory.insert(signature, at: 599))
        #expect(!memory.insert(signature, at: 601))
        #expect(!memory.insert(signature, at: 1199))
        memory.remove(signature)
        #expect(memory.insert(signature, at: 1199))
    }

    @Test func isBounded() {
        var memory = SignatureMemory()
        for index in 0..<200_000 {
            let bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: index >> $0) }
            #expect(memory.insert(bytes, at: 1))
        }
        #expect(memory.count <= SignatureMemory.limit)
    }
}

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

@Suite struct ReportTicketTests {
    private static let start = 1_795_356_000.0
    private static let site: [UInt8] = [192, 0, 2, 1]

    @Test func holdsForAnHourAndOneSource() throws {
        let tickets = ReportTicket(pseudonyms: try Pseudonyms())
        let ticket = tickets.issue(for: Self.site, at: Self.start)
        #expect(tickets.isValid(ticket, for: Self.site, at: Self.start))
        #expect(tickets.isValid(ticket, for: Self.site, at: Self.start + 3600))
        #expect(!tickets.isValid(ticket, for: Self.site, at: Self.start + 3601))
        #expect(!tickets.isValid(ticket, for: Self.site, at: Self.start - 1))
        #expect(!tickets.isValid(ticket, for: [192, 0, 2, 2], at: Self.start))
        #expect(!ReportTicket(pseudonyms: try Pseudonyms()).isValid(ticket, for: Self.site, at: Self.start))
    }

    @Test(arguments: [
        "", "-", "0-0", "1795359600", "1795359600-", "99999999999999999999-0", "x-y", "1795359600-0", "+1795359600-0",
    ])
    func madeUpOnesHoldNot(ticket: String) throws {
        #expect(!ReportTicket(pseudonyms: try Pseudonyms()).isValid(ticket, for: Self.site, at: Self.start))
    }

    @Test func changedOnesHoldNot() throws {
        let tickets = ReportTicket(pseudonyms: try Pseudonyms())
        let ticket = Array(tickets.issue(for: Self.site, at: Self.start).utf8)
        for index in ticket.indices {
            var changed = ticket
            changed[index] = changed[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            #expect(!tickets.isValid(String(decoding: changed, as: UTF8.self), for: Self.site, at: Self.start))
        }
    }
}
