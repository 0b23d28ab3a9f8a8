import Posix

/// Why a collector's families are missing though it has not failed.
enum CollectorOverdue: Error, Equatable, CustomStringConvertible {
    /// It took longer than it may.
    case leftBehind(after: Duration)
    /// It was left behind by an earlier scrape and has not come back.
    case stillAway
    /// Another scrape kept the collectors for as long as this one could wait.
    case noTurn

    /// One line for the log.
    var description: String {
        switch self {
        case .leftBehind(let budget): "has not ended within \(budget.seconds) s and was left behind"
        case .stillAway: "was left behind by an earlier scrape and has not ended since"
        case .noTurn: "was not begun, because an earlier scrape is still waiting for a collector"
        }
    }
}
