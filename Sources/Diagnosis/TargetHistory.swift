import Probing
import Wire

/// What is remembered of one check: a target over one family.
///
/// Failing after 3 failures of a class in a row, 4 of any or 5 of the last 8, working again after 2 successes in a row (``Hysteresis``). Nothing is
/// carried over a gap longer than a result stays valid, nor over a step of the clock.
struct TargetHistory: Sendable {
    /// Two results of one check may swap places by this much without meaning a step of the clock.
    private static let jitterSeconds = 5.0

    fileprivate enum State {
        case unproven, working, failing
    }

    let target: ExpectedTarget
    let family: AddressFamily?
    private let hysteresis: Hysteresis
    private(set) var latest: Observation?
    private var state = State.unproven
    /// The last eight results since it last recovered, the latest lowest; a set bit is a failure.
    private var recent: UInt8 = 0
    /// How many of its last results were failures of the same class.
    private(set) var alikeInRow = 0
    private var successesInRow = 0
    /// Whether it failed again soon after it had recovered.
    private var hasRelapsed = false
    /// The last time it failed, from the first failure's beginning until it worked again.
    private(set) var lastTrouble: ClosedRange<Double>?
    /// The first and the last of the successes that neither a failure interrupted nor the clock put right or wrong.
    private(set) var successes: ClosedRange<Double>?
    /// The first failure since the check last worked.
    private(set) var firstFailure: Observation?
    /// When packets last got there and back.
    private(set) var lastReached: Double?
    /// When a DNS server last gave a good answer for it.
    private(set) var lastResolved: Double?
    /// The last failure since the check last worked.
    private(set) var lastFailure: Observation?
    /// The last failure there was, even if it has worked since.
    private(set) var latestFailure: Observation?
    /// The last other opinion heard since it began to fail.
    private(set) var opinion: Observation.Opinion?

    init(target: ExpectedTarget, family: AddressFamily?, hysteresis: Hysteresis) {
        self.target = target
        self.family = family
        self.hysteresis = hysteresis
    }

    private var validSeconds: Double { target.intervalSeconds * hysteresis.staleIntervals }

    /// Unix time after which the latest result says nothing any more.
    var expiry: Double? { latest.map { $0.at + validSeconds } }

    /// What a result changes for what can be concluded, but for the passing of time.
    enum Change: Sendable {
        case nothing
        /// A working check failed once, or has got over that: worth telling, but no reason for another verdict.
        case hiccup
        case standing
    }

    /// All that a conclusion about a well WhatsApp hangs on.
    private struct Gist: Equatable {
        var state: State
        var isClockOff: Bool
        var isKnown: Bool
    }

    private var gist: Gist {
        Gist(state: state, isClockOff: LocalClockRule.isOff(latest), isKnown: latest != nil)
    }

    func standing(at time: Double) -> Standing {
        guard let latest, latest.at - Self.jitterSeconds <= time, time <= latest.at + validSeconds else { return .unknown }
        return switch state {
        case .unproven: .unproven
        case .working: latest.failure == nil ? .working : .suspect
        case .failing: latest.failure == nil ? .recovering : .failing
        }
    }

    /// How many of its last results were failures, up to eight.
    private var failuresInRow: Int { (~recent).trailingZeroBitCount }

    /// Whether a working check failed last.
    var isSuspect: Bool { state == .working && latest?.failure != nil }

    /// Makes a suspect fail, because others have confirmed its failure.
    mutating func confirm() {
        guard isSuspect, let latest else { return }
        fail(at: latest.at)
    }

    @discardableResult
    mutating func record(_ observation: Observation) -> Change {
        let (before, failure) = (gist, latest?.failure)
        take(observation)
        guard gist == before else { return .standing }
        guard latest?.failure != failure else { return .nothing }
        return state == .working ? .hiccup : .standing
    }

    private mutating func take(_ observation: Observation) {
        var observation = observation
        if let last = latest?.at {
            if observation.at > last + validSeconds || observation.at < last - Self.jitterSeconds {
                self = TargetHistory(target: target, family: family, hysteresis: hysteresis)
            } else {
                observation.at = max(observation.at, last)
            }
        }
        if LocalClockRule.isOff(latest) != LocalClockRule.isOff(observation) { successes = nil }
        latest = observation
        if let failure = observation.failure {
            alikeInRow = failure.failureClass == lastFailure?.failure?.failureClass ? alikeInRow + 1 : 1
            recordFailure(failure, at: observation.at)
            firstFailure = firstFailure ?? observation
            lastFailure = observation
            latestFailure = observation
            opinion = observation.opinion ?? opinion
        } else {
            recordSuccess(at: observation.at, naming: observation.naming)
        }
    }

    private mutating func recordFailure(_ failure: FailureReason, at time: Double) {
        recent = recent << 1 | 1
        successesInRow = 0
        successes = nil
        if failure.failureClass.provesNetwork { lastReached = time }
        let enough = state == .unproven ? hysteresis.failuresUnproven : hysteresis.failuresInRow
        // A hard fault shows itself alike each time, chance does not.
        let isEnough =
            alikeInRow >= enough || failuresInRow > enough || recent.nonzeroBitCount >= hysteresis.failuresOfEight
        if state != .failing, isEnough { fail(at: time) }
    }

    private mutating func fail(at time: Double) {
        state = .failing
        hasRelapsed = lastTrouble.map { time - $0.upperBound <= hysteresis.relapseIntervals * target.intervalSeconds } ?? false
    }

    private mutating func recordSuccess(at time: Double, naming: Resolution.Source?) {
        recent <<= 1
        successesInRow += 1
        successes = (successes?.lowerBound ?? time)...time
        lastReached = time
        if naming == .dns { lastResolved = time }
        if state == .failing {
            guard successesInRow >= hysteresis.successesInRow * (hasRelapsed ? 2 : 1) else { return }
            // A single failure soon after would else make it five of eight again.
            recent = 0
            if let begin = firstFailure?.begin { lastTrouble = min(begin, time)...time }
        }
        state = .working
        firstFailure = nil
        lastFailure = nil
        opinion = nil
    }
}
