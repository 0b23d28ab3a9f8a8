import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    /// Resolving and connecting, as every prober over TCP does it.
    @Suite struct DialingTests {
        private static func probe(
            _ host: String, _ port: UInt16, over family: AddressFamily? = nil, isPublic: Bool = false,
            address: IPAddress? = nil, with resolver: Resolver? = nil, on stage: Stage, within limit: Duration = Stage.patience
        ) async throws -> ProbeOutcome {
            var target = Target(name: "test", host: host, port: port, prober: TCPProber(), isPublic: isPublic)
            target.address = address
            return await TCPProber().probe(target, over: family, in: try stage.environment(resolver), until: .after(limit))
        }

        @Test func connects() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ in }
                let outcome = try await Self.probe("\(address.ip)", address.port, on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.timed == [.connect])
                #expect(outcome.address == address)
                #expect(outcome.resolution?.source == .literal)
                #expect(outcome.detail == "connected")
                #expect(outcome.duration >= outcome.phases[.connect]!)
            }
        }

        @Test func resolvesFirst() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ in }
                let server = try stage.nameServer(knowing: ["chat.test": address.ip])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let first = try await Self.probe("chat.test", address.port, with: resolver, on: stage)
                #expect(first.isSuccess)
                #expect(first.timed == [.resolve, .connect])
                let second = try await Self.probe("chat.test", address.port, with: resolver, on: stage)
                #expect(second.isSuccess)
                #expect(second.timed == [.connect], "an answer remembered takes no time")
            }
        }

        @Test func goesToTheAddressGivenWithoutAsking() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ in }
                let outcome = try await Self.probe("chat.test", address.port, address: address.ip, on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.resolution == nil)
            }
        }

        @Test func saysThatThePortIsClosed() throws {
            try Stage.run { stage in
                let address = try stage.closedAddress()
                let outcome = try await Self.probe("\(address.ip)", address.port, on: stage)
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.timed == [])
                #expect(outcome.address == address)
                #expect(outcome.detail == "\(address): Connection refused")
            }
        }

        @Test func saysThatNobodyAnswers() throws {
            try Stage.run { stage in
                let address = try stage.blackHole()
                let outcome = try await Self.probe("\(address.ip)", address.port, on: stage, within: Stage.impatience)
                #expect(outcome.failure == .connectTimeout)
                #expect(outcome.timed == [])
                #expect(outcome.detail == "no answer from \(address) in time")
            }
        }

        @Test func saysThatThereIsNoWay() throws {
            try Stage.run { stage in
                // The kernel has no route for TCP to a broadcast address.
                let outcome = try await Self.probe("127.255.255.255", 9, on: stage)
                #expect(outcome.failure == .networkUnreachable)
                #expect(outcome.address == SocketAddress(IPAddress("127.255.255.255")!, port: 9))
            }
        }

        @Test func takesIPv6WhereThereIsNoIPv4Answer() throws {
            try Stage.run { stage in
                let address = try stage.peer(at: SocketAddress(IPAddress("::1")!, port: 0)) { _ in }
                let server = try stage.nameServer(knowing: ["chat.test": address.ip])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                #expect(try await Self.probe("chat.test", address.port, with: resolver, on: stage).address == address)
                #expect(try await Self.probe("::1", address.port, on: stage).address == address)
                #expect(
                    try await Self.probe("chat.test", address.port, over: .ip4, with: resolver, on: stage).failure == .dnsNoAnswer
                )
            }
        }

        @Test func takesIPv6WhereThereIsNoIPv4Route() throws {
            try Stage.run { stage in
                let address = try stage.peer(at: SocketAddress(IPAddress("::1")!, port: 0)) { _ in }
                let resolver = try stage.resolver(nil, hosts: "127.255.255.255 chat.test\n::1 chat.test")
                #expect(try await Self.probe("chat.test", address.port, with: resolver, on: stage).address == address)
            }
        }

        @Test func keepsToTheFamilyAskedFor() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ in }
                #expect(try await Self.probe("\(address.ip)", address.port, over: .ip6, on: stage).failure == .dnsNoAnswer)
                let pinned = try await Self.probe("chat.test", address.port, over: .ip6, address: address.ip, on: stage)
                #expect(pinned.failure == .dnsNoAnswer)
            }
        }

        @Test func reportsTheResolversFailure() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: [:])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let outcome = try await Self.probe("chat.test", 9, with: resolver, on: stage)
                #expect(outcome.failure == .dnsNXDomain)
                #expect(outcome.detail == "\(server.address) answered NXDOMAIN for chat.test")
                #expect(outcome.timed == [])
                #expect(outcome.address == nil)
            }
        }

        @Test(arguments: ["0.0.0.0", "127.0.0.1", "10.0.0.1", "192.0.2.1", "224.0.0.1"])
        func distrustsBogusAnswersAboutPublicHosts(bogus: String) throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": IPAddress(bogus)!])
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let outcome = try await Self.probe("chat.test", 9, isPublic: true, with: resolver, on: stage)
                #expect(outcome.failure == .dnsBogon)
                #expect(outcome.timed == [.resolve])
                #expect(outcome.address == nil)
                #expect(outcome.resolution?.addresses == [IPAddress(bogus)!])
            }
        }

        @Test func distrustsTheHostsFileAboutPublicHosts() throws {
            try Stage.run { stage in
                let resolver = try stage.resolver(nil, hosts: "0.0.0.0 chat.test")
                let outcome = try await Self.probe("chat.test", 9, isPublic: true, with: resolver, on: stage)
                #expect(outcome.failure == .dnsBogon)
                #expect(outcome.detail == "/etc/hosts gives chat.test the unspecified address 0.0.0.0")
            }
        }

        @Test func takesALiteralForWhatTheUserMeant() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ in }
                #expect(try await Self.probe("\(address.ip)", address.port, isPublic: true, on: stage).isSuccess)
            }
        }

        @Test func saysThatItWasStopped() throws {
            try Stage.run { stage in
                let address = try stage.blackHole()
                let probing = Task(executorPreference: stage.loop) {
                    try await Self.probe("\(address.ip)", address.port, on: stage)
                }
                await stage.sleep(.milliseconds(5))
                probing.cancel()
                #expect(try await probing.value.failure == .other)
            }
        }
    }
}
