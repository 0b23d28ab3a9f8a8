import Prometheus

/// Interfaces met before: whether each is to be reported, and its label, so that neither is worked out anew at each scrape.
struct InterfaceLabels: Sendable {
    /// More than this many names are of interfaces that come and go.
    private static let limit = 4096

    private let filter: NameFilter
    private var known: [String: Labels?] = [:]

    init(_ filter: NameFilter) {
        self.filter = filter
    }

    /// The label `device`; `nil` for an interface that is not to be reported.
    mutating func labels(of name: String) -> Labels? {
        if let labels = known[name] { return labels }
        let labels: Labels? = filter.admits(name) ? Labels(["device": name]) : nil
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        known[name] = .some(labels)
        return labels
    }
}
