import Patterns

/// Finds the value of an expression for a document.
struct Evaluator {
    /// Nested macros on a long list could otherwise take for ever: this many take a tenth of a second.
    static let mostSteps = 2_000_000

    private let body: Value
    private var variables: [(name: String, value: Value)] = []
    private var steps = 0

    init(body: Value) {
        self.body = body
    }

    mutating func value(of expression: Expression) throws(EvaluationError) -> Value {
        try spend(1)
        switch expression.kind {
        case .literal(let value): return value
        case .name(let name): return try variable(name)
        case .select(let operand, let field):
            guard let found = try self.field(field, of: try value(of: operand)) else {
                throw .failed("there is no \"\(String(decoding: field, as: UTF8.self))\"")
            }
            return found
        case .has(let operand, let field):
            switch try value(of: operand) {
            case .map(let map): return .bool(map[.string(field)] != nil)
            case .list: throw .failed("a list has no fields")
            default: return .bool(false)
            }
        case .list(let items): return .list(try values(of: items))
        case .map(let entries): return try map(of: entries)
        case .call(let function, let arguments, _): return try call(function, try values(of: arguments))
        case .matches(let operand, let pattern):
            let operand = try value(of: operand)
            guard case .string(let text) = operand else { throw .noOverload("matches()", operand) }
            try spend(text.count / 16)
            return .bool(pattern.matches(text))
        case .all(let parts): return try decide(parts, by: false)
        case .any(let parts): return try decide(parts, by: true)
        case .choice(let condition, let then, let otherwise):
            switch try value(of: condition) {
            case .bool(true): return try value(of: then)
            case .bool(false): return try value(of: otherwise)
            case let other: throw .noOverload("? :", other)
            }
        case .macro(let macro, let range, let variable, let predicate, let transform):
            let elements = try elements(of: try value(of: range))
            return try run(macro, over: elements, variable, predicate, transform)
        }
    }

    /// Counts work done, in steps of some fifty nanoseconds.
    mutating func spend(_ count: Int) throws(EvaluationError) {
        steps += count
        guard steps <= Self.mostSteps else { throw .tooCostly }
    }

    private func variable(_ name: String) throws(EvaluationError) -> Value {
        if let found = variables.last(where: { $0.name == name }) { return found.value }
        if name == "body" { return body }
        guard let type = ValueType(rawValue: name) else { throw .failed("there is no \(name)") }
        return .type(type)
    }

    private func field(_ name: [UInt8], of value: Value) throws(EvaluationError) -> Value? {
        guard case .map(let map) = value else {
            throw .failed("\(value.type) has no field \"\(String(decoding: name, as: UTF8.self))\"")
        }
        return map[.string(name)]
    }

    private mutating func values(of expressions: [Expression]) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(expressions.count)
        for expression in expressions { values.append(try value(of: expression)) }
        return values
    }

    private mutating func map(
        of entries: [(key: Expression, value: Expression)]
    ) throws(EvaluationError) -> Value {
        var map = MapValue()
        for entry in entries {
            let name = try value(of: entry.key)
            guard let key = MapKey(name) else { throw .failed("\(name.type) is no key of a map") }
            map.set(key, to: try value(of: entry.value))
        }
        return .map(map)
    }

    /// `&&` and `||`: one part that decides is enough, whatever the others are.
    private mutating func decide(_ parts: [Expression], by decisive: Bool) throws(EvaluationError) -> Value {
        var failure: EvaluationError?
        for part in parts {
            do throws(EvaluationError) {
                let value = try value(of: part)
                guard case .bool(let bool) = value else { throw .noOverload(decisive ? "||" : "&&", value) }
                if bool == decisive { return .bool(decisive) }
            } catch .tooCostly {
                throw .tooCostly
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!decisive)
    }

    private mutating func elements(of range: Value) throws(EvaluationError) -> [Value] {
        switch range {
        case .list(let items): return items
        case .map(let map):
            try spend(map.keys.count)
            return map.keys.map(\.value)
        case let other: throw .failed("\(other.type) has no elements")
        }
    }

    private mutating func run(
        _ macro: Expression.Macro, over elements: [Value], _ variable: String, _ predicate: Expression?, _ transform: Expression?
    ) throws(EvaluationError) -> Value {
        var failure: EvaluationError?
        var chosen: [Value] = []
        variables.append((variable, .null))
        defer { variables.removeLast() }
        for element in elements {
            variables[variables.count - 1].value = element
            do throws(EvaluationError) {
                try spend(1)
                let holds = try predicate.map { predicate throws(EvaluationError) in try self.holds(predicate) } ?? true
                switch macro {
                case .all where !holds: return .bool(false)
                case .exists where holds: return .bool(true)
                case .existsOne where holds, .filter where holds: chosen.append(element)
                case .map where holds:
                    chosen.append(try transform.map { part throws(EvaluationError) in try value(of: part) } ?? element)
                default: break
                }
            } catch .failed(let what) where macro == .all || macro == .exists {
                failure = failure ?? .failed(what)
            }
        }
        if let failure { throw failure }
        switch macro {
        case .all: return .bool(true)
        case .exists: return .bool(false)
        case .existsOne: return .bool(chosen.count == 1)
        case .filter, .map: return .list(chosen)
        }
    }

    private mutating func holds(_ predicate: Expression) throws(EvaluationError) -> Bool {
        let value = try value(of: predicate)
        guard case .bool(let bool) = value else { throw .failed("\(value.type) is neither true nor false") }
        return bool
    }
}
