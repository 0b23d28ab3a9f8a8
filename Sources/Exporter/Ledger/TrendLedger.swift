import Diagnosis
import Posix
import Probing
import Synchronization
import WhatsApp

/// The books of what is normal and what was set as a limit.
///
/// The probes' loop writes, the web side reads.
final class TrendLedger: Sendable {
    private struct State: Sendable {
        var baselines: Baselines
        var places: [Baselines.Key: Int]
        var thresholds: [ThresholdState]
        /// For each series, the thresholds its probes count for.
        var watched: [[Int]]
        var objectives: Objectives
    }

    private let state: Mutex<State>

    init(_ endpoints: [Endpoint], thresholds: [Threshold] = [], objectives: Objectives = .standard) {
        state = Mutex(Self.blank(endpoints, thresholds, objectives))
    }

    /// Goes over to another configuration. What stays goes on, and nothing learnt of it is forgotten.
    func reconfigure(_ endpoints: [Endpoint], thresholds: [Threshold] = [], objectives: Objectives = .standard) {
        state.withLock { state in
            var next = Self.blank(endpoints, thresholds, objectives)
            next.baselines.continueLearning(from: state.baselines)
            for index in next.thresholds.indices {
                let threshold = next.thresholds[index].threshold
                if let same = state.thresholds.first(where: { $0.threshold == threshold }) { next.thresholds[index] = same }
            }
            state = next
        }
    }

    /// Books a probe. Probes of a target that a reload has taken out are dropped.
    func record(_ report: ProbeReport) {
        state.withLock { state in
            let key = Baselines.Key(target: report.target.name, family: report.family)
            guard let place = state.places[key] else { return }
            let outcome = report.outcome
            let seconds = outcome.duration.seconds
            state.baselines.observe(at: place, time: report.finishedAt, success: outcome.isSuccess, seconds: seconds) {
                outcome.phases[$0]?.seconds
            }
            for index in state.watched[place] {
                var measured: Double? = seconds
                if case .duration(let phase?, _) = state.thresholds[index].threshold.measure {
                    measured = outcome.phases[phase]?.seconds
                }
                state.thresholds[index].observe(at: report.finishedAt, success: outcome.isSuccess, seconds: measured)
            }
        }
    }

    /// What was learnt, under the names ``restore(_:)`` knows it by, to be kept.
    func snapshots() -> [(name: String, bytes: [UInt8])] {
        state.withLock { $0.baselines }.snapshots()
    }

    /// Takes in what was kept.
    /// - Returns: the names of what is spoilt or of another version; it is learnt anew.
    func restore(_ snapshots: [(name: String, bytes: [UInt8])]) -> [String] {
        state.withLock { state in
            snapshots.filter { !state.baselines.restore($0.name, $0.bytes) }.map(\.name)
        }
    }

    var objectives: Objectives { state.withLock { $0.objectives } }

    /// One target over one family: what is normal, and how the present compares.
    struct TargetTrend {
        var key: Baselines.Key
        var role: Role
        var latencies: [LatencyReading]
        var driftRatio: Double?
    }

    /// One component or kind of control: what is normal, and how the present compares.
    struct ComponentTrend {
        var role: Role
        var expectedFailureRatio: Double?
        var failureScore: Double?
        var recurringTroubles: [RecurringTrouble]
    }

    /// All trends at a time (Unix seconds), in the order configured.
    func trends(at now: Double) -> (targets: [TargetTrend], components: [ComponentTrend]) {
        state.withLock { state in
            let targets = zip(state.baselines.series, state.baselines.targets).map { series, baseline in
                TargetTrend(
                    key: series.key, role: series.role, latencies: baseline.readings(at: now), driftRatio: baseline.driftRatio)
            }
            let components = zip(state.baselines.roles, state.baselines.components).map { role, baseline in
                ComponentTrend(
                    role: role, expectedFailureRatio: baseline.expectedFailureRatio(at: now),
                    failureScore: baseline.failureScore(at: now), recurringTroubles: baseline.recurringTroubles)
            }
            return (targets, components)
        }
    }

    /// How each threshold stands at a time (Unix seconds), in the order configured.
    func thresholds(at now: Double) -> [(threshold: Threshold, reading: ThresholdReading)] {
        state.withLock { state in
            state.thresholds.indices.map { (state.thresholds[$0].threshold, state.thresholds[$0].reading(at: now)) }
        }
    }

    private static func blank(_ endpoints: [Endpoint], _ thresholds: [Threshold], _ objectives: Objectives) -> State {
        let series = endpoints.flatMap { endpoint in
            endpoint.target.families.families.map {
                (key: Baselines.Key(target: endpoint.target.name, family: $0), role: endpoint.role)
            }
        }
        let watched = series.map { key, role in
            thresholds.indices.filter { index in
                switch thresholds[index].subject {
                case .component(let component): role == .component(component)
                case .target(let name): key.target == name
                }
            }
        }
        return State(
            baselines: Baselines(series), places: Dictionary(uniqueKeysWithValues: zip(series.map(\.key), series.indices)),
            thresholds: thresholds.map(ThresholdState.init), watched: watched, objectives: objectives)
    }
}
