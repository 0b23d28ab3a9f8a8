import Probing
import WhatsApp
import Wire

extension Extent {
    /// How far the failures of these checks reach.
    init(of failing: [Reading]) {
        let reasons = failing.compactMap(\.reason)
        let layers = Set(reasons.compactMap(\.layer))
        let components = Set(failing.compactMap(\.component))
        self.init(
            firstFailureAt: failing.compactMap { $0.history.firstFailure?.begin }.min(),
            components: Component.allCases.filter(components.contains),
            edges: Array(Set(failing.filter { $0.component != nil }.compactMap(\.edge)).sorted().prefix(Self.edgeLimit)),
            layers: FailureLayer.allCases.filter(layers.contains),
            reasons: Array(reasons.byFrequency.prefix(Self.reasonLimit)),
            targets: Set(failing.map(\.target.name)).sorted())
    }
}

extension Reading {
    /// The network it failed at, which is what identifies an edge; `nil` where no address is known.
    var edge: String? { history.lastFailure?.address.map(Self.network) }

    /// The network it was last probed at.
    var network: String? { history.latest?.address.map(Self.network) }

    private static func network(of address: IPAddress) -> String {
        let bits = address.family == .ip4 ? 24 : 48
        return "\(address.prefix(bits: bits))/\(bits)"
    }
}

extension [FailureReason] {
    /// Each reason once, the commonest first.
    var byFrequency: [FailureReason] {
        var counts: [FailureReason: Int] = [:]
        for reason in self { counts[reason, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map(\.key)
    }
}
