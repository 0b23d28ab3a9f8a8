/// Which of an exporter's collectors a scrape asks for.
package struct CollectorSelection: Sendable {
    private enum Rule {
        case all
        case only(Set<String>)
        case allBut(Set<String>)
    }

    private let rule: Rule

    /// Every collector.
    package static let all = CollectorSelection(rule: .all)

    private init(rule: Rule) {
        self.rule = rule
    }

    /// What a scrape's query parameters ask for: only those named by `collect[]`, or all but those named by `exclude[]`.
    /// - Parameter known: the names of all, in order.
    package init(collect: [String], exclude: [String], known: [String]) throws(CollectorSelectionError) {
        guard collect.isEmpty || exclude.isEmpty else { throw .collectAndExclude }
        for name in collect + exclude where !known.contains(name) { throw .unknown(name, known: known) }
        rule = !collect.isEmpty ? .only(Set(collect)) : exclude.isEmpty ? .all : .allBut(Set(exclude))
    }

    /// Whether the collector of this name is to run.
    package func admits(_ name: String) -> Bool {
        switch rule {
        case .all: true
        case .only(let names): names.contains(name)
        case .allBut(let names): !names.contains(name)
        }
    }
}
