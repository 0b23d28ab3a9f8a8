/// One mistake in a configuration file: where, what, and what would be right.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it stands.
    package let position: SourcePosition
    /// What is wrong, as `unknown key "intervall"`.
    package let what: String
    /// What would be right, as `did you mean "interval"?`.
    package let remedy: String

    /// A mistake, in words that make one sentence: `what, remedy`.
    package init(_ position: SourcePosition, _ what: String, _ remedy: String) {
        self.position = position
        self.what = what
        self.remedy = remedy
    }

    /// `file:line:column: what, remedy`, always one line.
    package var description: String { oneLine("\(position): \(what), \(remedy)") }
}

/// Every mistake found in one reading, in the order of the files' text; never empty.
package struct ConfigurationErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// The mistakes, at least one.
    package let errors: [ConfigurationError]

    /// Mistakes already in order; at least one.
    package init(_ errors: [ConfigurationError]) {
        precondition(!errors.isEmpty, "an error without a reason")
        self.errors = errors
    }

    /// One line for each error.
    package var description: String { errors.map(\.description).joined(separator: "\n") }
}
