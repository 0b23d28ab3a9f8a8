import Probing
import Wire

/// What is remembered of one check: a target over one family.
///
/// Failing after 2 of the last 3 probes failed, working again after 2 successes in a row (``Hysteresis``). Nothing is
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
    /// The last eight results, the latest lowest; a set bit is a failure.
    private var recent: UInt8 = 0
    private var successesInRow = 0
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

    /// All that a conclusion about a well WhatsApp hangs on, but for the passing of time.
    struct Gist: Equatable {
        fileprivate var state: State
        var failure: FailureReason?
        var isClockOff: Bool
        var isKnown: Bool
    }

    var gist: Gist {
        Gist(state: state, failure: latest?.failure, isClockOff: LocalClockRule.isOff(latest), isKnown: latest != nil)
    }

    func standing(at time: Double) -> Standing {
        guard let latest, latest.at - Self.jitterSeconds <= time, time <= latest.at + validSeconds else { return .unknown }
        return switch state {
        case .unproven: .unproven
        case .working: latest.failure == nil ? .working : .suspect
        case .failing: latest.failure == nil ? .recovering : .failing
        }
    }

    mutating func record(_ observation: Observation) {
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
            recordFailure(failure, at: observation.at)
            firstFailure = firstFailure ?? observation
            lastFailure = observation
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
        let window: UInt8 = hysteresis.window >= 8 ? .max : (1 << hysteresis.window) - 1
        if (recent & window).nonzeroBitCount >= hysteresis.failures { state = .failing }
    }

    private mutating func recordSuccess(at time: Double, naming: Resolution.Source?) {
        recent <<= 1
        successesInRow += 1
        successes = (successes?.lowerBound ?? time)...time
        lastReached = time
        if naming == .dns { lastResolved = time }
        guard state != .failing || successesInRow >= hysteresis.successes else { return }
        state = .working
        firstFailure = nil
        lastFailure = nil
        opinion = nil
    }
}
