/// Finds expressions that no document could give a value.
struct TypeChecker {
    private var scopes: [(name: String, type: StaticType)] = [("body", .dynamic)]
    private var types = TypeUnifier()

    mutating func type(of expression: Expression) throws(ExpressionFault) -> StaticType {
        switch expression.kind {
        case .literal(let value): return Self.type(of: value)
        case .name(let name): return try variable(name, at: expression.offset)
        case .select(let operand, _): return try field(of: operand, at: expression.offset)
        case .has(let operand, _):
            _ = try field(of: operand, at: expression.offset)
            return .bool
        case .list(let items): return .list(try joined(items))
        case .map(let entries): return .map(try joined(entries.map(\.key)), try joined(entries.map(\.value)))
        case .call(let function, let arguments, let isMember):
            return try call(function, arguments, isMember: isMember, at: expression.offset)
        case .matches(let operand, _):
            try require(.string, operand, "matches()")
            return .bool
        case .all(let parts), .any(let parts):
            for part in parts { try require(.bool, part, "a condition") }
            return .bool
        case .choice(let condition, let then, let otherwise):
            try require(.bool, condition, "a condition")
            let (first, second) = (try type(of: then), try type(of: otherwise))
            guard let joined = types.join(first, second) else {
                throw ExpressionFault(
                    expression.offset,
                    "one choice is \(types.resolved(first).description), the other \(types.resolved(second).description)")
            }
            return joined
        case .macro(let macro, let range, let variable, let predicate, let transform):
            scopes.append((variable, try element(of: range)))
            defer { scopes.removeLast() }
            let element = scopes[scopes.count - 1].type
            if let predicate { try require(.bool, predicate, "a condition") }
            switch macro {
            case .all, .exists, .existsOne: return .bool
            case .filter: return .list(element)
            case .map: return .list(try transform.map { part throws(ExpressionFault) in try type(of: part) } ?? .dynamic)
            }
        }
    }

    private static func type(of value: Value) -> StaticType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list, .map, .type: .dynamic
        }
    }

    private mutating func variable(_ name: String, at offset: Int) throws(ExpressionFault) -> StaticType {
        if let found = scopes.last(where: { $0.name == name }) { return found.type }
        switch ValueType(rawValue: name) {
        case .null: return .type(.null)
        case .bool: return .type(.bool)
        case .int: return .type(.int)
        case .uint: return .type(.uint)
        case .double: return .type(.double)
        case .string: return .type(.string)
        case .bytes: return .type(.bytes)
        case .list: return .type(.list(.dynamic))
        case .map: return .type(.map(.dynamic, .dynamic))
        case .type: return .type(.type(.dynamic))
        case nil: throw ExpressionFault(offset, "there is no \(name), the document is called body")
        }
    }

    private mutating func field(of operand: Expression, at offset: Int) throws(ExpressionFault) -> StaticType {
        switch types.resolved(try type(of: operand)) {
        case .dynamic, .variable: return .dynamic
        case .map(_, let value): return value
        case let other: throw ExpressionFault(offset, "\(other.description) has no fields")
        }
    }

    private mutating func element(of range: Expression) throws(ExpressionFault) -> StaticType {
        switch types.resolved(try type(of: range)) {
        case .dynamic, .variable: return .dynamic
        case .list(let element): return element
        case .map(let key, _): return key
        case let other: throw ExpressionFault(range.offset, "\(other.description) has no elements")
        }
    }

    /// What all the items are; anything where they differ.
    private mutating func joined(_ items: [Expression]) throws(ExpressionFault) -> StaticType {
        var joined: StaticType?
        for item in items {
            let type = try type(of: item)
            joined = joined.map { types.join($0, type) ?? .dynamic } ?? type
        }
        return joined ?? types.fresh()
    }

    private mutating func require(_ wanted: StaticType, _ part: Expression, _ place: String) throws(ExpressionFault) {
        let type = try type(of: part)
        guard types.fit([wanted], [type]) else {
            let found = types.resolved(type).description
            throw ExpressionFault(part.offset, "\(place) takes \(wanted.description), not \(found)")
        }
    }

    private mutating func call(
        _ function: Function, _ arguments: [Expression], isMember: Bool, at offset: Int
    ) throws(ExpressionFault) -> StaticType {
        var given: [StaticType] = []
        for argument in arguments { given.append(try type(of: argument)) }
        var result: StaticType?
        for overload in function.overloads where isMember ? overload.isMember : overload.isGlobal {
            let (first, second) = (types.fresh(), types.fresh())
            let parameters = overload.parameters.map { $0.replacing(first, second) }
            guard parameters.count == given.count, types.fit(parameters, given) else { continue }
            let type = types.resolved(overload.result.replacing(first, second))
            result = result == nil || result == type ? type : .dynamic
        }
        guard let result else {
            let list = given.map { types.resolved($0).description }.joined(separator: ", ")
            throw ExpressionFault(offset, "\(function.rawValue) does not go with (\(list))")
        }
        return result
    }
}
