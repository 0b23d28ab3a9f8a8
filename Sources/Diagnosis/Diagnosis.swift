import WhatsApp
package import Wire

/// The way from probe results to a verdict: a function of what was observed and when.
///
/// Memory is bounded by the targets expected; observations of others are ignored. Times are Unix seconds of one clock,
/// which may be set: what was seen before a step is forgotten, check by check.
package struct Diagnosis: Sendable {
    /// One target over one family, found once so that no observation has to look for its name.
    package struct Check: Sendable, Hashable {
        fileprivate var index: Int
        /// It says nothing once other targets are expected.
        fileprivate var generation: Int
    }

    private struct CheckName: Hashable {
        var target: String
        var family: AddressFamily?
    }

    /// The first to find something decides: whoever is nearest is asked first, and WhatsApp is blamed last.
    private static let rules: [any Rule] = [
        LocalHostRule(), HostStrainRule(asksControls: true), LocalNetworkRule(), LocalDNSRule(), LocalClockRule(),
        InterceptionRule(), MetaWideRule(), OutageRule(), EdgePartialRule(), HostStrainRule(asksControls: false), BusinessRule(),
        SuspicionRule(), QuietRule(), ConflictRule(),
    ]

    /// Those of them that have something to say while no check fails.
    private static let rulesWithoutFailure: [any Rule] = [LocalClockRule(), BusinessRule(), SuspicionRule(), QuietRule()]

    /// How long a conclusion that names trouble stands while the checks go on saying the same.
    private static let troubleReviewSeconds = 10.0

    /// How long the evidence of a conclusion that names none may lag behind single failures.
    private static let hiccupSeconds = 60.0

    private let hysteresis: Hysteresis
    private var checks: [CheckName: Int] = [:]
    private var generation = 0
    private var histories: [TargetHistory] = []
    /// For each history, those that can confirm its failures, itself among them.
    private var siblings: [[Int]] = []
    private var longestInterval = 0.0
    private var host = HostSigns()
    private var signals = SignalBoard()
    private var holds: [Scope: VerdictHold] = [:]
    private var remembered: Remembered?
    private var revision: UInt64 = 0

    /// The last conclusion and how long it stands by itself.
    private struct Remembered {
        var conclusion: Conclusion
        /// Whether nothing fails, nor might.
        var isCalm: Bool
        /// Whether its evidence is no longer the latest.
        var isDated = false
        var concludedAt: Double
        var expiry: Double

        mutating func outdate(by time: Double) {
            expiry = min(expiry, time)
            isDated = true
        }
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
                let check = CheckName(target: target.name, family: family)
                guard checks[check] == nil else { continue }
                checks[check] = histories.count
                let history = old[check].flatMap { $0.target == target ? $0 : nil }
                histories.append(history ?? TargetHistory(target: target, family: family, hysteresis: hysteresis))
            }
        }
        siblings = Corroboration.groups(of: histories)
        generation += 1
        longestInterval = targets.map(\.intervalSeconds).max() ?? 0
        remembered = nil
    }

    /// The check an observation of a target over a family is of; `nil` when it is not expected.
    package func check(of target: String, over family: AddressFamily?) -> Check? {
        checks[CheckName(target: target, family: family)].map { Check(index: $0, generation: generation) }
    }

    /// Takes in one probe's result.
    package mutating func observe(_ observation: Observation) {
        guard let check = check(of: observation.target, over: observation.family) else { return }
        observe(observation, of: check)
    }

    /// Takes in one probe's result without looking for its check: whatever target the observation names is passed over.
    package mutating func observe(_ observation: Observation, of check: Check) {
        guard observation.at.isFinite, check.generation == generation else { return }
        let change = histories[check.index].record(observation)
        if observation.failure != nil, corroborate(check.index) {
            remembered = nil
            return
        }
        switch change {
        case .nothing: break
        case .standing: remembered = nil
        case .hiccup:
            guard remembered?.isCalm == true else {
                remembered = nil
                return
            }
            remembered?.outdate(by: observation.at + Self.hiccupSeconds)
        }
    }

    /// Makes checks fail whose failures others of the same host confirm.
    private mutating func corroborate(_ index: Int) -> Bool {
        guard siblings[index].count > 1 else { return false }
        let confirmed = Corroboration.confirmed(
            among: siblings[index].map { histories[$0] }, enough: hysteresis.failuresInRow)
        for place in confirmed { histories[siblings[index][place]].confirm() }
        return !confirmed.isEmpty
    }

    /// Takes in one sampling of this host.
    package mutating func observe(_ reading: HostReading) {
        let before = host.signs.map(\.kind)
        host.take(reading)
        // Figures alone are worth no new conclusion.
        if host.signs.map(\.kind) != before { remembered = nil }
    }

    /// Takes in what people or the business platform say.
    ///
    /// What is said counts for 15 minutes, unless it is said again or taken back.
    package mutating func observe(_ signal: Signal) {
        signals.take(signal)
        remembered = nil
    }

    /// Concludes from all that was observed. Cheap while all is well, so it may be called after each observation.
    package mutating func conclude(at time: Double) -> Conclusion {
        if let conclusion = remember(at: time) { return conclusion }
        let survey = Survey(
            of: histories, host: host, signals: signals, at: time, slackSeconds: hysteresis.slackSeconds)
        let scopes = Dictionary(uniqueKeysWithValues: Scope.allCases.map { ($0, conclude($0, from: survey, at: time)) })
        let components = Component.allCases.map { ($0, status(of: $0, in: survey, given: scopes)) }
        revision += 1
        let conclusion = Conclusion(
            at: time, scopes: scopes, components: Dictionary(uniqueKeysWithValues: components), revision: revision)
        remembered = Remembered(
            conclusion: conclusion, isCalm: survey.isCalm, concludedAt: time, expiry: expiry(after: time))
        return conclusion
    }

    /// The last conclusion, if it still stands.
    private mutating func remember(at time: Double) -> Conclusion? {
        guard let concludedAt = remembered?.concludedAt, let last = remembered?.conclusion.at, last <= time else { return nil }
        if let expiry = remembered?.expiry, time >= expiry {
            // Fresh results that say the same prolong it.
            let expiry = self.expiry(after: concludedAt)
            guard remembered?.isDated == false, time < expiry else { return nil }
            remembered?.expiry = expiry
        }
        remembered?.conclusion.at = time
        return remembered?.conclusion
    }

    /// Until when a conclusion stands while the checks go on saying the same.
    private func expiry(after time: Double) -> Double {
        if holds.values.contains(where: { $0.isSettling || $0.inForce.isConflict }) { return time }
        let isWell = holds.values.allSatisfy { $0.inForce.verdict == .ok || $0.inForce.verdict == .unknown }
        var nextStale = signals.nextChange(after: time) ?? .infinity
        if let expiry = host.expiry, expiry > time { nextStale = min(nextStale, expiry) }
        for index in histories.indices {
            if let expiry = histories[index].expiry, expiry > time { nextStale = min(nextStale, expiry) }
        }
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
        let found = (survey.hasFailing ? Self.rules : Self.rulesWithoutFailure).lazy.compactMap {
            $0.finding(in: survey, for: scope)
        }.first
        let finding = (found ?? Finding(.unknown, base: 0, "Nothing is known.", evidence: [])).weighed(in: survey, for: scope)
        var hold = holds[scope] ?? VerdictHold(finding, at: time)
        hold.take(
            finding, at: time, settlingSeconds: hysteresis.settlingSeconds,
            patienceSeconds: hysteresis.patienceIntervals * longestInterval)
        holds[scope] = hold
        return ScopedVerdict(
            verdict: hold.inForce.verdict, since: hold.since, sentence: hold.inForce.sentence, evidence: hold.inForce.evidence,
            confidence: hold.inForce.confidence, extent: hold.inForce.extent)
    }
}
