import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct ObjectiveTests {
    private static let start = 1_699_833_600.0

    /// Up but for the given stretches, reported every minute.
    private static func window(days: Double, down: [ClosedRange<Double>], unknown: [ClosedRange<Double>] = []) -> Window {
        var window = Window()
        for second in stride(from: 0, through: days * 86_400, by: 60) {
            let isUnknown = unknown.contains { $0.contains(second) }
            let isDown = down.contains { $0.contains(second) && $0.upperBound > second }
            window.report(at: start + second, isUp: isUnknown ? nil : !isDown)
        }
        return window
    }

    /// 99.9 % of 29 days and 20 hours (the month's buckets back to the last four hours' mark).
    @Test func budgetOfAMonth() throws {
        let objective = try #require(Objective(ratio: 0.999))
        let now = Self.start + 30 * 86_400 - 60
        let calm = Self.window(days: 30 - 60 / 86_400, down: [])
        #expect(objective.budgetRemaining(calm.summary(over: .month, at: now)) == 1)
        // 21.6 minutes are half of a month's 43.2.
        let half = Self.window(days: 30 - 60 / 86_400, down: [864_000...(864_000 + 1296)])
        #expect(abs(try #require(objective.budgetRemaining(half.summary(over: .month, at: now))) - 0.5) < 0.03)
        // Two hours are 2.8 budgets.
        let overdrawn = Self.window(days: 30 - 60 / 86_400, down: [864_000...(864_000 + 7200)])
        #expect(abs(try #require(objective.budgetRemaining(overdrawn.summary(over: .month, at: now))) + 1.78) < 0.02)
    }

    @Test func whatWasNotObservedNeitherBurnsNorSaves() throws {
        let objective = try #require(Objective(ratio: 0.99))
        let now = Self.start + 86_400 - 60
        let window = Self.window(days: 1 - 60 / 86_400, down: [43_200...46_800], unknown: [0...43_140, 46_860...86_400])
        let summary = try #require(window.summary(over: .day, at: now))
        // One hour and two minutes known, one hour of it down.
        #expect(abs(try #require(objective.burnRate(summary)) - 100 * 60 / 61) < 2)
        #expect(abs(summary.observedRatio - 61.0 / 1439) < 0.002)
        #expect(objective.burnRate(Window().summary(over: .day, at: now)) == nil)
        #expect(objective.budgetRemaining(nil) == nil)
    }

    @Test func burnsByTheSpan() throws {
        let objective = try #require(Objective(ratio: 0.999))
        // Down for the last six minutes of three days.
        let end = 3 * 86_400.0
        let window = Self.window(days: 3, down: [(end - 360)...end + 1])
        let now = Self.start + end - 1e-3
        let rates = BurnSpan.allCases.map { objective.burnRate(window.summary(within: $0, at: now)) ?? .nan }
        for (rate, wanted) in zip(rates, [1000, 200, 100, 1000 * 6 / 360.0, 1000 * 6 / 4320.0]) {
            #expect(abs(rate / wanted - 1) < 0.03, "\(rates)")
        }
    }

    @Test func freshStartIsMostlyUnobserved() throws {
        let window = Self.window(days: 1.0 / 24, down: [])
        let now = Self.start + 3600
        #expect(try #require(window.summary(over: .month, at: now)).observedRatio < 0.002)
        #expect(try #require(window.summary(over: .hour, at: now - 1)).observedRatio > 0.98)
    }

    @Test(arguments: [0, 1, -1, 2, .nan, .infinity] as [Double])
    func allOrNothingIsNoObjective(ratio: Double) {
        #expect(Objective(ratio: ratio) == nil)
    }

    @Test func componentsMayDiffer() throws {
        let strict = try #require(Objective(ratio: 0.9995))
        let objectives = Objectives(fallback: .standard, components: [.chat: strict])
        #expect(objectives[.chat] == strict)
        #expect(objectives[.web].ratio == 0.999)
    }
}
