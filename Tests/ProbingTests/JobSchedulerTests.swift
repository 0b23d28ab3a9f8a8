import Glibc
import Synchronization
import Testing
import Wire

@testable import Posix
@testable import Probing

extension OverLoopback {
    @Suite struct JobSchedulerTests {
        /// A prober that only takes time: as much as it is told, or as it has.
        private struct Dawdler: Prober {
            let name = "dawdler"
            let layers: [FailureLayer] = []
            let phases: [Phase] = []
            var duration: Duration?

            func probe(
                _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
            ) async -> ProbeOutcome {
                var outcome = ProbeOutcome()
                if await environment.loop.sleep(until: duration.map { .after($0) } ?? deadline) == .cancelled {
                    outcome.failure = .other
                }
                return outcome
            }
        }

        private final class Reports: Sendable {
            private let kept = Mutex<[JobScheduler.Report]>([])
            var all: [JobScheduler.Report] { kept.withLock { $0 } }
            func add(_ report: JobScheduler.Report) { kept.withLock { $0.append(report) } }
            func of(_ id: UInt64) -> [JobScheduler.Report] { all.filter { $0.id == id } }
        }

        private static func entry(
            _ id: UInt64, every interval: Duration, timeout: Duration? = nil, phase: UInt64 = 0,
            taking duration: Duration? = .zero
        ) -> JobScheduler.Entry {
            JobScheduler.Entry(
                id: id,
                target: Target(
                    name: "\(id)", host: "host\(id).test", port: 9, prober: Dawdler(duration: duration), interval: interval,
                    timeout: timeout ?? interval),
                phase: phase)
        }

        private static func run(
            _ entries: [JobScheduler.Entry],
            _ play: @escaping @Sendable (JobScheduler, Reports, Stage) async throws -> Void
        ) throws {
            try Stage.run { stage in
                let reports = Reports()
                let scheduler = JobScheduler(try stage.environment()) { reports.add($0) }
                scheduler.update(adding: entries)
                let running = stage.loop.spawn { await scheduler.run() }
                try await play(scheduler, reports, stage)
                running.cancel()
                await running.value
            }
        }

        @Test func probesEachTargetAgainAndAgain() throws {
            try Self.run((1...20).map { Self.entry($0, every: .milliseconds(50), phase: $0 * 7_919_000) }) { _, reports, stage in
                await stage.until { (1...20).allSatisfy { reports.of($0).count >= 3 } }
                #expect(reports.all.allSatisfy { $0.lateness >= .zero && $0.outcome.isSuccess })
            }
        }

        @Test func addedOnesBeginAndRemovedOnesEndWhileTheOthersGoOn() throws {
            try Self.run([Self.entry(1, every: .milliseconds(20)), Self.entry(2, every: .milliseconds(20))]) {
                scheduler, reports, stage in
                await stage.until { !reports.of(1).isEmpty && !reports.of(2).isEmpty }
                scheduler.update(removing: [2], adding: [Self.entry(3, every: .milliseconds(20))])
                #expect(scheduler.count == 2)
                await stage.until { !reports.of(3).isEmpty }
                let (ofOne, ofTwo) = (reports.of(1).count, reports.of(2).count)
                await stage.until { reports.of(1).count >= ofOne + 3 }
                #expect(reports.of(2).count == ofTwo)
            }
        }

        @Test func anEntryThatIsThereAlreadyKeepsItsRhythm() throws {
            try Self.run([Self.entry(1, every: .milliseconds(40))]) { scheduler, reports, stage in
                await stage.until { reports.of(1).count == 1 }
                for _ in 0..<50 {
                    scheduler.update(adding: [Self.entry(1, every: .milliseconds(40))])
                    await stage.sleep(.milliseconds(2))
                }
                // Were it added anew each time, its first tick would never come.
                #expect(reports.of(1).count >= 2)
            }
        }

        @Test func ticksThatPassDuringASlowProbeAreCounted() throws {
            try Self.run([Self.entry(1, every: .milliseconds(20), taking: .milliseconds(90))]) { _, reports, stage in
                await stage.until { reports.of(1).count >= 3 }
                #expect(reports.of(1).dropFirst().allSatisfy { $0.skippedTicks >= 2 })
            }
        }

        @Test func aTargetTakenOutDuringItsProbeIsHeardOfNoMore() throws {
            try Self.run([
                Self.entry(1, every: .milliseconds(100), taking: .milliseconds(50)), Self.entry(2, every: .milliseconds(10)),
            ]) {
                scheduler, reports, stage in
                await stage.until { !reports.of(1).isEmpty }
                scheduler.update(removing: [1])
                let (before, ofOne) = (reports.of(2).count, reports.of(1).count)
                await stage.until { reports.of(2).count >= before + 30 }
                #expect(reports.of(1).count == ofOne)
                #expect(scheduler.count == 1)
            }
        }

        @Test func whatAStoppedProbeFoundIsNotReported() throws {
            try Self.run([Self.entry(1, every: .seconds(5), timeout: .milliseconds(1), taking: .seconds(60))]) {
                _, reports, stage in
                await stage.sleep(.milliseconds(150))
                #expect(reports.all.isEmpty)
            }
        }

        @Test func silentTargetsByTheHundredCostNoTick() throws {
            let entries = (1...500).map { Self.entry($0, every: .milliseconds(500), phase: $0 * 1_000_000, taking: nil) }
            try Self.run(entries) { _, reports, stage in
                await stage.until { reports.all.count >= 1500 }
                let counts = entries.map { reports.of($0.id).count }
                #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 2)
            }
        }
    }
}
