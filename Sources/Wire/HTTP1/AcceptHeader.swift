/// Preferences out of Accept, Accept-Encoding and their like (RFC 9110 sections 12.4 and 12.5).
package struct AcceptHeader: Hashable, Sendable {
    /// One member of the list.
    package struct Clause: Hashable, Sendable {
        /// Media range or coding, lower case: `text/plain`, `*/*`, `gzip`.
        package let name: String
        /// Without `q`, in order; names in lower case, values unquoted.
        package let parameters: [Parameter]
        /// Thousandths of `q`, 0...1000; 0 refuses.
        package let weight: Int

        /// Value of the first parameter of this name, given in lower case.
        package func parameter(_ name: String) -> String? {
            parameters.first { $0.name == name }?.value
        }
    }

    /// One `name=value` of a clause.
    package struct Parameter: Hashable, Sendable {
        /// Lower case.
        package let name: String
        /// Without quotes.
        package let value: String
    }

    /// Heaviest first, equal ones as they stood.
    package let clauses: [Clause]

    /// Parses a field's value, all lines joined by commas. Clauses that make no sense are skipped.
    package init(_ fieldValue: String) {
        var parser = AcceptClauseParser(fieldValue)
        var clauses: [Clause] = []
        while let clause = parser.next() { clauses.append(clause) }
        self.clauses = clauses.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    /// Whether to answer with gzip, by the value of Accept-Encoding (RFC 9110 section 12.5.3).
    ///
    /// Not without the field, although any coding may then be used; nor when `identity` is named and weighs more.
    package static func acceptsGzip(_ fieldValue: String?) -> Bool {
        guard let fieldValue else { return false }
        let clauses = AcceptHeader(fieldValue).clauses
        func weight(_ names: String...) -> Int? { clauses.first { names.contains($0.name) }?.weight }
        let gzip = weight("gzip", "x-gzip") ?? weight("*") ?? 0
        return gzip > 0 && gzip >= weight("identity") ?? 0
    }
}
