import Foundation
import Glibc
import Synchronization
import Testing
import Wire

@testable import Posix
@testable import Probing

extension OverLoopback {
    @Suite struct SchedulerTests {
        /// A prober that only takes time, and writes down when.
        private struct Dawdler: Prober {
            struct Run: Sendable {
                var target: String
                var begin: Deadline
                var end: Deadline
            }

            final class Diary: Sendable {
                private let entries = Mutex<[Run]>([])
                var runs: [Run] { entries.withLock { $0 } }
                func write(_ run: Run) { entries.withLock { $0.append(run) } }
            }

            let name = "dawdler"
            let layers: [FailureLayer] = []
            let phases: [Phase] = []
            var duration: Duration
            var diary: Diary

            func probe(
                _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
            ) async -> ProbeOutcome {
                let begin = Deadline.now
                _ = await environment.loop.sleep(until: .after(duration))
                diary.write(Run(target: target.name, begin: begin, end: .now))
                return ProbeOutcome()
            }
        }

        private final class Reports: Sendable {
            private let reports = Mutex<[ProbeReport]>([])
            var all: [ProbeReport] { reports.withLock { $0 } }
            func add(_ report: ProbeReport) { reports.withLock { $0.append(report) } }
        }

        /// Runs a schedule until `isDone`, then stops it.
        @discardableResult
        private static func run(
            _ targets: [Target], hostGap: Duration = .zero, environment: ProbeEnvironment? = nil, on stage: Stage,
            until isDone: ([ProbeReport]) -> Bool
        ) async throws -> [ProbeReport] {
            let reports = Reports()
            let scheduler = Scheduler(
                targets: targets, environment: try environment ?? stage.environment(),
                secondOpinions: SecondOpinionSeeker(resolvers: []), hostGap: hostGap
            ) { reports.add($0) }
            let running = stage.loop.spawn { await scheduler.run() }
            await stage.until { isDone(reports.all) }
            running.cancel()
            await running.value
            return reports.all
        }

        private static func targets(
            _ count: Int, _ prober: some Prober, host: (Int) -> String = { "host\($0).test" }, every interval: Duration
        ) -> [Target] {
            (0..<count).map { Target(name: "\($0)", host: host($0), port: 9, prober: prober, interval: interval) }
        }

