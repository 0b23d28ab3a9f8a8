import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct AddressSweepTests {
        /// Hosts of one port: the first ones listen, those after them refuse.
        private static func hosts(listening: Int, refusing: Int, on stage: Stage) throws -> (ips: [IPAddress], port: UInt16) {
            let first = try stage.peer { try await $0.keepSilent() }
            var ips = [first.ip]
            for _ in 1..<max(1, listening) {
                ips.append(try stage.peer(at: SocketAddress(stage.newHost(), port: first.port)) { try await $0.keepSilent() }.ip)
            }
            for _ in 0..<refusing { ips.append(stage.newHost()) }
            return (ips, first.port)
        }

        private static func sweep(
            _ ips: [IPAddress], _ port: UInt16, _ mode: AddressRule.Mode, on stage: Stage, prober: some Prober = TCPProber(),
            within limit: Duration = Stage.patience, objection: (@Sendable (String, IPAddress?) -> String?)? = nil
        ) async throws -> ProbeOutcome {
            let hosts = ips.map { "\($0) many.test\n" }.joined()
            var environment = try stage.environment(try stage.resolver(nil, hosts: hosts))
            if let objection { environment.objection = objection }
            var target = Target(name: "t", host: "many.test", port: port, prober: prober)
            target.addressRule = AddressRule(preferred: .ip4, mode: mode)
            return await AddressSweep.probe(target, in: environment, until: .after(limit))
        }

        @Test func firstIsOneProbe() throws {
            try Stage.run { stage in
                let (ips, port) = try Self.hosts(listening: 2, refusing: 1, on: stage)
                let outcome = try await Self.sweep(ips, port, .first, on: stage)
                #expect(outcome.isSuccess && outcome.addresses.isEmpty && outcome.address?.ip == ips[0])
            }
        }

        @Test func eachFailsWithTheFirstThatFails() throws {
            try Stage.run { stage in
                let (ips, port) = try Self.hosts(listening: 2, refusing: 2, on: stage)
                let outcome = try await Self.sweep(ips, port, .each, on: stage)
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.address?.ip == ips[2])
                #expect(outcome.addresses.map(\.address) == ips)
                #expect(outcome.addresses.map(\.failure) == [nil, nil, .connectionRefused, .connectionRefused])
                let good = try await Self.sweep(Array(ips.prefix(2)), port, .each, on: stage)
                #expect(good.isSuccess && good.addresses.count == 2)
            }
        }

        @Test func anyStopsAtTheFirstThatWorks() throws {
            try Stage.run { stage in
                let (ips, port) = try Self.hosts(listening: 2, refusing: 1, on: stage)
                let outcome = try await Self.sweep([ips[2], ips[0], ips[1]], port, .any, on: stage)
                #expect(outcome.isSuccess && outcome.address?.ip == ips[0])
                #expect(outcome.addresses.map(\.address) == [ips[2], ips[0]])
                #expect(outcome.addresses.map(\.failure) == [.connectionRefused, nil])
                let bad = try await Self.sweep([ips[2]], port, .any, on: stage)
                #expect(bad.failure == .connectionRefused && bad.addresses.count == 1)
            }
        }

        @Test func aSilentAddressDoesNotUseUpTheOthersTime() throws {
            struct Waiting: Prober {
                let name = "waiting"
                let layers: [FailureLayer] = []
                let phases: [Phase] = []
                let silent: IPAddress

                func probe(
                    _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
                ) async -> ProbeOutcome {
                    var outcome = ProbeOutcome()
                    guard target.address == silent else { return outcome }
                    _ = await environment.loop.sleep(until: deadline)
                    outcome.failure = .connectTimeout
                    return outcome
                }
            }
            try Stage.run { stage in
                let ips = [stage.newHost(), stage.newHost()]
                let outcome = try await Self.sweep(
                    ips, 1, .any, on: stage, prober: Waiting(silent: ips[0]), within: .milliseconds(400))
                #expect(outcome.isSuccess)
                #expect(outcome.addresses.map(\.failure) == [.connectTimeout, nil])
            }
        }

        @Test func noMoreThanSixteenAreProbed() throws {
            try Stage.run { stage in
                let ips = (0..<20).map { _ in stage.newHost() }
                let outcome = try await Self.sweep(ips, 1, .each, on: stage)
                #expect(outcome.addresses.map(\.address) == Array(ips.prefix(AddressSweep.mostAddresses)))
            }
        }

        @Test func everyAddressIsAskedAbout() throws {
            try Stage.run { stage in
                let (ips, port) = try Self.hosts(listening: 2, refusing: 0, on: stage)
                let forbidden = ips[1]
                let outcome = try await Self.sweep(ips, port, .each, on: stage) { $1 == forbidden ? "no" : nil }
                #expect(outcome.addresses.map(\.failure) == [nil, .targetNotAllowed])
            }
        }

        @Test func aNameThatLeadsNowhereIsOneFailure() throws {
            try Stage.run { stage in
                var target = Target(name: "t", host: "none.test", port: 1, prober: TCPProber())
                target.addressRule = AddressRule(mode: .each)
                let outcome = await AddressSweep.probe(target, in: try stage.environment(), until: .after(Stage.patience))
                #expect(outcome.failure == .dnsNoResolver && outcome.addresses.isEmpty)
            }
        }
    }
}
