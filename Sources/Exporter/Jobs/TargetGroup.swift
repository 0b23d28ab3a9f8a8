import Prometheus

/// Targets with the labels they have in common, as Prometheus' service discovery gives them.
package struct TargetGroup: Sendable, Equatable {
    /// A label of the user's.
    package struct Label: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var targets: [String]
    package var labels: [Label]

    package init(targets: [String], labels: [Label] = []) {
        self.targets = targets
        self.labels = labels
    }

    /// A series of each target carries them all, so that they may not be many.
    static let mostLabelBytes = 2048

    /// Labels of ours; `le` and `quantile` are the format's own.
    private static let reserved: Set<String> = ["probe_job", "module", "target", "phase", "reason"]

    /// Whether a label is a note from one discovering program to another, which does not become part of series.
    static func isPassing(_ label: String) -> Bool { label.hasPrefix("__") }

    /// What is wrong with a label's name, and what would be right; `nil` when it will do.
    static func objection(toLabel name: String) -> (what: String, remedy: String)? {
        if reserved.contains(name) { return ("the label \"\(name)\" is set by the exporter", "give it another name") }
        if MetricName.isValidLabel(name) { return nil }
        return ("\(name.debugDescription) cannot be a label's name", "write letters, digits and _, beginning with a letter")
    }
}
