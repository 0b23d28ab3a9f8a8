/// What a database answered, and how it is.
package struct DatabaseFinding: Sendable, Equatable {
    /// A number read from the database, under a name of the configuration's or of the glance's.
    package struct Reading: Sendable, Equatable {
        /// The metric's name without prefix: `connections`, or the name declared for a column.
        package var name: String
        /// Names and values of labels, in a fixed order for each name.
        package var labels: [(name: String, value: String)]
        package var value: Double

        package init(name: String, labels: [(name: String, value: String)] = [], value: Double) {
            self.name = name
            self.labels = labels
            self.value = value
        }

        package static func == (one: Reading, other: Reading) -> Bool {
            one.name == other.name && one.value == other.value
                && one.labels.elementsEqual(other.labels) { $0.name == $1.name && $0.value == $1.value }
        }
    }

    /// Such as "15.18"; "" before the server told.
    package var serverVersion = ""
    /// Whether the server is a standby; `nil` unless asked.
    package var isInRecovery: Bool?
    /// The rows the configured query gave; `nil` without a query or an answer.
    package var rows: Int?
    /// The numbers of the configured query's columns.
    package var values: [Reading] = []
    /// The database at a glance.
    package var glance: [Reading] = []
    /// Why parts of the glance are missing, one line each.
    package var glanceFaults: [String] = []
    /// Whether it answered more slowly than its module tolerates; `nil` where no limit is set or it did not answer.
    package var isSlow: Bool?

    package init() {}
}
