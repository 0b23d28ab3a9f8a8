import Patterns

extension Evaluator {
    mutating func call(_ function: Function, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let left = arguments[0]
        let right = arguments.count > 1 ? arguments[1] : .null
        switch function {
        case .add, .subtract, .multiply, .divide, .remainder: return try arithmetic(function, left, right)
        case .negate: return try negated(left)
        case .not:
            guard case .bool(let bool) = left else { throw .noOverload("!", left) }
            return .bool(!bool)
        case .equal: return .bool(try areEqual(left, right))
        case .unequal: return .bool(try !areEqual(left, right))
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return .bool(try comparison(function, left, right))
        case .isIn: return .bool(try isElement(left, of: right))
        case .index: return try element(of: left, at: right)
        case .size: return .int(Int64(try size(of: left)))
        case .startsWith, .endsWith, .contains, .matches: return .bool(try textTest(function, left, right))
        case .int, .uint, .double, .string, .bool, .bytes: return try converted(left, by: function)
        case .type: return .type(left.type)
        case .dyn: return left
        }
    }

    private mutating func isElement(_ value: Value, of collection: Value) throws(EvaluationError) -> Bool {
        switch collection {
        case .list(let items):
            for item in items where try areEqual(item, value) { return true }
            return false
        case .map(let map): return MapKey(value).flatMap { map[$0] } != nil
        default: throw .noOverload("in", value, collection)
        }
    }

    private func element(of collection: Value, at index: Value) throws(EvaluationError) -> Value {
        switch collection {
        case .list(let items):
            guard case .int(let position) = MapKey(index).map(\.value) else {
                throw .failed("\(index.type) is no place in a list")
            }
            guard items.indices.contains(Int(position)) else { throw .failed("there is no element \(position)") }
            return items[Int(position)]
        case .map(let map):
            guard let key = MapKey(index), let value = map[key] else { throw .failed("the map lacks the key asked for") }
            return value
        default: throw .noOverload("[]", collection, index)
        }
    }

    private mutating func size(of value: Value) throws(EvaluationError) -> Int {
        switch value {
        case .string(let text):
            try spend(text.count / 64)
            return text.count { $0 & 0xC0 != 0x80 }
        case .bytes(let bytes): return bytes.count
        case .list(let items): return items.count
        case .map(let map): return map.keys.count
        default: throw .noOverload("size()", value)
        }
    }

    private mutating func textTest(_ function: Function, _ text: Value, _ part: Value) throws(EvaluationError) -> Bool {
        guard case .string(let text) = text, case .string(let part) = part else {
            throw .noOverload("\(function.rawValue)()", text, part)
        }
        switch function {
        case .startsWith: return text.starts(with: part)
        case .endsWith: return text.suffix(part.count).elementsEqual(part) && text.count >= part.count
        case .contains: return try contains(part, in: text)
        default:
            // A compilation costs far more than a step.
            try spend(1000 + part.count * 10 + text.count / 16)
            do throws(Pattern.SyntaxError) {
                return try Pattern(String(decoding: part, as: UTF8.self)).matches(text)
            } catch {
                throw .failed("no regular expression: \(error)")
            }
        }
    }

    private mutating func contains(_ part: [UInt8], in text: [UInt8]) throws(EvaluationError) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        try spend(text.count / 64)
        for start in 0...(text.count - part.count) where text[start] == first {
            var length = 1
            while length < part.count, text[start + length] == part[length] { length += 1 }
            if length == part.count { return true }
            // Repetitive texts are compared again and again.
            if length > 64 { try spend(length / 64) }
        }
        return false
    }
}
