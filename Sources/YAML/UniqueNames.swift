/// Names that must differ, with where each was given.
package struct UniqueNames {
    /// What bears the names, as `target`.
    package let kind: String
    private var positions: [String: SourcePosition] = [:]

    /// No names yet.
    package init(of kind: String) {
        self.kind = kind
    }

    /// Adds a name; one that is there already stays, and its position is returned.
    package mutating func insert(_ name: String, at position: SourcePosition) -> SourcePosition? {
        if let first = positions[name] { return first }
        positions[name] = position
        return nil
    }
}
