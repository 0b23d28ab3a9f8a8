import Patterns

/// A parsed expression: a tree no higher than `Expression.greatestHeight`.
struct Expression: Sendable {
    /// What is asked of each element of a list, or each key of a map.
    enum Macro: Sendable {
        case all, exists, existsOne, filter
        case map
    }

    indirect enum Kind: Sendable {
        case literal(Value)
        /// A variable, or a type's name.
        case name(String)
        case select(Expression, field: [UInt8])
        case has(Expression, field: [UInt8])
        case list([Expression])
        case map([(key: Expression, value: Expression)])
        /// An operator or a function by its name; the target of `a.f(b)` comes first.
        case call(Function, [Expression], isMember: Bool)
        /// `matches` with an expression known beforehand.
        case matches(Expression, Pattern)
        case all([Expression])
        case any([Expression])
        case choice(Expression, then: Expression, otherwise: Expression)
        /// - transform: what `map` makes of an element; the predicate then tells which elements, `nil` for all.
        case macro(Macro, Expression, variable: String, predicate: Expression?, transform: Expression?)
    }

    /// Recursion over the tree is this deep, on any thread.
    static let greatestHeight = 100

    let kind: Kind
    /// The byte at which it starts, or its operator stands.
    let offset: Int
    let height: Int

    init(_ kind: Kind, at offset: Int, over parts: [Expression] = []) throws(ExpressionFault) {
        self.kind = kind
        self.offset = offset
        height = 1 + (parts.map(\.height).max() ?? 0)
        guard height <= Self.greatestHeight else {
            throw ExpressionFault(offset, "an expression nested more than \(Self.greatestHeight) deep")
        }
    }
}
