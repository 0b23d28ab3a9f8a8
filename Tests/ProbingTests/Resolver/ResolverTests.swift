import Foundation
import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct ResolverTests {
        static let answer = IPAddress("192.0.2.80")!
        static let other = IPAddress("192.0.2.81")!

        /// What a resolver finds, its failures being values.
        static func resolve(
            _ name: String, with resolver: Resolver, _ family: AddressFamily = .ip4, server: SocketAddress? = nil,
            within limit: Duration = Stage.patience
        ) async -> Result<Resolution, ProbeFailure> {
            do throws(ProbeFailure) {
                return .success(try await resolver.addresses(of: name, family: family, server: server, until: .after(limit)))
            } catch {
                return .failure(error)
            }
        }

        static func reason(
            _ name: String, with resolver: Resolver, within limit: Duration = Stage.patience
        ) async -> FailureReason? {
            if case .failure(let failure) = await resolve(name, with: resolver, within: limit) { failure.reason } else { nil }
        }

        /// Resolves `chat.test` by way of one server.
        static func ask(
            within limit: Duration = Stage.patience, _ answer: @escaping @Sendable (NameServer.Query) -> [[UInt8]]
        ) throws -> (result: Result<Resolution, ProbeFailure>, queries: [NameServer.Query]) {
            try Stage.run { stage in
                let server = try stage.nameServer(answer)
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                return (await resolve("chat.test", with: resolver, within: limit), server.queries)
            }
        }

        static func failure(
            within limit: Duration = Stage.patience, _ answer: @escaping @Sendable (NameServer.Query) -> [[UInt8]]
        ) throws -> FailureReason? {
            if case .failure(let failure) = try ask(within: limit, answer).result { failure.reason } else { nil }
        }

        // MARK: Answers

        @Test func reportsAliasesLeastTTLAndServer() throws {
            try Stage.run { stage in
                let middle = DNSName("chat.cdn.test")!
                let end = DNSName("vip.cdn.test")!
                let server = try stage.nameServer { query in
                    [
                        query.reply(
                            .noError,
                            [
                                DNSRecord(name: end, ttlSeconds: 60, data: .address(Self.answer)),
                                DNSRecord(name: DNSName("chat.test")!, ttlSeconds: 3600, data: .cname(middle)),
                                DNSRecord(name: middle, ttlSeconds: 30, data: .cname(end)),
                                DNSRecord(name: end, ttlSeconds: 60, data: .address(Self.other)),
                                DNSRecord(name: DNSName("else.test")!, ttlSeconds: 1, data: .address(IPAddress("192.0.2.1")!)),
                            ])
                    ]
                }
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let resolution = try await Self.resolve("chat.test", with: resolver).get()
                #expect(resolution.source == .dns)
                #expect(resolution.addresses == [Self.answer, Self.other])
                #expect(resolution.cnames == [middle, end])
                #expect(resolution.ttlSeconds == 30)
                #expect(resolution.responseCode == .noError)
                #expect(resolution.server == server.address)
                #expect(resolution.duration > .zero)
            }
        }

        @Test func asksForTheFamilyWanted() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": IPAddress("2001:db8::80")!])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                #expect(try await Self.resolve("chat.test", with: resolver, .ip6).get().addresses == [IPAddress("2001:db8::80")!])
                #expect(await Self.reason("chat.test", with: resolver) == .dnsNoAnswer)
                #expect(server.queries.map(\.type) == [.aaaa, .a])
            }
        }

        @Test(arguments: [
            (DNSResponseCode.nxDomain, FailureReason.dnsNXDomain), (.servFail, .dnsServfail), (.refused, .dnsRefused),
            (.notImp, .dnsMalformed), (.formErr, .dnsMalformed), (.noError, .dnsNoAnswer),
        ])
        func namesResponseCodes(code: DNSResponseCode, reason: FailureReason) throws {
            #expect(try Self.failure { [$0.reply(code)] } == reason)
        }

        @Test func takesALiteralForItself() throws {
            try Stage.run { stage in
                let resolver = try stage.resolver(nil)
                #expect(try await Self.resolve("192.0.2.80", with: resolver).get().source == .literal)
                #expect(await Self.reason("2001:db8::1", with: resolver) == .dnsNoAnswer)
                #expect(await Self.reason("a..b", with: resolver) == .other)
            }
        }

        // MARK: Bad answers

        @Test func ignoresForgedReplies() throws {
            let (result, _) = try Self.ask { query in
                var wrongID = query
                wrongID.message.id &+= 1
                var wrongName = query
                wrongName.message.questions[0].name = DNSName("other.test")!
                var wrongType = query
                wrongType.message.questions[0].type = .aaaa
                var notAReply = query.message
                notAReply.answers = [
                    DNSRecord(name: query.message.questions[0].name, ttlSeconds: 9, data: .address(Self.other))
                ]
                let forged = [wrongID.reply(Self.other), wrongName.reply(Self.other), wrongType.reply(.nxDomain)]
                return forged + [notAReply.serialize(), [], [0xFF], query.reply(Self.answer)]
            }
            #expect(try result.get().addresses == [Self.answer])
        }

        @Test func ignoresRepliesFromAnotherAddress() throws {
            try Stage.run { stage in
                let forger = try stage.bind(.udp).descriptor
                stage.keep(forger)
                let server = try stage.nameServer { query in
                    Stage.send(query.reply(Self.other), from: forger, to: query.from)
                    return [query.reply(Self.answer)]
                }
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                #expect(try await Self.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
            }
        }

        @Test func namesItsServersOwnGarbage() throws {
            #expect(
                try Self.failure { query in
                    [[UInt8(query.message.id >> 8), UInt8(query.message.id & 0xFF), 0x81, 0x80, 0, 9]]
                } == .dnsMalformed)
        }

        @Test func waitsOutForeignGarbageUntilTheDeadline() throws {
            #expect(
                try Self.failure(within: Stage.impatience) { query in
                    var stranger = query
                    stranger.message.id ^= 0xFFFF
                    return Array(repeating: stranger.reply(Self.other), count: 200)
                } == .dnsTimeout)
        }

        @Test func survivesAnyCutOfAnAnswer() throws {
            try Stage.run { stage in
                let size = Mutex(0)
                let server = try stage.nameServer { query in [Array(query.reply(Self.answer).prefix(size.withLock { $0 }))] }
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                for cut in 2..<43 {
                    size.withLock { $0 = cut }
                    #expect(await Self.reason("chat.test", with: resolver) == .dnsMalformed, "cut at \(cut)")
                }
                size.withLock { $0 = 43 }
                #expect(try await Self.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
            }
        }

        @Test func asksAgainWithoutEDNSAfterFORMERR() throws {
            let (result, queries) = try Self.ask { query in
                [query.message.edns == nil ? query.reply(Self.answer) : query.reply(.formErr)]
            }
            #expect(try result.get().addresses == [Self.answer])
            #expect(queries.map { $0.message.edns != nil } == [true, false])
        }

        @Test func asksOverTCPWhatWasTruncated() throws {
            let (result, queries) = try Self.ask { query in
                [query.isOverTCP ? query.reply(Self.answer) : query.reply(.noError, flags: .truncated)]
            }
            #expect(try result.get().addresses == [Self.answer])
            #expect(queries.map(\.isOverTCP) == [false, true])
        }

        @Test(arguments: [[], [0xAB], Array(repeating: 0xFF, count: 100)] as [[UInt8]])
        func namesGarbageOverTCP(garbage: [UInt8]) throws {
            #expect(
                try Self.failure { query in
                    query.isOverTCP ? (garbage.isEmpty ? [] : [garbage]) : [query.reply(.noError, flags: .truncated)]
                } == .dnsMalformed)
        }

        // MARK: Queries

        @Test func drawsIDAndPortAnewForEachQuery() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply(.nxDomain)] }
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                for _ in 0..<32 { _ = await Self.reason("chat.test", with: resolver) }
                #expect(Set(server.queries.map(\.message.id)).count > 28)
                #expect(Set(server.queries.map(\.from.port)).count > 28)
                #expect(server.queries.allSatisfy { $0.message.flags == .recursionDesired })
            }
        }

        // MARK: Memory

        @Test func remembersForTheTTL() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer], ttl: 1)
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let first = try await Self.resolve("chat.test", with: resolver).get()
                let second = try await Self.resolve("chat.test", with: resolver).get()
                #expect((first.source, second.source) == (.dns, .cache))
                #expect(second.addresses == first.addresses)
                #expect(second.duration == .zero)
                await stage.sleep(.milliseconds(1010))
                #expect(try await Self.resolve("chat.test", with: resolver).get().source == .dns)
                #expect(server.queries.count == 2)
            }
        }

        @Test func remembersNeitherFailuresNorATTLOfZero() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["brief.test": Self.answer], ttl: 0)
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                for name in ["brief.test", "brief.test", "none.test", "none.test"] {
                    _ = await Self.resolve(name, with: resolver)
                }
                #expect(server.names == ["brief.test", "brief.test", "none.test", "none.test"])
            }
        }

        @Test func forgetsWhenTold() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer, "web.test": Self.answer])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                for name in ["chat.test", "web.test"] { _ = await Self.resolve(name, with: resolver) }
                resolver.forget("chat.test")
                #expect(try await Self.resolve("chat.test", with: resolver).get().source == .dns)
                #expect(try await Self.resolve("web.test", with: resolver).get().source == .cache)
            }
        }

        @Test func aNameserverStandsInTheSystemsPlace() throws {
            try Stage.run { stage in
                let system = try stage.nameServer(knowing: ["chat.test": Self.answer])
                let instead = try stage.nameServer(knowing: ["chat.test": Self.other])
                let resolver = try stage.resolver(
                    "nameserver \(system.address.ip)", nameserver: instead.address, port: system.address.port)
                let resolution = try await Self.resolve("chat.test", with: resolver).get()
                #expect(resolution.addresses == [Self.other] && resolution.server == instead.address)
                #expect(system.queries.isEmpty)
            }
        }

        @Test func remembersTheAnswersOfEachServerApart() throws {
            try Stage.run { stage in
                let system = try stage.nameServer(knowing: ["chat.test": Self.answer])
                let alternate = try stage.nameServer(knowing: ["chat.test": Self.other])
                let resolver = try stage.resolver("nameserver \(system.address.ip)", port: system.address.port)
                for _ in 0..<2 {
                    #expect(try await Self.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
                    let asked = try await Self.resolve("chat.test", with: resolver, server: alternate.address).get()
                    #expect(asked.addresses == [Self.other])
                    #expect(asked.server == alternate.address)
                }
                #expect((system.queries.count, alternate.queries.count) == (1, 1))
            }
        }
    }
}
