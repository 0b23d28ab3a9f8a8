import Patterns

/// Which names a collector is to report: those an expression matches, or those it does not.
struct NameFilter: Sendable {
    private let include: Pattern?
    private let exclude: Pattern?

    /// - Throws: when an expression is none.
    init(_ patterns: NamePatterns) throws(Pattern.SyntaxError) {
        include = try patterns.include.map { (text) throws(Pattern.SyntaxError) in try Pattern(text) }
        exclude = try patterns.exclude.map { (text) throws(Pattern.SyntaxError) in try Pattern(text) }
    }

    /// Whether the name is to be reported. The expressions match anywhere in it.
    func admits(_ name: String) -> Bool {
        if let exclude, exclude.matches(name.utf8) { return false }
        if let include { return include.matches(name.utf8) }
        return true
    }
}
