/// How often one edge answered in one hour, as it is kept.
package struct EdgeHomeRow: Sendable, Equatable {
    /// Whose answers were counted, in the edge book's own words: resolver, family and role.
    package var key: String
    /// Hours since 1970-01-01T00:00Z.
    package var hour: Int
    package var edge: String
    package var count: Int

    package init(key: String, hour: Int, edge: String, count: Int) {
        self.key = key
        self.hour = hour
        self.edge = edge
        self.count = count
    }
}
