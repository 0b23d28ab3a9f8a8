import Patterns

extension ExpressionParser {
    /// `name(…)`; its opening bracket is taken.
    mutating func call(of name: String, at start: Int) throws(ExpressionFault) -> Expression {
        let arguments = try expressions(until: ")")
        if name == "has", arguments.count == 1 {
            guard case .select(let operand, let field) = arguments[0].kind else {
                throw ExpressionFault(arguments[0].offset, "has() takes a field, as has(body.a)")
            }
            return try Expression(.has(operand, field: field), at: start, over: [operand])
        }
        return try call(function(name, at: start), arguments, isMember: false, at: start)
    }

    /// `target.name(…)`; its opening bracket is taken.
    mutating func memberCall(of target: Expression, _ name: String, at start: Int) throws(ExpressionFault) -> Expression {
        let arguments = try expressions(until: ")")
        if let macro = try macro(name, target, arguments, at: start) { return macro }
        return try call(function(name, at: start), [target] + arguments, isMember: true, at: start)
    }

    private func function(_ name: String, at start: Int) throws(ExpressionFault) -> Function {
        if let function = Function(rawValue: name), function.isCalled { return function }
        if ["timestamp", "duration"].contains(name) || name.hasPrefix("get") {
            throw ExpressionFault(start, "\(name)() is left out here: there are no times")
        }
        throw ExpressionFault(start, "there is no function \(name)()")
    }

    private func call(
        _ function: Function, _ arguments: [Expression], isMember: Bool, at start: Int
    ) throws(ExpressionFault) -> Expression {
        if function == .matches, arguments.count == 2, case .literal(.string(let text)) = arguments[1].kind {
            let pattern: Pattern
            do throws(Pattern.SyntaxError) {
                pattern = try Pattern(String(decoding: text, as: UTF8.self))
            } catch {
                throw ExpressionFault(arguments[1].offset, "no regular expression: \(error)")
            }
            return try Expression(.matches(arguments[0], pattern), at: start, over: arguments)
        }
        return try Expression(.call(function, arguments, isMember: isMember), at: start, over: arguments)
    }

    private func macro(
        _ name: String, _ target: Expression, _ arguments: [Expression], at start: Int
    ) throws(ExpressionFault) -> Expression? {
        let macro: Expression.Macro
        switch (name, arguments.count) {
        case ("all", 2): macro = .all
        case ("exists", 2): macro = .exists
        case ("exists_one", 2): macro = .existsOne
        case ("filter", 2): macro = .filter
        case ("map", 2), ("map", 3): macro = .map
        default: return nil
        }
        guard case .name(let variable) = arguments[0].kind else {
            throw ExpressionFault(arguments[0].offset, "\(name)() takes a name first, as \(name)(i, i > 0)")
        }
        let transform = macro == .map ? arguments.last : nil
        let predicate = macro == .map && arguments.count == 2 ? nil : arguments[1]
        return try Expression(
            .macro(macro, target, variable: variable, predicate: predicate, transform: transform), at: start,
            over: [target] + arguments)
    }
}
