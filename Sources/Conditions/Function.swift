/// Operators and functions by the names that people write.
enum Function: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case negate
    case not = "!"
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case index = "[]"
    case size, startsWith, endsWith, contains, matches
    case int, uint, double, string, bool, bytes, type, dyn

    /// Whether it is called by its name, rather than written as an operator.
    var isCalled: Bool { self != .negate && rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) } && self != .isIn }
}
