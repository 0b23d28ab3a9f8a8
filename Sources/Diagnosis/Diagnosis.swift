import WhatsApp
import Wire

/// The way from probe results to a verdict: a function of what was observed and when.
///
/// Memory is bounded by the targets expected; observations of others are ignored. Times are Unix seconds of one clock,
/// which may be set: what was seen before a step is forgotten, check by check.
package struct Diagnosis: Sendable {
    private struct Check: Hashable {
        var target: String
        var family: AddressFamily?
    }

    /// The first to find something decides: whoever is nearest is asked first, and WhatsApp is blamed last.
    private static let rules: [any Rule] = [
        LocalHostRule(), LocalNetworkRule(), LocalDNSRule(), LocalClockRule(), InterceptionRule(), MetaWideRule(), OutageRule(),
        EdgePartialRule(), QuietRule(), ConflictRule(),
    ]

    /// How long a conclusion that names trouble stands while the checks go on saying the same.
    private static let troubleReviewSeconds = 10.0

    private let hysteresis: Hysteresis
    private var checks: [Check: Int] = [:]
    private var histories: [TargetHistory] = []
    private var longestInterval = 0.0
    private var holds: [Scope: VerdictHold] = [:]
    private var remembered: Remembered?
    private var revision: UInt64 = 0

    /// The last conclusion and how long it stands by itself.
    private struct Remembered {
        var conclusion: Conclusion
        var expiry: Double
    }

    package init(expected: [ExpectedTarget], hysteresis: Hysteresis = .standard) {
        self.hysteresis = hysteresis
        expect(expected)
    }

    /// Replaces the expected targets; of those that stay as they are, and of the verdicts, nothing is lost.
    package mutating func expect(_ targets: [ExpectedTarget]) {
        let old = Dictionary(zip(checks.keys, checks.values.map { histories[$0] }), uniquingKeysWith: { first, _ in first })
        checks = [:]
        histories = []
        for target in targets {
            for family in target.families {
                let check = Check(target: target.name, family: family)
                guard checks[check] == nil else { continue }
                checks[check] = histories.count
                let history = old[check].flatMap { $0.target == target ? $0 : nil }
                histories.append(history ?? TargetHistory(target: target, family: family, hysteresis: hysteresis))
            }
        }
        longestInterval = targets.map(\.intervalSeconds).max() ?? 0
        remembered = nil
    }

    /// Takes in one probe's result.
    package mutating func observe(_ observation: Observation) {
        guard observation.at.isFinite, let index = checks[Check(target: observation.target, family: observation.family)] else {
            return
        }
        let before = histories[index].gist
        histories[index].record(observation)
        if histories[index].gist != before { remembered = nil }
    }

    /// Concludes from all that was observed. Cheap while all is well, so it may be called after each observation.
    package mutating func conclude(at time: Double) -> Conclusion {
        if var remembered, remembered.conclusion.at <= time, time < remembered.expiry {
            remembered.conclusion.at = time
            self.remembered = remembered
            return remembered.conclusion
        }
        let survey = Survey(of: histories, at: time, slackSeconds: hysteresis.slackSeconds)
        let scopes = Dictionary(uniqueKeysWithValues: Scope.allCases.map { ($0, conclude($0, from: survey, at: time)) })
        let components = Component.allCases.map { ($0, status(of: $0, in: survey, given: scopes)) }
        revision += 1
        let conclusion = Conclusion(
            at: time, scopes: scopes, components: Dictionary(uniqueKeysWithValues: components), revision: revision)
        remembered = Remembered(conclusion: conclusion, expiry: expiry(after: time))
        return conclusion
    }

    /// Until when a conclusion stands while the checks go on saying the same.
    private func expiry(after time: Double) -> Double {
        if holds.values.contains(where: { $0.isSettling || $0.inForce.isConflict }) { return time }
        let isWell = holds.values.allSatisfy { $0.inForce.verdict == .ok || $0.inForce.verdict == .unknown }
        let nextStale = histories.compactMap(\.expiry).filter { $0 > time }.min() ?? .infinity
        // What goes on failing may still come to be seen in another light.
        return isWell ? nextStale : min(nextStale, time + Self.troubleReviewSeconds)
    }

    /// How a component stands; `.unknown` instead of down where the trouble is on this side, for then nobody can tell from here.
    private func status(
        of component: Component, in survey: Survey, given scopes: [Scope: ScopedVerdict]
    ) -> ComponentStatus {
        let status = survey.status(of: component)
        let isOurs = component.scopes.allSatisfy { scopes[$0]?.verdict.blame == .local }
        return isOurs && status != .ok ? .unknown : status
    }

    private mutating func conclude(_ scope: Scope, from survey: Survey, at time: Double) -> ScopedVerdict {
        let finding =
            Self.rules.lazy.compactMap { $0.finding(in: survey, for: scope) }.first
            ?? Finding(.unknown, confidence: 0, "Nothing is known.", evidence: [])
        var hold = holds[scope] ?? VerdictHold(finding, at: time)
        hold.take(
            finding, at: time, settlingSeconds: hysteresis.settlingSeconds,
            patienceSeconds: hysteresis.patienceIntervals * longestInterval)
        holds[scope] = hold
        return ScopedVerdict(
            verdict: hold.inForce.verdict, since: hold.since, sentence: hold.inForce.sentence, evidence: hold.inForce.evidence,
            confidence: hold.inForce.confidence)
    }
}
