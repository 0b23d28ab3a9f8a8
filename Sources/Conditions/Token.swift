/// What a text of the language is made of.
enum Token: Equatable {
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string([UInt8])
    case bytes([UInt8])
    case identifier(String)
    /// A field's name between backticks.
    case quoted(String)
    /// An operator, a bracket, or one of the words `in`, `true`, `false`, `null`.
    case mark(String)
    case end
}

/// Why a text is no expression, and at which byte.
struct ExpressionFault: Error {
    let offset: Int
    let what: String

    init(_ offset: Int, _ what: String) {
        self.offset = offset
        self.what = what
    }
}
