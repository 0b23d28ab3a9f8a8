/// How a history fares.
struct HistoryStatus: Sendable, Equatable {
    /// Whether what is posted outlives the exporter.
    var isPersistent: Bool
    /// Whether the last attempt to write succeeded.
    var isHealthy = true
    /// Changes on the disk since the start.
    var writes = 0
    /// Attempts that failed, each of any number of changes.
    var writeFailures = 0
    /// Changes not on the disk yet.
    var pending = 0
    /// Changes given up.
    var dropped = 0
    /// Of the database and its log.
    var sizeBytes = 0
    /// Unix seconds; `nil` before the first one.
    var lastWriteAt: Double?
    /// What an operator should know of the opening: a file set aside, rows passed over.
    var notices: [String] = []
}
