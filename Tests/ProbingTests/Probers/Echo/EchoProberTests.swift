import Foundation
import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite(.enabled(if: OwnNetwork.isAllowed)) struct EchoProberTests {
        private static func outcome(
            _ settings: ICMPSettings = ICMPSettings(), of host: String, by kind: ICMPSocket.Kind,
            rule: AddressRule? = AddressRule(),
            source: ProbeSource = ProbeSource(), within limit: Duration = Stage.patience, on stage: Stage
        ) async throws -> ProbeOutcome {
            let prober = EchoProber(settings: settings, kinds: [kind])
            var target = Target(name: "test", host: host, port: 0, prober: prober)
            target.addressRule = rule
            target.source = source
            return await prober.probe(target, over: nil, in: try stage.environment(), until: .after(limit))
        }

        private static func finding(_ outcome: ProbeOutcome) throws -> EchoFinding {
            guard case .echo(let finding)? = outcome.finding else { throw SocketError.cancelled }
            return finding
        }

        private static func settings(_ change: (inout ICMPSettings) -> Void) -> ICMPSettings {
            var settings = ICMPSettings()
            change(&settings)
            return settings
        }

        static let kinds: [ICMPSocket.Kind] = [.datagram, .raw]

        @Test(arguments: kinds, ["127.0.0.1", "::1", "10.77.1.2", "fd77:1::2", "10.77.2.1", "fd77:2::1"])
        func hearsItsEchoes(kind: ICMPSocket.Kind, host: String) throws {
            try OwnNetwork.run { stage in
                let settings = Self.settings {
                    $0.count = 4
                    $0.interval = .milliseconds(5)
                }
                let outcome = try await Self.outcome(settings, of: host, by: kind, on: stage)
                #expect(outcome.failure == nil, "\(outcome.detail)")
                #expect(outcome.timed == [.connect, .roundTrip])
                let finding = try Self.finding(outcome)
                #expect((finding.sent, finding.received, finding.roundTrips.count) == (4, 4, 4))
                #expect(finding.hopLimit == (host.contains("77:2") || host.contains("77.2.") ? 63 : 64))
                let mean = finding.roundTrips.reduce(0) { $0 + $1.nanoseconds } / 4
                #expect(outcome.phases[.roundTrip]?.nanoseconds == mean)
                #expect(outcome.address?.ip == IPAddress(host))
            }
        }

        @Test(arguments: kinds, ["10.77.2.1", "fd77:2::1"])
        func aRouterTellsOfThePacketsEnd(kind: ICMPSocket.Kind, host: String) throws {
            try OwnNetwork.run { stage in
                let outcome = try await Self.outcome(Self.settings { $0.hopLimit = 1 }, of: host, by: kind, on: stage)
                #expect(outcome.failure == .echoHopLimit, "\(outcome.detail)")
                #expect(outcome.detail.contains(host.contains(":") ? "fd77:1::2" : "10.77.1.2"))
                #expect(try Self.finding(outcome).sent == 1)
                #expect(outcome.timed == [.connect])
            }
        }

        @Test(arguments: kinds, ["10.77.2.1", "fd77:2::1"])
        func packetsTooBigAreToldOfWithTheMTU(kind: ICMPSocket.Kind, host: String) throws {
            try OwnNetwork.run { stage in
                let settings = Self.settings {
                    $0.payloadBytes = 1440
                    $0.forbidsFragments = true
                }
                // What the kernel remembers of the path must not change what is found.
                for _ in 0..<2 {
                    let outcome = try await Self.outcome(settings, of: host, by: kind, on: stage)
                    #expect(outcome.failure == .echoTooBig, "\(outcome.detail)")
                    #expect(outcome.detail.contains("1400"))
                }
                let small = Self.settings {
                    $0.payloadBytes = 1400 - 8 - (host.contains(":") ? 40 : 20)
                    $0.forbidsFragments = true
                }
                #expect(try await Self.outcome(small, of: host, by: kind, on: stage).isSuccess)
            }
        }

        @Test(arguments: kinds)
        func fragmentsAreAllowedUnlessForbidden(kind: ICMPSocket.Kind) throws {
            try OwnNetwork.run { stage in
                let outcome = try await Self.outcome(
                    Self.settings { $0.payloadBytes = 1440 }, of: "10.77.2.1", by: kind, on: stage)
                #expect(outcome.isSuccess, "\(outcome.detail)")
                let largest = Self.settings { $0.payloadBytes = 65_507 }
                #expect(try await Self.outcome(largest, of: "127.0.0.1", by: kind, on: stage).isSuccess)
            }
        }

        @Test(arguments: kinds)
        func packetsTooBigForTheFirstLinkAreToldOf(kind: ICMPSocket.Kind) throws {
            try OwnNetwork.run { stage in
                for host in ["10.77.1.2", "fd77:1::2"] {
                    let settings = Self.settings {
                        $0.payloadBytes = 1600
                        $0.forbidsFragments = true
                    }
                    let outcome = try await Self.outcome(settings, of: host, by: kind, on: stage)
                    #expect(outcome.failure == .echoTooBig)
                    let absurd = try await Self.outcome(
                        Self.settings { $0.payloadBytes = 1 << 40 }, of: host, by: kind, on: stage)
                    #expect(absurd.failure == .echoTooBig)
                }
            }
        }

        @Test func namesWhoIsNotThere() throws {
            let reasons: [String: FailureReason] = [
                "10.77.1.77": .hostUnreachable, "fd77:1::77": .hostUnreachable, "10.77.2.77": .hostUnreachable,
                "fd77:2::77": .hostUnreachable, "10.78.0.1": .hostUnreachable, "fd78::1": .hostUnreachable,
                "10.99.0.1": .networkUnreachable, "fd99::1": .networkUnreachable,
            ]
            try OwnNetwork.run { stage in
                // At once: neighbours are waited for seconds before they count as absent.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (host, reason) in reasons {
                        for kind in Self.kinds {
                            group.addTask(executorPreference: stage.loop) {
                                let outcome = try await Self.outcome(of: host, by: kind, on: stage)
                                #expect(outcome.failure == reason, "\(host) \(outcome.detail)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }

        @Test(arguments: kinds)
        func leavesFromItsSource(kind: ICMPSocket.Kind) throws {
            try OwnNetwork.run { stage in
                let cases: [(ProbeSource, String, FailureReason?)] = [
                    (ProbeSource(address: IPAddress("10.77.1.1")), "10.77.1.2", nil),
                    (ProbeSource(address: IPAddress("fd77:1::1")), "fd77:2::1", nil),
                    (ProbeSource(interface: "near"), "10.77.2.1", nil),
                    (ProbeSource(address: IPAddress("10.77.1.9")), "10.77.1.2", .addressUnavailable),
                    (ProbeSource(address: IPAddress("10.77.1.1")), "::1", .addressUnavailable),
                    (ProbeSource(interface: "nowhere"), "10.77.1.2", .addressUnavailable),
                    // No neighbour answers there.
                    (ProbeSource(interface: "lo"), "10.77.1.2", .echoTimeout),
                ]
                for (source, host, failure) in cases {
                    let outcome = try await Self.outcome(
                        of: host, by: kind, source: source, within: failure == .echoTimeout ? Stage.impatience : Stage.patience,
                        on: stage)
                    #expect(outcome.failure == failure, "\(source) \(outcome.detail)")
                }
            }
        }

        @Test func thousandsAtOnceDoNotReadEachOthersReplies() throws {
            try OwnNetwork.run { stage in
                let environment = try stage.environment()
                for kind in Self.kinds {
                    let failures: [FailureReason] = await withTaskGroup(of: FailureReason?.self) { group in
                        for number in 0..<(kind == .raw ? 300 : 800) {
                            group.addTask(executorPreference: stage.loop) {
                                let settings = Self.settings {
                                    $0.count = 3
                                    $0.interval = .milliseconds(20)
                                }
                                let prober = EchoProber(settings: settings, kinds: [kind])
                                // Many to one peer, and to several.
                                let target = Target(name: "test", host: "127.0.0.\(1 + number % 3)", port: 0, prober: prober)
                                let outcome = await prober.probe(
                                    target, over: .ip4, in: environment, until: .after(Stage.patience))
                                return outcome.failure
                            }
                        }
                        var failures: [FailureReason] = []
                        for await case let failure? in group { failures.append(failure) }
                        return failures
                    }
                    #expect(failures == [])
                }
            }
        }

        @Test func saysWhatIsMissingWithoutPrivilege() throws {
            try Stage.run { stage in
                let prober = EchoProber(settings: ICMPSettings(), kinds: [])
                let target = Target(name: "test", host: "127.0.0.1", port: 0, prober: prober)
                let outcome = await prober.probe(target, over: nil, in: try stage.environment(), until: .after(Stage.patience))
                #expect(outcome.failure == .permissionDenied)
                #expect(outcome.detail.contains("ping_group_range"))
            }
        }

        @Test func talksToNobodyNotPermitted() throws {
            try Stage.run { stage in
                var environment = try stage.environment()
                environment.objection = { _, address in "\(address?.description ?? "unknown") is not allowed" }
                let prober = EchoProber(settings: ICMPSettings())
                let target = Target(name: "test", host: "127.0.0.1", port: 0, prober: prober)
                let outcome = await prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
                #expect(outcome.failure == .targetNotAllowed)
            }
        }
    }
}
