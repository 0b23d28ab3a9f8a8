import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct DNSProberTests {
        private static let answer = IPAddress("192.0.2.80")!
        private static let global = IPAddress("8.8.8.8")!

        private static func probe(
            _ prober: DNSProber, _ server: SocketAddress?, resolver: Resolver? = nil, host: String? = nil, on stage: Stage,
            over family: AddressFamily? = nil, within limit: Duration = Stage.patience
        ) async throws -> ProbeOutcome {
            let target = Target(
                name: "test", host: host ?? server.map { "\($0.ip)" } ?? "", port: server?.port ?? 0, prober: prober)
            return await prober.probe(target, over: family, in: try stage.environment(resolver), until: .after(limit))
        }

        @Test func asksTheTarget() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer], ttl: 77)
                let outcome = try await Self.probe(DNSProber(queryName: "chat.test"), server.address, on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.timed == [.request])
                #expect(outcome.address == server.address)
                #expect(outcome.resolution?.addresses == [Self.answer])
                #expect(outcome.resolution?.ttlSeconds == 77)
                #expect(outcome.resolution?.responseCode == .noError)
                #expect(outcome.detail == "192.0.2.80")
            }
        }

        @Test func asksTheSystemsServersForAnEmptyHost() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                for _ in 0..<2 {
                    let outcome = try await Self.probe(DNSProber(queryName: "chat.test"), nil, resolver: resolver, on: stage)
                    #expect(outcome.isSuccess)
                    #expect(outcome.address == server.address)
                }
                #expect(server.queries.count == 2, "asked afresh each time")
            }
        }

        @Test func findsANamedServerFirst() throws {
            try Stage.run { stage in
                let authority = try stage.nameServer(knowing: ["chat.test": Self.answer])
                let system = try stage.nameServer(knowing: ["a.ns.test": authority.address.ip])
                let resolver = try stage.resolver("nameserver \(system.address.ip)", port: system.address.port)
                let outcome = try await Self.probe(
                    DNSProber(queryName: "chat.test"), authority.address, resolver: resolver, host: "a.ns.test", on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.timed == [.resolve, .request])
                #expect(outcome.resolution?.server == authority.address)
            }
        }

        @Test func asksAnAuthorityWithoutRecursionAndForAnyType() throws {
            try Stage.run { stage in
                let name = DNSName("whatsapp.test")!
                let soa = DNSStartOfAuthority(
                    primary: name, mailbox: name, serial: 1, refreshSeconds: 1, retrySeconds: 1, expireSeconds: 1,
                    minimumSeconds: 1)
                let server = try stage.nameServer { query in
                    [
                        query.type == .soa
                            ? query.reply(.noError, [DNSRecord(name: name, ttlSeconds: 9, data: .soa(soa))]) : query.reply()
                    ]
                }
                let prober = DNSProber(queryName: "whatsapp.test", queryType: .soa, recursionDesired: false)
                let outcome = try await Self.probe(prober, server.address, on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.detail == "1 SOA record")
                #expect(outcome.resolution?.ttlSeconds == 9)
                #expect(server.queries.map(\.message.flags) == [[]])
                let empty = try await Self.probe(DNSProber(queryName: "whatsapp.test", queryType: .mx), server.address, on: stage)
                #expect(empty.failure == .dnsNoAnswer)
            }
        }

        @Test(
            arguments: [
                (DNSResponseCode.nxDomain, FailureReason.dnsNXDomain), (.servFail, .dnsServfail), (.refused, .dnsRefused),
                (.notImp, .dnsMalformed), (.noError, .dnsNoAnswer),
            ], [DNSType.a, .soa])
        func namesResponseCodes(expected: (code: DNSResponseCode, reason: FailureReason), type: DNSType) throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply(expected.code)] }
                let outcome = try await Self.probe(DNSProber(queryName: "chat.test", queryType: type), server.address, on: stage)
                #expect(outcome.failure == expected.reason)
                #expect(outcome.timed == [.request])
                #expect(outcome.resolution?.responseCode == expected.code)
            }
        }

        @Test(
            arguments: [("127.0.0.1", FailureReason.dnsBogon), ("0.0.0.0", .dnsBogon), ("8.8.8.8", nil)]
                as [(String, FailureReason?)])
        func distrustsBogusAnswersWhereItShould(address: String, reason: FailureReason?) throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": IPAddress(address)!])
                let strict = DNSProber(queryName: "chat.test", expectsPublicAnswer: true)
                #expect(try await Self.probe(strict, server.address, on: stage).failure == reason)
                #expect(try await Self.probe(DNSProber(queryName: "chat.test"), server.address, on: stage).isSuccess)
            }
        }

        @Test func saysThatTheServerIsSilentOrGone() throws {
            try Stage.run { stage in
                let silent = try stage.nameServer { _ in [] }
                let outcome = try await Self.probe(
                    DNSProber(queryName: "chat.test"), silent.address, on: stage, within: Stage.impatience)
                #expect(outcome.failure == .dnsTimeout)
                #expect(outcome.timed == [])
                #expect(outcome.address == silent.address)
                let gone = SocketAddress(stage.newHost(), port: 9)
                #expect(try await Self.probe(DNSProber(queryName: "chat.test"), gone, on: stage).failure == .dnsUnreachable)
            }
        }

        @Test func asksOverIPv6() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer], at: IPAddress("::1")!)
                let prober = DNSProber(queryName: "chat.test")
                #expect(try await Self.probe(prober, server.address, on: stage).isSuccess)
                #expect(try await Self.probe(prober, server.address, on: stage, over: .ip4).failure == .dnsNoAnswer)
            }
        }

        @Test func refusesWhatIsNoName() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { _ in [] }
                #expect(try await Self.probe(DNSProber(queryName: "a..b"), server.address, on: stage).failure == .other)
            }
        }
    }
}
