import Testing
import WhatsApp

@Suite struct PollPlanTests {
    /// Plays a plan against a platform.
    private struct Play {
        var plan = PollPlan()
        var now = 1000.0
        var calls: [(node: String, at: Double)] = []

        init(_ nodes: Int, interval: Double = 300, callsPerHour: Int = 200) {
            plan.reconfigure((0..<nodes).map { "n\($0)" }, interval: interval, callsPerHour: callsPerHour, at: now)
        }

        mutating func run(until end: Double, jitter: Double = 0.5, _ answer: (inout PollPlan, String, Double) -> Void) {
            while let turn = plan.next(at: now), turn.at < end {
                now = max(now, turn.at)
                plan.began(turn.node, at: now, jitter: jitter)
                calls.append((turn.node, now))
                answer(&plan, turn.node, now)
            }
            now = end
        }

        /// The most calls in any hour.
        var busiestHour: Int {
            calls.indices.map { first in calls[first...].prefix { $0.at < calls[first].at + 3600 }.count }.max() ?? 0
        }
    }

    @Test func asksEachNodeInItsInterval() {
        var play = Play(3)
        play.run(until: 1000 + 3600) { plan, _, _ in plan.answered() }
        for node in ["n0", "n1", "n2"] {
            let times = play.calls.filter { $0.node == node }.map(\.at)
            #expect(times.count == 12)
            #expect(zip(times, times.dropFirst()).allSatisfy { abs($1 - $0 - 300) < 5 })
        }
        #expect(zip(play.calls, play.calls.dropFirst()).allSatisfy { $1.at - $0.at >= 2 })
    }

    @Test(arguments: [(0.0, 270.0), (1.0, 330.0), (-7.0, 270.0), (9.0, 330.0)])
    func jitterMovesByATenth(jitter: Double, interval: Double) {
        var play = Play(1)
        play.run(until: 2000, jitter: jitter) { _, _, _ in }
        #expect(play.calls[1].at - play.calls[0].at == interval)
    }

    @Test func neverCallsMoreThanAllowedInAnyHour() {
        var play = Play(16, interval: 288, callsPerHour: 200)
        play.run(until: 1000 + 4 * 3600, jitter: 0) { plan, node, now in plan.look(again: node, at: now) }
        #expect(play.busiestHour == 200)
    }

    @Test func reloadsDoNotMakeItAskMore() {
        var play = Play(2)
        for second in 1...600 {
            play.plan.reconfigure(["n0", "n1"], interval: 300, callsPerHour: 200, at: play.now)
            play.run(until: 1000 + Double(second)) { plan, _, _ in plan.answered() }
        }
        #expect(play.calls.count == 4)
    }

    @Test func pauseDoublesToAnHour() {
        var play = Play(2)
        play.run(until: 1000 + 86_400) { plan, _, now in plan.refused(at: now) }
        let gaps = zip(play.calls, play.calls.dropFirst()).map { $1.at - $0.at }
        #expect(Array(gaps.prefix(5)) == [600, 1200, 2400, 3600, 3600])
        #expect(gaps.allSatisfy { $0 <= 3600 })
        #expect(play.plan.currentInterval == 3600)
    }

    @Test func oneGoodAnswerEndsThePause() {
        var play = Play(1)
        play.run(until: 1700) { plan, _, now in plan.refused(at: now) }
        #expect(play.plan.currentInterval == 1200)
        play.run(until: 20_000) { plan, _, _ in plan.answered() }
        #expect(play.plan.currentInterval == 300)
        #expect((play.calls.last?.at ?? 0) > 19_500)
    }

    @Test func waitsAsLongAsTheAPISays() {
        var play = Play(1)
        play.run(until: 1001) { plan, _, now in plan.refused(at: now, regainSeconds: 1800) }
        #expect(play.plan.next(at: 1001)?.at == 2800)
        play.run(until: 2801) { plan, _, now in plan.refused(at: now, regainSeconds: 1e9) }
        #expect(play.plan.next(at: 2801)?.at == 6400)
    }

    @Test func surpriseIsLookedAtAgainSoon() {
        var play = Play(1)
        play.run(until: 1001) { plan, node, now in plan.look(again: node, at: now) }
        #expect(play.plan.next(at: 1001)?.at == 1060)
        var quick = Play(1, interval: 10)
        quick.run(until: 1001, jitter: 1) { plan, node, now in plan.look(again: node, at: now) }
        #expect(quick.plan.next(at: 1001)?.at == 1010)
    }

    @Test func nodesThatLeftAreNotAsked() {
        var play = Play(3)
        play.run(until: 1100) { plan, _, _ in plan.answered() }
        play.plan.reconfigure(["n1"], interval: 300, callsPerHour: 200, at: play.now)
        play.plan.look(again: "n0", at: play.now)
        play.calls = []
        play.run(until: 3000) { plan, _, _ in plan.answered() }
        #expect(Set(play.calls.map(\.node)) == ["n1"])
        play.plan.reconfigure([], interval: 0, callsPerHour: 0, at: play.now)
        #expect(play.plan.next(at: play.now) == nil)
    }

    @Test func shorterIntervalHoldsAtOnce() {
        var play = Play(1, interval: 3600)
        play.run(until: 1100) { plan, _, _ in plan.answered() }
        play.plan.reconfigure(["n0"], interval: 60, callsPerHour: 200, at: play.now)
        #expect(play.plan.next(at: play.now)?.at == 1160)
    }
}
