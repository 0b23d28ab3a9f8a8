import Diagnosis
import Posix
import Probing
import Synchronization
import WhatsApp

/// The books of a running exporter: what every probe found, and what follows from it.
///
/// The probes' loop writes, the web side reads.
final class Ledger: Sendable {
    private struct State: Sendable {
        var probes: [ProbeSeries]
        var positions: [ProbeSeries.Key: Int]
        var components: [ComponentSeries]
        var windows: [Component: Window]
        var diagnosis: Diagnosis

        /// Concludes, and notes which components are up from then on.
        mutating func conclude(at time: Double) -> Conclusion {
            let conclusion = diagnosis.conclude(at: time)
            for (component, status) in conclusion.components {
                windows[component]?.report(at: time, isUp: status == .unknown ? nil : status != .down)
            }
            return conclusion
        }
    }

    private let state: Mutex<State>

    /// Books for the given endpoints, all counters at zero.
    init(_ endpoints: [Endpoint], hysteresis: Hysteresis = .standard) {
        state = Mutex(Self.blank(endpoints, hysteresis))
    }

    /// Goes over to other endpoints. What stays goes on counting, and nothing seen of it is forgotten.
    func reconfigure(_ endpoints: [Endpoint]) {
        state.withLock { state in
            var next = Self.blank(endpoints)
            next.diagnosis = state.diagnosis
            next.diagnosis.expect(endpoints.map(ExpectedTarget.init))
            for index in next.probes.indices {
                guard let position = state.positions[next.probes[index].key] else { continue }
                next.probes[index].continueCounting(from: state.probes[position])
            }
            for index in next.components.indices {
                let label = next.components[index].label
                if let same = state.components.first(where: { $0.label == label }) {
                    next.components[index].continueCounting(from: same)
                }
            }
            for component in next.windows.keys {
                if let window = state.windows[component] { next.windows[component] = window }
            }
            state = next
        }
    }

    /// Books a probe, and concludes. Probes of a target that a reload has taken out are dropped.
    @discardableResult
    func record(_ report: ProbeReport) -> Conclusion {
        state.withLock { state in
            let key = ProbeSeries.Key(target: report.target.name, family: report.family)
            guard let position = state.positions[key] else { return state.diagnosis.conclude(at: report.finishedAt) }
            state.probes[position].record(report)
            let role = state.probes[position].endpoint.role
            if let index = state.components.firstIndex(where: { $0.label == role.label }) {
                state.components[index].record(report.outcome)
            }
            state.diagnosis.observe(
                Observation(target: key.target, family: key.family, at: report.finishedAt, outcome: report.outcome))
            // Concluded at once, so that a verdict's beginning does not wait for somebody to ask.
            let conclusion = state.conclude(at: report.finishedAt)
            // A family that host or peer lacks is no error of the component's.
            let isMissingFamily = report.family != nil && report.outcome.failure?.mayBeTheFamily == true
            if case .component(let component) = role, !isMissingFamily {
                state.windows[component]?.observe(
                    at: report.finishedAt, success: report.outcome.isSuccess, seconds: report.outcome.duration.seconds)
            }
            return conclusion
        }
    }

    /// Takes in one sampling of this host, and concludes.
    func observe(_ reading: HostReading) -> Conclusion {
        state.withLock { state in
            state.diagnosis.observe(reading)
            return state.conclude(at: reading.at)
        }
    }

    /// Takes in what is said beside what probes find, and concludes.
    func observe(_ signal: Signal) -> Conclusion {
        state.withLock { state in
            state.diagnosis.observe(signal)
            return state.conclude(at: signal.at)
        }
    }

    /// Takes back what was kept of the components' past, before the first probe.
    func restore(_ rows: [UptimeRow]) {
        let rows = Dictionary(grouping: rows, by: \.component)
        state.withLock { state in
            for component in state.windows.keys { state.windows[component]?.restore(rows[component] ?? []) }
        }
    }

    /// Every target over every family it is probed on, in the order configured.
    var probes: [ProbeSeries] {
        state.withLock { $0.probes }
    }

    /// Every component and kind of control that has targets, in the order configured.
    var components: [ComponentSeries] {
        state.withLock { $0.components }
    }

    /// The recent past of each of WhatsApp's components that has targets.
    var windows: [Component: Window] {
        state.withLock { $0.windows }
    }

    /// What follows from all that at a time, in Unix seconds.
    func conclusion(at now: Double) -> Conclusion {
        state.withLock { $0.diagnosis.conclude(at: now) }
    }

    private static func blank(_ endpoints: [Endpoint], _ hysteresis: Hysteresis = .standard) -> State {
        let probes = endpoints.flatMap { endpoint in
            endpoint.target.families.families.map { ProbeSeries(endpoint, family: $0) }
        }
        var labels: [String] = []
        for endpoint in endpoints where !labels.contains(endpoint.role.label) { labels.append(endpoint.role.label) }
        let components = labels.map { label in
            ComponentSeries(label: label, probers: endpoints.filter { $0.role.label == label }.map(\.target.prober))
        }
        var windows: [Component: Window] = [:]
        for case .component(let component) in endpoints.map(\.role) { windows[component] = Window() }
        return State(
            probes: probes, positions: Dictionary(uniqueKeysWithValues: zip(probes.map(\.key), probes.indices)),
            components: components, windows: windows,
            diagnosis: Diagnosis(expected: endpoints.map(ExpectedTarget.init), hysteresis: hysteresis))
    }
}
