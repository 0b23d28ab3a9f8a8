import Patterns

/// Makes an expression of tokens, by the language's grammar.
struct ExpressionParser {
    /// Nobody reads more; it also bounds the tree.
    private static let longestBytes = 16 << 10
    private static let deepestNesting = 40
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    ]

    private var lexer: Lexer
    private(set) var token = Token.end
    private(set) var offset = 0
    private var nesting = 0

    init(_ text: [UInt8]) throws(ExpressionFault) {
        guard text.count <= Self.longestBytes else {
            throw ExpressionFault(0, "an expression of more than \(Self.longestBytes) bytes")
        }
        lexer = Lexer(text)
        try advance()
    }

    /// The whole text as one expression.
    mutating func parse() throws(ExpressionFault) -> Expression {
        let expression = try ternary()
        guard token == .end else { throw unexpected("an operator or the end") }
        return expression
    }

    mutating func ternary() throws(ExpressionFault) -> Expression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.deepestNesting else {
            throw ExpressionFault(offset, "an expression nested more than \(Self.deepestNesting) deep")
        }
        let condition = try disjunction()
        let offset = offset
        guard try take("?") else { return condition }
        let then = try disjunction()
        try expect(":")
        let otherwise = try ternary()
        return try Expression(
            .choice(condition, then: then, otherwise: otherwise), at: offset, over: [condition, then, otherwise])
    }

    // Chains of the two are one node each, however long.
    private mutating func disjunction() throws(ExpressionFault) -> Expression {
        var parts = [try conjunction()]
        let offset = offset
        while try take("||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : try Expression(.any(parts), at: offset, over: parts)
    }

    private mutating func conjunction() throws(ExpressionFault) -> Expression {
        var parts = [try relation()]
        let offset = offset
        while try take("&&") { parts.append(try relation()) }
        return parts.count == 1 ? parts[0] : try Expression(.all(parts), at: offset, over: parts)
    }

    private mutating func relation() throws(ExpressionFault) -> Expression {
        try chain([.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .unequal, .isIn]) { parser throws(ExpressionFault) in
            try parser.chain([.add, .subtract]) { parser throws(ExpressionFault) in
                try parser.chain([.multiply, .divide, .remainder]) { parser throws(ExpressionFault) in try parser.unary() }
            }
        }
    }

    private mutating func chain(
        _ operators: [Function], _ operand: (inout Self) throws(ExpressionFault) -> Expression
    ) throws(ExpressionFault) -> Expression {
        var left = try operand(&self)
        while case .mark(let mark) = token, let function = operators.first(where: { $0.rawValue == mark }) {
            let offset = offset
            try advance()
            let right = try operand(&self)
            left = try Expression(.call(function, [left, right], isMember: false), at: offset, over: [left, right])
        }
        return left
    }

    private mutating func unary() throws(ExpressionFault) -> Expression {
        let start = offset
        if try take("!") {
            var count = 1
            while try take("!") { count += 1 }
            return try applied(.not, count, to: try member(), at: start)
        }
        guard try take("-") else { return try member() }
        var count = 1
        while try take("-") { count += 1 }
        // The least integer has no positive counterpart: its sign belongs to the literal.
        var operand: Expression
        switch token {
        case .int(let magnitude) where magnitude <= UInt64(Int64.max) + 1:
            operand = try Expression(.literal(.int(Int64(truncatingIfNeeded: 0 &- magnitude))), at: offset)
            try advance()
            count -= 1
        case .double(let value):
            operand = try Expression(.literal(.double(-value)), at: offset)
            try advance()
            count -= 1
        default: return try applied(.negate, count, to: try member(), at: start)
        }
        operand = try postfix(of: operand)
        return try applied(.negate, count, to: operand, at: start)
    }

    /// The language drops pairs of negations before it looks at types.
    private func applied(
        _ function: Function, _ count: Int, to operand: Expression, at offset: Int
    ) throws(ExpressionFault) -> Expression {
        guard count % 2 == 1 else { return operand }
        return try Expression(.call(function, [operand], isMember: false), at: offset, over: [operand])
    }

    private mutating func member() throws(ExpressionFault) -> Expression {
        try postfix(of: try primary())
    }

    private mutating func postfix(of operand: Expression) throws(ExpressionFault) -> Expression {
        var operand = operand
        while true {
            let start = offset
            if try take(".") {
                if case .quoted(let name) = token {
                    try advance()
                    operand = try Expression(.select(operand, field: Array(name.utf8)), at: start, over: [operand])
                    continue
                }
                let name = try identifier("a field's or function's name")
                if try take("(") {
                    operand = try memberCall(of: operand, name, at: start)
                } else {
                    operand = try Expression(.select(operand, field: Array(name.utf8)), at: start, over: [operand])
                }
            } else if try take("[") {
                let index = try ternary()
                try expect("]")
                operand = try Expression(.call(.index, [operand, index], isMember: false), at: start, over: [operand, index])
            } else {
                return operand
            }
        }
    }

    private mutating func primary() throws(ExpressionFault) -> Expression {
        let start = offset
        switch token {
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw ExpressionFault(start, "a number out of range") }
            return try literal(.int(value))
        case .uint(let value): return try literal(.uint(value))
        case .double(let value): return try literal(.double(value))
        case .string(let text): return try literal(.string(text))
        case .bytes(let bytes): return try literal(.bytes(bytes))
        case .mark("true"): return try literal(.bool(true))
        case .mark("false"): return try literal(.bool(false))
        case .mark("null"): return try literal(.null)
        case .mark("("):
            try advance()
            let inner = try ternary()
            try expect(")")
            return inner
        case .mark("["):
            try advance()
            let items = try expressions(until: "]")
            return try Expression(.list(items), at: start, over: items)
        case .mark("{"):
            try advance()
            return try map(at: start)
        case .mark("."), .identifier:
            _ = try take(".")
            let name = try identifier("a name")
            if try take("(") { return try call(of: name, at: start) }
            guard !Self.reserved.contains(name) else { throw ExpressionFault(start, "\(name) is a reserved word") }
            return try Expression(.name(name), at: start)
        case .mark, .quoted, .end: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) throws(ExpressionFault) -> Expression {
        let start = offset
        try advance()
        return try Expression(.literal(value), at: start)
    }

    private mutating func map(at start: Int) throws(ExpressionFault) -> Expression {
        var entries: [(key: Expression, value: Expression)] = []
        while token != .mark("}") {
            let key = try ternary()
            try expect(":")
            entries.append((key, try ternary()))
            guard try take(",") else { break }
        }
        try expect("}")
        return try Expression(.map(entries), at: start, over: entries.map(\.key) + entries.map(\.value))
    }

    /// Expressions with commas between them, and the mark that ends them; only a list may have a comma at its end.
    mutating func expressions(until end: String) throws(ExpressionFault) -> [Expression] {
        var items: [Expression] = []
        while token != .mark(end) {
            items.append(try ternary())
            guard try take(",") else { break }
            if end == ")", token == .mark(end) { throw unexpected("a value") }
        }
        try expect(end)
        return items
    }

    private mutating func identifier(_ wanted: String) throws(ExpressionFault) -> String {
        guard case .identifier(let name) = token else { throw unexpected(wanted) }
        try advance()
        return name
    }

    private mutating func take(_ mark: String) throws(ExpressionFault) -> Bool {
        guard token == .mark(mark) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ mark: String) throws(ExpressionFault) {
        guard try take(mark) else { throw unexpected(mark) }
    }

    private mutating func advance() throws(ExpressionFault) {
        (token, offset) = try lexer.next()
    }

    private func unexpected(_ wanted: String) -> ExpressionFault {
        ExpressionFault(
            offset, token == .end ? "the expression ends before \(wanted)" : "something else in the place of \(wanted)")
    }
}
