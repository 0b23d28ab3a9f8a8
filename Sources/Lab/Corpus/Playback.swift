package import Diagnosis
import Posix
import Probing
package import WhatsApp
import Wire

/// How a scenario went: what was concluded when, and what was wrong with it.
package struct Playback: Sendable {
    /// A verdict that came into force.
    package struct Turn: Sendable, Equatable {
        /// Seconds after the start.
        package var at: Double
        package var verdict: Verdict
    }

    package let scenario: Scenario
    package let seed: UInt64
    /// In the order of time.
    package private(set) var turns: [Scope: [Turn]] = [:]
    /// One line each; at most ``complaintLimit`` are kept.
    package private(set) var complaints: [String] = []
    package private(set) var complaintCount = 0
    /// For each expectation, how long the verdicts took to become right for good, in seconds; `nil` if they never did.
    package private(set) var settlingSeconds: [Double?]

    package static let complaintLimit = 20

    private let judge: Judge
    /// For each expectation, when a verdict was last seen that was not right, and when any was.
    private var lastWrong: [Double?]
    private var lastSeen: [Double?]

    /// Plays a scenario through the diagnosis.
    ///
    /// - Parameters:
    ///   - seed: draws the order of probes and whom shares strike.
    ///   - watch: sees each event with the conclusion after it.
    package init(
        _ scenario: Scenario, seed: UInt64, hysteresis: Hysteresis = .standard,
        watch: (Simulation.Event, Conclusion) -> Void = { _, _ in }
    ) {
        self.scenario = scenario
        self.seed = seed
        judge = Judge(scenario)
        settlingSeconds = []
        lastWrong = judge.expectations.map { _ in nil }
        lastSeen = lastWrong
        var diagnosis = Diagnosis(expected: Estate.endpoints.map(ExpectedTarget.init), hysteresis: hysteresis)
        for event in Simulation(scenario, seed: seed) {
            switch event.content {
            case .probe(let report):
                diagnosis.observe(
                    Observation(
                        target: report.target.name, family: report.family, at: report.finishedAt, outcome: report.outcome))
            case .host(let reading): diagnosis.observe(reading)
            case .signal(let signal): diagnosis.observe(signal)
            }
            let conclusion = diagnosis.conclude(at: event.clock)
            take(conclusion, at: event.elapsed)
            watch(event, conclusion)
        }
        settlingSeconds = judge.expectations.indices.map { index in
            guard let wrong = lastWrong[index] else { return 0 }
            return wrong == lastSeen[index] ? nil : wrong - judge.expectations[index].from.seconds
        }
    }

    /// Whether nothing was wrong.
    package var isRight: Bool { complaintCount == 0 }

    /// The slowest of the expectations that name trouble, then of those that say all is well; `nil` without any.
    package func slowest(isTrouble: Bool) -> Double? {
        zip(judge.expectations, settlingSeconds)
            .filter { $0.0.from > .zero && $0.0.verdicts.values.contains { $0 != .ok } == isTrouble }
            .map { $0.1 ?? .infinity }.max()
    }

    private mutating func take(_ conclusion: Conclusion, at time: Double) {
        for scope in Scope.allCases {
            guard let scoped = conclusion.scopes[scope] else { continue }
            if turns[scope]?.last?.verdict != scoped.verdict {
                turns[scope, default: []].append(Turn(at: time, verdict: scoped.verdict))
            }
            let place = judge.place(at: time)
            lastSeen[place] = time
            if judge.expectations[place].verdicts[scope] != scoped.verdict { lastWrong[place] = time }
            if let fault = judge.fault(with: scoped, for: scope, at: time) {
                complaintCount += 1
                if complaints.count < Self.complaintLimit { complaints.append(fault) }
            }
        }
    }
}
