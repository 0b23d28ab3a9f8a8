extension Evaluator {
    /// Integers do not wrap: what does not fit has no value.
    mutating func arithmetic(_ function: Function, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)): return .int(try exact(function, left, right))
        case (.uint(let left), .uint(let right)): return .uint(try exact(function, left, right))
        case (.double(let left), .double(let right)):
            switch function {
            case .add: return .double(left + right)
            case .subtract: return .double(left - right)
            case .multiply: return .double(left * right)
            case .divide: return .double(left / right)
            default: break
            }
        case (.string(let left), .string(let right)) where function == .add:
            try spend((left.count + right.count) / 16)
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)) where function == .add:
            try spend((left.count + right.count) / 16)
            return .bytes(left + right)
        case (.list(let left), .list(let right)) where function == .add:
            try spend(left.count + right.count)
            return .list(left + right)
        default: break
        }
        throw .noOverload(function.rawValue, left, right)
    }

    func negated(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int(let number): return .int(try exact(.subtract, 0, number))
        case .double(let number): return .double(-number)
        default: throw .noOverload("-", value)
        }
    }

    private func exact<Number: FixedWidthInteger>(
        _ function: Function, _ left: Number, _ right: Number
    ) throws(EvaluationError) -> Number {
        let (value, overflows): (Number, Bool)
        switch function {
        case .add: (value, overflows) = left.addingReportingOverflow(right)
        case .subtract: (value, overflows) = left.subtractingReportingOverflow(right)
        case .multiply: (value, overflows) = left.multipliedReportingOverflow(by: right)
        case _ where right == 0: throw .failed("a division by zero")
        case .divide: (value, overflows) = left.dividedReportingOverflow(by: right)
        default: (value, overflows) = left.remainderReportingOverflow(dividingBy: right)
        }
        guard !overflows else { throw .failed("a number too large for its type") }
        return value
    }
}
