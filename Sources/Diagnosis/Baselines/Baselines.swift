package import Probing
package import WhatsApp
package import Wire

/// What is normal for every target and component, learnt from its probes.
///
/// Probes are booked by a place looked up once, so that no name is hashed for each.
package struct Baselines: Sendable {
    /// One target over one family.
    package struct Key: Sendable, Hashable {
        package var target: String
        package var family: AddressFamily?

        package init(target: String, family: AddressFamily?) {
            self.target = target
            self.family = family
        }
    }

    /// The series, in the order given; their positions are the places of ``observe(at:time:success:seconds:phases:)``.
    package let series: [(key: Key, role: Role)]
    /// The roles of the series, in the order they first come.
    package let roles: [Role]
    package private(set) var targets: [TargetBaseline]
    package private(set) var components: [ComponentBaseline]
    private let rolePlaces: [Int]

    /// Blank ones.
    package init(_ series: [(key: Key, role: Role)]) {
        self.series = series
        var roles: [Role] = []
        for (_, role) in series where !roles.contains(role) { roles.append(role) }
        self.roles = roles
        rolePlaces = series.map { roles.firstIndex(of: $0.role) ?? 0 }
        targets = series.map { _ in TargetBaseline() }
        components = roles.map { _ in ComponentBaseline() }
    }

    /// Takes in a probe of the series at a place, which ended at `time` (Unix seconds).
    /// - Parameter phases: how long a phase took; `nil` for one it did not reach.
    package mutating func observe(
        at place: Int, time: Double, success: Bool, seconds: Double, phases: (Phase) -> Double? = { _ in nil }
    ) {
        let isSlow = success && targets[place].observe(seconds: seconds, phases: phases, at: time)
        components[rolePlaces[place]].observe(failed: !success, isSlow: isSlow, at: time)
    }

    /// Goes on from what was learnt of the same targets and roles before.
    package mutating func continueLearning(from predecessor: Baselines) {
        for (place, item) in series.enumerated() {
            guard let same = predecessor.series.firstIndex(where: { $0.key == item.key }) else { continue }
            targets[place] = predecessor.targets[same]
        }
        for (place, role) in roles.enumerated() {
            if let same = predecessor.roles.firstIndex(of: role) { components[place] = predecessor.components[same] }
        }
    }
}

// MARK: Persistence

extension Baselines {
    /// All that was learnt, under names that stay the same: `target/chat_ip4/any`, `component/chat`, `control/site`.
    package func snapshots() -> [(name: String, bytes: [UInt8])] {
        zip(series, targets).map { ($0.key.name, $1.bytes) } + zip(roles, components).map { ($0.name, $1.bytes) }
    }

    /// Takes in what was learnt before under a name.
    /// - Returns: false when the bytes are spoilt or of another version; a name of nothing here is passed over.
    package mutating func restore(_ name: String, _ bytes: [UInt8]) -> Bool {
        if let place = series.firstIndex(where: { $0.key.name == name }) {
            guard let baseline = TargetBaseline(bytes: bytes) else { return false }
            targets[place] = baseline
        } else if let place = roles.firstIndex(where: { $0.name == name }) {
            guard let baseline = ComponentBaseline(bytes: bytes) else { return false }
            components[place] = baseline
        }
        return true
    }
}

extension Baselines.Key {
    fileprivate var name: String { "target/\(target)/\(family?.rawValue ?? "any")" }
}

extension Role {
    fileprivate var name: String {
        switch self {
        case .component(let component): "component/\(component.rawValue)"
        case .control(let control): "control/\(control.rawValue)"
        }
    }
}
