import Testing

@testable import Posix
@testable import Probing

@Suite struct ScheduleTests {
    private let start = Deadline(nanoseconds: 1_000_000_000_000)

    @Test(arguments: 1...7) func spreadsStartsEvenly(count: Int) {
        let firsts = (0..<count).map { index in
            var schedule = Schedule(every: .seconds(40), from: start, index: index, of: count)
            return (schedule.take(at: start).due - start).nanoseconds
        }
        #expect(firsts == (0..<Int64(count)).map { 40_000_000_000 / Int64(count) * $0 })
    }

    @Test func beginsSoonHoweverLongTheInterval() {
        var last = Schedule(every: .seconds(3600), from: start, index: 9, of: 10)
        let first = last.take(at: start).due
        #expect(first == start + .milliseconds(40_500))
        #expect(last.take(at: first).due == first + .seconds(3600))
    }

    @Test func keepsTheRhythm() {
        var schedule = Schedule(every: .seconds(10), from: start, index: 0, of: 1)
        for tick in 0..<5 {
            // Whenever it asks for the next, be it up to an interval late.
            let now = start + .seconds(10 * tick) + .milliseconds(tick * 2000)
            #expect(schedule.take(at: now) == Schedule.Tick(due: start + .seconds(10 * tick), skipped: 0))
        }
    }

    @Test(arguments: [
        (0, 0, 10), (9999, 0, 10), (10_000, 0, 10), (19_999, 0, 10), (20_000, 1, 20), (35_000, 2, 30),
        (1_000_010_000, 100_000, 1_000_010),
    ])
    func skipsTicksThatAreOver(milliseconds: Int, skipped: Int, due: Int) {
        var schedule = Schedule(every: .seconds(10), from: start, index: 0, of: 1)
        _ = schedule.take(at: start)
        let tick = schedule.take(at: start + .milliseconds(milliseconds))
        #expect(tick == Schedule.Tick(due: start + .seconds(due), skipped: skipped))
        #expect(schedule.take(at: tick.due).due == tick.due + .seconds(10))
    }

    @Test(arguments: [Duration.zero, .seconds(-5), .nanoseconds(1)]) func survivesAnIntervalOfNothing(interval: Duration) {
        var schedule = Schedule(every: interval, from: start, index: 3, of: 4)
        let first = schedule.take(at: start).due
        #expect(schedule.take(at: start + .seconds(1)).due - first >= .milliseconds(1))
    }

    @Test func survivesAnIntervalWithoutEnd() {
        var schedule = Schedule(every: .seconds(Int64.max), from: start, index: 0, of: 1)
        #expect(schedule.take(at: start).due == start)
        #expect(schedule.take(at: start + .seconds(1_000_000)) == Schedule.Tick(due: .never, skipped: 0))
    }

    @Test func survivesNoProbes() {
        var schedule = Schedule(every: .seconds(10), from: start, index: 0, of: 0)
        #expect(schedule.take(at: start).due == start)
    }

    @Test(arguments: [0, 1, 9_999_999_999, 10_000_000_000, 123_456_789_012, UInt64.max]) func aPhaseGivesTheSameMomentsAtAnyStart(
        phase: UInt64
    ) {
        let interval: Int64 = 10_000_000_000
        for start in [0, 1, 5_000_000_000, 9_999_999_999, 77_000_000_001] as [Int64] {
            var schedule = Schedule(every: .nanoseconds(interval), phase: phase, after: Deadline(nanoseconds: start))
            let due = schedule.take(at: Deadline(nanoseconds: start)).due.nanoseconds
            #expect(due % interval == Int64(phase % UInt64(interval)))
            #expect((start...start + interval).contains(due))
            #expect(schedule.next.nanoseconds == due + interval)
        }
    }

    @Test func aPhaseOfAnEndlessIntervalIsNoOverflow() {
        var schedule = Schedule(every: .seconds(Int64.max), phase: .max, after: Deadline(nanoseconds: 5))
        #expect(schedule.take(at: Deadline(nanoseconds: 5)).skipped == 0)
    }
}