        @Test func runsEachTargetAgainAndAgain() throws {
            try Stage.run { stage in
                let diary = Dawdler.Diary()
                let targets = Self.targets(4, Dawdler(duration: .zero, diary: diary), every: .milliseconds(20))
                let reports = try await Self.run(targets, on: stage) { $0.count >= 20 }
                for target in targets { #expect(reports.filter { $0.target.name == target.name }.count >= 4) }
                #expect(reports.allSatisfy { $0.lateness >= .zero && $0.outcome.isSuccess })
                #expect(reports.allSatisfy { abs($0.finishedAt - unixTimeNow()) < 60 })
            }
        }

        @Test func spreadsTheStartOverTheInterval() throws {
            try Stage.run { stage in
                let diary = Dawdler.Diary()
                let targets = Self.targets(4, Dawdler(duration: .zero, diary: diary), every: .milliseconds(200))
                let start = Deadline.now
                try await Self.run(targets, on: stage) { $0.count >= 4 }
                #expect(diary.runs.map(\.target).prefix(4) == ["0", "1", "2", "3"])
                for (index, run) in diary.runs.prefix(4).enumerated() {
                    #expect(run.begin - start >= .milliseconds(50 * index))
                }
            }
        }

        @Test func neverOverlapsATarget() throws {
            try Stage.run { stage in
                let diary = Dawdler.Diary()
                let targets = Self.targets(2, Dawdler(duration: .milliseconds(50), diary: diary), every: .milliseconds(20))
                let reports = try await Self.run(targets, on: stage) { $0.count >= 8 }
                for target in targets {
                    let runs = diary.runs.filter { $0.target == target.name }
                    for (earlier, later) in zip(runs, runs.dropFirst()) { #expect(later.begin >= earlier.end) }
                }
                #expect(reports.reduce(0) { $0 + $1.skippedTicks } > 0)
                #expect(reports.contains { $0.lateness > .milliseconds(5) }, "a tick taken late is late")
            }
        }

        @Test func countsSkippedTicks() throws {
            try Stage.run { stage in
                let diary = Dawdler.Diary()
                let targets = Self.targets(1, Dawdler(duration: .milliseconds(75), diary: diary), every: .milliseconds(20))
                let reports = try await Self.run(targets, on: stage) { $0.count >= 3 }
                #expect(reports[0].skippedTicks == 0)
                // 75 ms cover three ticks and a bit: the third is still taken, late.
                #expect(reports[1].skippedTicks >= 2)
            }
        }

        @Test func keepsProbesOfOneHostApart() throws {
            try Stage.run { stage in
                let diary = Dawdler.Diary()
                let gap = Duration.milliseconds(60)
                let start = Deadline.now
                let targets =
                    Self.targets(3, Dawdler(duration: .zero, diary: diary), host: { _ in "one.test" }, every: .milliseconds(30))
                    + [
                        Target(
                            name: "other", host: "other.test", port: 9, prober: Dawdler(duration: .zero, diary: diary),
                            interval: .milliseconds(80))
                    ]
                let reports = try await Self.run(targets, hostGap: gap, on: stage) { reports in
                    reports.count { $0.target.host == "one.test" } >= 6
                }
                let begins = diary.runs.filter { $0.target != "other" }.map(\.begin).sorted()
                // However late a probe begins, it is after its moment, and those lie a gap apart.
                for (index, begin) in begins.enumerated() { #expect(begin - start >= gap * index) }
                #expect(reports.filter { $0.target.name == "other" }.allSatisfy { $0.skippedTicks == 0 })
                #expect(Set(reports.map(\.target.name)) == ["0", "1", "2", "other"], "each has its turn")
            }
        }

        @Test func givesBothFamiliesASeriesEach() throws {
            try Stage.run { stage in
                let ipv6 = try stage.peer(at: SocketAddress(IPAddress("::1")!, port: 0)) { _ in }
                let ipv4 = try stage.peer(at: SocketAddress(stage.newHost(), port: ipv6.port)) { _ in }
                let resolver = try stage.resolver(nil, hosts: "\(ipv4.ip) chat.test\n::1 chat.test")
                let target = Target(
                    name: "test", host: "chat.test", port: ipv4.port, prober: TCPProber(), families: .both,
                    interval: .milliseconds(20))
                let reports = try await Self.run([target], environment: stage.environment(resolver), on: stage) { $0.count >= 4 }
                #expect(Set(reports.map(\.family)) == [.ip4, .ip6])
                for report in reports {
                    #expect(report.outcome.isSuccess)
                    #expect(report.outcome.address == (report.family == .ip6 ? ipv6 : ipv4))
                }
            }
        }

        @Test func resolvesAgainByTTL() throws {
            try Stage.run { stage in
                let address = try stage.peer { _ in }
                let server = try stage.nameServer(knowing: ["chat.test": address.ip], ttl: 1)
                let resolver = try stage.resolver("nameserver \(server.address.ip)", port: server.address.port)
                let target = Target(
                    name: "test", host: "chat.test", port: address.port, prober: TCPProber(), interval: .milliseconds(100))
                let reports = try await Self.run([target], environment: stage.environment(resolver), on: stage) { reports in
                    reports.count { $0.outcome.resolution?.source == .dns } >= 2
                }
                #expect(reports.allSatisfy { $0.outcome.isSuccess })
                #expect(reports.contains { $0.outcome.resolution?.source == .cache })
                #expect(server.queries.count < reports.count)
            }
        }

        @Test func stopsPromptlyAndLeavesNoDescriptor() throws {
            try Stage.run { stage in
                let silent = try stage.peer { try await $0.keepSilent() }
                let hole = try stage.blackHole()
                let mute = try stage.nameServer { _ in [] }
                let resolver = try stage.resolver("nameserver \(mute.address.ip)", port: mute.address.port)
                let tls = try stage.peer { try await $0.keepSilent() }
                let targets = [
                    Target(name: "http", host: "\(silent.ip)", port: silent.port, prober: HTTPProber(scheme: .http)),
                    Target(name: "tcp", host: "\(hole.ip)", port: hole.port, prober: TCPProber()),
                    Target(name: "tls", host: "\(tls.ip)", port: tls.port, prober: TLSProber()),
                    Target(name: "dns", host: "", port: 0, prober: DNSProber(queryName: "chat.test")),
                    Target(name: "named", host: "chat.test", port: 9, prober: TCPProber()),
                ].map { target in
                    var target = target
                    target.interval = .milliseconds(10)
                    target.timeout = .seconds(60)
                    return target
                }
                let peers = Set([silent.ip, hole.ip, tls.ip, mute.address.ip])
                let before = Self.sockets(with: peers)
                let reports = Reports()
                let scheduler = Scheduler(
                    targets: targets, environment: try stage.environment(resolver),
                    secondOpinions: SecondOpinionSeeker(resolvers: [mute.address]), hostGap: .zero
                ) { reports.add($0) }
                let running = stage.loop.spawn { await scheduler.run() }
                await stage.until { Self.sockets(with: peers) >= before + 4 }
                let asked = Deadline.now
                running.cancel()
                await running.value
                #expect(Deadline.now - asked < .seconds(20), "long before any probe's timeout")
                #expect(Self.sockets(with: peers) == before)
                #expect(reports.all.isEmpty, "a stopped probe says nothing about its target")
            }
        }

        /// Sockets of this process that are connected to one of these hosts; other tests have others.
        private static func sockets(with hosts: Set<IPAddress>) -> Int {
            (0..<Int32(1024)).count { number in
                let peer = unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
                    if unsafe getpeername(number, address, length) != 0 { throw Errno.last }
                }
                return peer.map { hosts.contains($0.ip) } ?? false
            }
        }

        @Test func goesOnAfterFailures() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let target = Target(
                    name: "test", host: "\(closed.ip)", port: closed.port, prober: TCPProber(), interval: .milliseconds(5))
                let reports = try await Self.run([target], on: stage) { $0.count >= 50 }
                #expect(reports.allSatisfy { $0.outcome.failure == .connectionRefused })
            }
        }

