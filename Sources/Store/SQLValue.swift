/// A value as SQLite keeps it (sqlite.org/datatype3.html).
package enum SQLValue: Sendable, Equatable {
    case integer(Int64)
    /// A NaN is kept as null.
    case real(Double)
    case text(String)
    case blob([UInt8])
    case null
}
