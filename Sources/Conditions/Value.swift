/// A value of the language.
enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    /// UTF-8: texts are equal byte by byte, unlike Swift's.
    case string([UInt8])
    case bytes([UInt8])
    case list([Value])
    case map(MapValue)
    case type(ValueType)

    var type: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list
        case .map: .map
        case .type: .type
        }
    }
}

/// The types of values, by the names the language has for them.
enum ValueType: String, Sendable, CaseIterable, CustomStringConvertible {
    case bool, int, uint, double, string, bytes, list, map, type
    case null = "null_type"

    var description: String { self == .null ? "null" : "a \(rawValue)" }
}

/// A map's entries in the order they were given.
struct MapValue: Sendable {
    private(set) var keys: [MapKey] = []
    private(set) var values: [MapKey: Value] = [:]

    subscript(key: MapKey) -> Value? { values[key] }

    /// The later of two values under one key wins.
    mutating func set(_ key: MapKey, to value: Value) {
        if values.updateValue(value, forKey: key) == nil { keys.append(key) }
    }
}

/// What may be a key; integers of both kinds are one key when they are equal.
enum MapKey: Hashable, Sendable {
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case string([UInt8])

    /// `nil` for a value that is no key.
    init?(_ value: Value) {
        switch value {
        case .bool(let bool): self = .bool(bool)
        case .int(let number): self = .int(number)
        case .uint(let number): self = Int64(exactly: number).map(MapKey.int) ?? .uint(number)
        case .string(let text): self = .string(text)
        case .double(let number):
            if let exact = Int64(exactly: number) {
                self = .int(exact)
            } else if let exact = UInt64(exactly: number) {
                self = .uint(exact)
            } else {
                return nil
            }
        case .null, .bytes, .list, .map, .type: return nil
        }
    }

    var value: Value {
        switch self {
        case .bool(let bool): .bool(bool)
        case .int(let number): .int(number)
        case .uint(let number): .uint(number)
        case .string(let text): .string(text)
        }
    }
}
