/// What can be known of an expression's type before there is a document.
indirect enum StaticType: Equatable, Sendable {
    /// Anything: what a document holds.
    case dynamic
    case null, bool, int, uint, double, string, bytes
    case list(StaticType)
    case map(StaticType, StaticType)
    case type(StaticType)
    /// Still open, by number.
    case variable(Int)

    var description: String {
        switch self {
        case .dynamic, .variable: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list(let element): "list(\(element.description))"
        case .map(let key, let value): "map(\(key.description), \(value.description))"
        case .type(let type): "type(\(type.description))"
        }
    }
}

/// One way to call a function; `.variable(0)` and `.variable(1)` stand for any types.
struct Overload: Sendable {
    let parameters: [StaticType]
    let result: StaticType
    /// Whether it may be called as `a.f(b)`, as `f(a, b)`, or both.
    var isMember = false
    var isGlobal = true

    init(_ parameters: [StaticType], _ result: StaticType) {
        self.parameters = parameters
        self.result = result
    }
}

extension Function {
    private static let anything = StaticType.variable(0)
    private static let anyList = StaticType.list(.variable(0))
    private static let anyMap = StaticType.map(.variable(0), .variable(1))
    private static let ordered: [StaticType] = [.bool, .int, .uint, .double, .string, .bytes]

    var overloads: [Overload] {
        switch self {
        case .add: [.int, .uint, .double, .string, .bytes, Self.anyList].map { Overload([$0, $0], $0) }
        case .subtract, .multiply, .divide: [.int, .uint, .double].map { Overload([$0, $0], $0) }
        case .remainder: [.int, .uint].map { Overload([$0, $0], $0) }
        case .negate: [.int, .double].map { Overload([$0], $0) }
        case .not: [Overload([.bool], .bool)]
        case .equal, .unequal: [Overload([Self.anything, Self.anything], .bool)]
        case .less, .lessOrEqual, .greater, .greaterOrEqual: Self.ordered.map { Overload([$0, $0], .bool) }
        case .isIn: [Overload([Self.anything, Self.anyList], .bool), Overload([Self.anything, Self.anyMap], .bool)]
        case .index: [Overload([Self.anyList, .int], .variable(0)), Overload([Self.anyMap, .variable(0)], .variable(1))]
        case .size: [.string, .bytes, Self.anyList, Self.anyMap].map { Self.both([$0], .int) }
        case .startsWith, .endsWith, .contains: [Self.member([.string, .string], .bool)]
        case .matches: [Self.both([.string, .string], .bool)]
        case .int: [.int, .uint, .double, .string].map { Overload([$0], .int) }
        case .uint: [.uint, .int, .double, .string].map { Overload([$0], .uint) }
        case .double: [.double, .int, .uint, .string].map { Overload([$0], .double) }
        case .string: [.string, .bool, .int, .uint, .double, .bytes].map { Overload([$0], .string) }
        case .bool: [.bool, .string].map { Overload([$0], .bool) }
        case .bytes: [.bytes, .string].map { Overload([$0], .bytes) }
        case .type: [Overload([Self.anything], .type(Self.anything))]
        case .dyn: [Overload([Self.anything], .dynamic)]
        }
    }

    private static func both(_ parameters: [StaticType], _ result: StaticType) -> Overload {
        var overload = Overload(parameters, result)
        overload.isMember = true
        return overload
    }

    private static func member(_ parameters: [StaticType], _ result: StaticType) -> Overload {
        var overload = both(parameters, result)
        overload.isGlobal = false
        return overload
    }
}
