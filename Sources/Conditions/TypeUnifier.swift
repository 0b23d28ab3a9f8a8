/// What open types have turned out to be.
struct TypeUnifier {
    private var bound: [Int: StaticType] = [:]
    // The first two numbers are those of overloads.
    private var next = 2

    mutating func fresh() -> StaticType {
        next += 1
        return .variable(next)
    }

    /// Whether arguments of the types given may stand for parameters; binds what is open only if all may.
    mutating func fit(_ parameters: [StaticType], _ given: [StaticType]) -> Bool {
        let before = bound
        for (parameter, type) in zip(parameters, given) where !fits(parameter, type) {
            bound = before
            return false
        }
        return true
    }

    /// The type of something that is one or the other, the more general one; `nil` when they have nothing in common.
    mutating func join(_ left: StaticType, _ right: StaticType) -> StaticType? {
        fit([left], [right]) ? moreGeneral(left, right) : nil
    }

    func resolved(_ type: StaticType) -> StaticType {
        switch type {
        case .variable(let number): bound[number].map { resolved($0) } ?? type
        case .list(let element): .list(resolved(element))
        case .map(let key, let value): .map(resolved(key), resolved(value))
        case .type(let type): .type(resolved(type))
        default: type
        }
    }

    private mutating func fits(_ left: StaticType, _ right: StaticType) -> Bool {
        switch (left, right) {
        case (.variable(let left), .variable(let right)) where left == right: return true
        case (.variable(let number), let other), (let other, .variable(let number)):
            guard let known = bound[number] else { return bind(number, to: other) }
            guard fits(known, other) else { return false }
            return bind(number, to: moreGeneral(known, other))
        case (.dynamic, _), (_, .dynamic): return true
        case (.list(let left), .list(let right)): return fits(left, right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return fits(leftKey, rightKey) && fits(leftValue, rightValue)
        case (.type, .type): return true
        default: return left == right
        }
    }

    private mutating func bind(_ number: Int, to type: StaticType) -> Bool {
        let type = resolved(type)
        // A type that holds itself would be endless.
        if type != .variable(number), !occurs(number, in: type) { bound[number] = type }
        return true
    }

    private func occurs(_ number: Int, in type: StaticType) -> Bool {
        switch type {
        case .variable(number): true
        case .list(let element), .type(let element): occurs(number, in: element)
        case .map(let key, let value): occurs(number, in: key) || occurs(number, in: value)
        default: false
        }
    }

    private func moreGeneral(_ left: StaticType, _ right: StaticType) -> StaticType {
        switch (resolved(left), resolved(right)) {
        case (.dynamic, _), (_, .dynamic): .dynamic
        case (.variable, let other), (let other, .variable): other
        case (.list(let left), .list(let right)): .list(moreGeneral(left, right))
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            .map(moreGeneral(leftKey, rightKey), moreGeneral(leftValue, rightValue))
        case (let left, _): left
        }
    }
}

extension StaticType {
    /// The overload's own two variables replaced.
    func replacing(_ first: StaticType, _ second: StaticType) -> StaticType {
        switch self {
        case .variable(0): first
        case .variable(1): second
        case .list(let element): .list(element.replacing(first, second))
        case .map(let key, let value): .map(key.replacing(first, second), value.replacing(first, second))
        case .type(let type): .type(type.replacing(first, second))
        default: self
        }
    }
}
