import Prometheus
import Synchronization
import Wire

/// Selections for scrapers that ask for the same each time: the last one is kept.
final class CollectorSelector: Sendable {
    private typealias Query = [HTTPRequestTarget.QueryItem]

    private let known: [String]
    private let last = Mutex<(query: Query, selection: CollectorSelection)?>(nil)

    /// - Parameter known: the names of all collectors, in order.
    init(known: [String]) {
        self.known = known
    }

    /// What `collect[]` and `exclude[]` of a scrape ask for.
    func selection(for query: [HTTPRequestTarget.QueryItem]) throws(CollectorSelectionError) -> CollectorSelection {
        if let last = last.withLock({ $0 }), last.query == query { return last.selection }
        let selection = try CollectorSelection(
            collect: Self.values("collect[]", of: query), exclude: Self.values("exclude[]", of: query), known: known)
        last.withLock { $0 = (query, selection) }
        return selection
    }

    private static func values(_ name: String, of query: Query) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }
}