        @Test func confirmsAFirstFailureAndKeepsTheRhythm() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let target = Target(
                    name: "test", host: "\(closed.ip)", port: closed.port, prober: TCPProber(), interval: .milliseconds(400))
                let start = Deadline.now
                let reports = try await Self.run([target], on: stage) { $0.count >= 4 }
                // At 0, confirmed at 200 ms, then at 400 and 800 ms as ever; a busy machine lets ticks go.
                #expect(Deadline.now - start >= .milliseconds(800))
                #expect(reports.allSatisfy { $0.outcome.failure == .connectionRefused })
            }
        }

        @Test func aRarerCheckOfTheHostConfirmsAFirstFailure() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let targets = [1, 2].map { seconds in
                    Target(
                        name: "every \(seconds) s", host: "\(closed.ip)", port: closed.port, prober: TCPProber(),
                        interval: .seconds(seconds))
                }
                // The rarer one's own first tick comes after a second, the other's second one as well.
                let reports = try await Self.run(targets, on: stage) { $0.count >= 2 }
                #expect(reports.prefix(2).map(\.target.name) == ["every 1 s", "every 2 s"])
                #expect(Set(reports.map(\.target.name)).count == 2)
            }
        }

        @Test func noConfirmationCostsAnotherProbeItsTurn() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let target = Target(
                    name: "test", host: "\(closed.ip)", port: closed.port, prober: TCPProber(), interval: .milliseconds(100))
                let start = Deadline.now
                // The host's next turn is never before the next tick.
                let reports = try await Self.run([target], hostGap: .milliseconds(100), on: stage) { $0.count >= 5 }
                #expect(Deadline.now - start >= .milliseconds(400))
                #expect(reports.allSatisfy { $0.outcome.failure == .connectionRefused })
            }
        }

        @Test func hasNothingToDoWithoutTargets() throws {
            try Stage.run { stage in
                let reports = try await Self.run([], on: stage) { _ in true }
                #expect(reports.isEmpty)
            }
        }
    }
}
