package import Probing
package import WhatsApp

/// How far a trouble reaches, by the checks that fail in it.
package struct Extent: Sendable, Equatable {
    /// When the first failing probe among those behind the verdict began, in Unix seconds.
    package var firstFailureAt: Double?
    /// In the order of `Component.allCases`.
    package var components: [Component]
    /// The networks that fail, such as "57.144.23.0/24" or "2a03:2880:f2ff::/48": sorted, at most ``edgeLimit``.
    package var edges: [String]
    /// In the order of `FailureLayer.allCases`.
    package var layers: [FailureLayer]
    /// The commonest first, at most ``reasonLimit``.
    package var reasons: [FailureReason]
    /// Names of targets, sorted.
    package var targets: [String]

    package static let edgeLimit = 16
    package static let reasonLimit = 8

    package init(
        firstFailureAt: Double? = nil, components: [Component] = [], edges: [String] = [], layers: [FailureLayer] = [],
        reasons: [FailureReason] = [], targets: [String] = []
    ) {
        self.firstFailureAt = firstFailureAt
        self.components = components
        self.edges = edges
        self.layers = layers
        self.reasons = reasons
        self.targets = targets
    }
}
