extension Evaluator {
    /// Values of different types are unequal, but for numbers, which are equal when they are the same number.
    mutating func areEqual(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        try spend(1)
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.string(let left), .string(let right)), (.bytes(let left), .bytes(let right)):
            if left.count == right.count { try spend(left.count / 64) }
            return left == right
        case (.type(let left), .type(let right)): return left == right
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return false }
            for index in left.indices where try !areEqual(left[index], right[index]) { return false }
            return true
        case (.map(let left), .map(let right)):
            guard left.keys.count == right.keys.count else { return false }
            for (key, value) in left.values {
                guard let other = right[key], try areEqual(value, other) else { return false }
            }
            return true
        default: return order(left, right) == .same
        }
    }

    mutating func comparison(_ function: Function, _ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        let found: Order?
        switch (left, right) {
        case (.bool(let left), .bool(let right)): found = Order(left ? 1 : 0, right ? 1 : 0)
        case (.string(let left), .string(let right)), (.bytes(let left), .bytes(let right)):
            try spend(min(left.count, right.count) / 64)
            found = left == right ? .same : left.lexicographicallyPrecedes(right) ? .before : .after
        default:
            guard left.isNumber, right.isNumber else { throw .noOverload(function.rawValue, left, right) }
            found = order(left, right)
        }
        // What is not a number comes neither before nor after one.
        guard let found else { return false }
        switch function {
        case .less: return found == .before
        case .lessOrEqual: return found != .after
        case .greater: return found == .after
        default: return found != .before
        }
    }

    /// How two numbers of any kind follow each other, an integer rounded to a double where it meets one; `nil` when one is none.
    private func order(_ left: Value, _ right: Value) -> Order? {
        switch (left, right) {
        case (.int(let left), .int(let right)): Order(left, right)
        case (.uint(let left), .uint(let right)): Order(left, right)
        case (.double(let left), .double(let right)): Order(left, right)
        case (.int(let left), .uint(let right)): Order(Int128(left), Int128(right))
        case (.uint(let left), .int(let right)): Order(Int128(left), Int128(right))
        case (.int(let left), .double(let right)): Order(Double(left), right)
        case (.uint(let left), .double(let right)): Order(Double(left), right)
        case (.double(let left), .int(let right)): Order(left, Double(right))
        case (.double(let left), .uint(let right)): Order(left, Double(right))
        default: nil
        }
    }
}

/// How one value follows another.
enum Order {
    case before, same, after

    /// `nil` for what is not a number.
    init?<Number: Comparable>(_ left: Number, _ right: Number) {
        if left < right {
            self = .before
        } else if left == right {
            self = .same
        } else if left > right {
            self = .after
        } else {
            return nil
        }
    }
}

extension Value {
    var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }
}
