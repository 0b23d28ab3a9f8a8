import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct SecondOpinionSeekerTests {
        /// A service that counts its visitors.
        private struct Service: Sendable {
            let address: SocketAddress
            let visitors = Counter()

            init(on stage: Stage) throws {
                let visitors = visitors
                address = try stage.peer { _ in visitors.add() }
            }

            /// The number of visits, once one has come and another would have.
            func visits(on stage: Stage) async -> Int {
                await stage.until { visitors.value > 0 }
                await stage.sleep(.milliseconds(20))
                return visitors.value
            }
        }

        /// Probes `chat.test` at a port, by way of the system's server and, should it come to that, the alternates.
        private static func probe(
            port: UInt16, system: NameServer?, alternates: [SocketAddress], on stage: Stage,
            within limit: Duration = Stage.patience,
            _ change: (inout Target) -> Void = { _ in }
        ) async throws -> ProbeOutcome {
            let resolver = try stage.resolver(
                system.map { "nameserver \($0.address.ip)" } ?? "nameserver \(stage.newHost())", port: system?.address.port ?? 9)
            var target = Target(name: "test", host: "chat.test", port: port, prober: TCPProber())
            change(&target)
            return await SecondOpinionSeeker(resolvers: alternates).probe(
                target, over: nil, in: try stage.environment(resolver), until: .after(limit))
        }

        @Test func isNotSoughtAfterASuccess() throws {
            try Stage.run { stage in
                let service = try Service(on: stage)
                let server = try stage.nameServer(knowing: ["chat.test": service.address.ip])
                let alternate = try stage.nameServer { _ in [] }
                let outcome = try await Self.probe(
                    port: service.address.port, system: server, alternates: [alternate.address], on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.secondOpinion == nil)
                #expect(alternate.queries.isEmpty)
            }
        }

        @Test(arguments: [
            (DNSResponseCode.nxDomain, FailureReason.dnsNXDomain), (.servFail, .dnsServfail), (.refused, .dnsRefused),
            (.noError, .dnsNoAnswer),
        ])
        func findsTheServiceBehindABrokenResolver(code: DNSResponseCode, reason: FailureReason) throws {
            try Stage.run { stage in
                let service = try Service(on: stage)
                let broken = try stage.nameServer { [$0.reply(code)] }
                let working = try stage.nameServer(knowing: ["chat.test": service.address.ip])
                let outcome = try await Self.probe(
                    port: service.address.port, system: broken, alternates: [working.address], on: stage)
                #expect(outcome.failure == reason)
                #expect(outcome.secondOpinion?.failure == nil)
                #expect(outcome.secondOpinion?.resolver == working.address)
                #expect(outcome.secondOpinion?.address == service.address)
                #expect(await service.visits(on: stage) == 1)
            }
        }

        @Test func hasTimeLeftBehindASilentResolver() throws {
            try Stage.run { stage in
                let service = try Service(on: stage)
                let silent = try stage.nameServer { _ in [] }
                let working = try stage.nameServer(knowing: ["chat.test": service.address.ip])
                let outcome = try await Self.probe(
                    port: service.address.port, system: silent, alternates: [working.address], on: stage,
                    within: Stage.impatience)
                #expect(outcome.failure == .dnsTimeout)
                #expect(outcome.secondOpinion?.failure == nil)
                #expect(outcome.secondOpinion?.address == service.address)
            }
        }

        @Test func findsTheServiceBehindALyingResolver() throws {
            try Stage.run { stage in
                let service = try Service(on: stage)
                let lying = try stage.nameServer(knowing: ["chat.test": stage.newHost()])
                let honest = try stage.nameServer(knowing: ["chat.test": service.address.ip])
                let outcome = try await Self.probe(
                    port: service.address.port, system: lying, alternates: [honest.address], on: stage)
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.secondOpinion?.failure == nil)
                #expect(outcome.secondOpinion?.address == service.address)
                #expect(await service.visits(on: stage) == 1)
            }
        }

        @Test func goesOnToAResolverThatAnswers() throws {
            try Stage.run { stage in
                let service = try Service(on: stage)
                let working = try stage.nameServer(knowing: ["chat.test": service.address.ip])
                let outcome = try await Self.probe(
                    port: service.address.port, system: nil,
                    alternates: [SocketAddress(stage.newHost(), port: 9), working.address], on: stage)
                #expect(outcome.failure == .dnsUnreachable)
                #expect(outcome.secondOpinion?.resolver == working.address)
                #expect(outcome.secondOpinion?.failure == nil)
            }
        }

        @Test func reportsThatNobodyKnowsTheName() throws {
            try Stage.run { stage in
                let first = try stage.nameServer(knowing: [:])
                let second = try stage.nameServer { [$0.reply(.servFail)] }
                let outcome = try await Self.probe(
                    port: 9, system: first, alternates: [first.address, second.address], on: stage)
                #expect(outcome.failure == .dnsNXDomain)
                #expect(outcome.secondOpinion?.failure == .dnsServfail)
                #expect(outcome.secondOpinion?.resolver == second.address)
                #expect(outcome.secondOpinion?.address == nil)
            }
        }

        @Test func isNoneWhenItWouldBeTheSameProbeAgain() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let server = try stage.nameServer(knowing: ["chat.test": closed.ip])
                // The same address, among others.
                let alternate = try stage.nameServer { query in
                    let name = query.message.questions[0].name
                    return [
                        query.reply(
                            .noError,
                            [stage.newHost(), closed.ip].map { DNSRecord(name: name, ttlSeconds: 9, data: .address($0)) })
                    ]
                }
                let outcome = try await Self.probe(
                    port: closed.port, system: server, alternates: [alternate.address], on: stage)
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.secondOpinion == nil)
                #expect(alternate.queries.count == 1)
            }
        }

        @Test func isNotSoughtWhereNoResolverIsToBlame() throws {
            try Stage.run { stage in
                let alternate = try stage.nameServer { _ in [] }
                let system = try stage.nameServer(knowing: [:])
                let changes: [@Sendable (inout Target) -> Void] = [
                    { $0.host = "127.255.255.255" }, { $0.host = "" }, { $0.resolver = system.address },
                    { $0.address = IPAddress("127.255.255.255") },
                ]
                for change in changes {
                    let outcome = try await Self.probe(
                        port: 9, system: system, alternates: [alternate.address], on: stage, change)
                    #expect(!outcome.isSuccess)
                    #expect(outcome.secondOpinion == nil)
                }
                #expect(alternate.queries.isEmpty)
            }
        }

        @Test func trustsOnlyPublicAnswersAboutPublicTargets() throws {
            try Stage.run { stage in
                let service = try Service(on: stage)
                let lying = try stage.nameServer(knowing: ["chat.test": service.address.ip])
                let outcome = try await Self.probe(
                    port: service.address.port, system: lying, alternates: [lying.address], on: stage
                ) { $0.isPublic = true }
                #expect(outcome.failure == .dnsBogon)
                #expect(outcome.secondOpinion?.failure == .dnsBogon)
                #expect(service.visitors.value == 0)
            }
        }

        @Test func keepsPrivateNamesFromPublicResolvers() throws {
            try Stage.run { stage in
                // Were it asked, it would be an opinion; nothing leaves this host, because it is not.
                let outcome = try await Self.probe(
                    port: 9, system: nil, alternates: [SocketAddress(IPAddress("8.8.8.8")!, port: 53)], on: stage)
                #expect(outcome.failure == .dnsUnreachable)
                #expect(outcome.secondOpinion == nil)
            }
        }

        @Test func makesTheResolverAskAnew() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let server = try stage.nameServer(knowing: ["chat.test": closed.ip])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let environment = try stage.environment(resolver)
                let target = Target(name: "test", host: "chat.test", port: closed.port, prober: TCPProber())
                for _ in 0..<2 {
                    _ = await SecondOpinionSeeker(resolvers: []).probe(
                        target, over: .ip4, in: environment, until: .after(Stage.patience))
                }
                #expect(server.queries.count == 2)
            }
        }

        @Test func isSoughtInTheFamilyThatWasTried() throws {
            try Stage.run { stage in
                let alternate = try stage.nameServer(knowing: [:])
                let resolver = try stage.resolver(nil, hosts: "::1 chat.test")
                let free = try stage.bind(.tcp, at: SocketAddress(IPAddress("::1")!, port: 0))
                stage.keep(free.descriptor)
                let target = Target(name: "test", host: "chat.test", port: free.address.port, prober: TCPProber())
                let outcome = await SecondOpinionSeeker(resolvers: [alternate.address]).probe(
                    target, over: nil, in: try stage.environment(resolver), until: .after(Stage.patience))
                #expect(outcome.failure == .connectionRefused)
                #expect(alternate.queries.map(\.type) == [.aaaa])
            }
        }
    }
}
