/// What a query gave.
package struct PostgresAnswer: Sendable, Equatable {
    /// A column of the rows.
    package struct Column: Sendable, Equatable {
        package var name: String
        /// The object identifier of its type: 16 for `boolean`.
        package var type: UInt32

        package init(name: String, type: UInt32) {
            self.name = name
            self.type = type
        }
    }

    package var columns: [Column] = []
    /// The first rows, as many as were asked for: texts of at most ``mostCellBytes`` bytes, `nil` for null.
    package var rows: [[String?]] = []
    /// All rows there were.
    package var rowCount = 0

    package static let mostCellBytes = 1024

    package init() {}
}
