import Diagnosis
import Probing

/// Whether the operator's own databases are slow: what their probes say to the diagnosis.
///
/// A database counts if its module says how slow is slow. Two probes of one in a row make it slow, one that is quick
/// enough clears it.
struct DatabaseSignal: Sendable {
    /// What is known of a database that is not well.
    private struct Slowness: Sendable {
        var probes: Int
        var at: Double
        var detail: String
    }

    static let probesToBelieve = 2
    /// A database that is probed no more is forgotten.
    static let validSeconds = 900.0

    private var slow: [String: Slowness] = [:]
    private var isUp = false

    /// Takes in a probe of a database, known by its target's name.
    /// - Returns: what the diagnosis should be told: that a database is slow, again with each probe while it lasts; once, that
    ///   none is any more.
    mutating func take(_ outcome: ProbeOutcome, of database: String, by module: Module, at time: Double) -> Signal? {
        guard case .postgres(let settings) = module.kind, let limit = settings.slowAfter else { return nil }
        slow = slow.filter { abs(time - $0.value.at) <= Self.validSeconds }
        switch Self.isSlow(outcome) {
        case true?:
            let detail = "\(database): \(Self.words(for: outcome, limit: limit))"
            slow[database] = Slowness(probes: (slow[database]?.probes ?? 0) + 1, at: time, detail: detail)
        case false?: slow[database] = nil
        case nil: break
        }
        let believed = slow.filter { $0.value.probes >= Self.probesToBelieve }.sorted { $0.key < $1.key }
        guard let first = believed.first else {
            defer { isUp = false }
            return isUp ? Signal(.databaseSlow, isPresent: false, at: time) : nil
        }
        isUp = true
        let others = believed.count > 1 ? ", and \(believed.count - 1) more" : ""
        return Signal(.databaseSlow, isPresent: true, at: time, detail: first.value.detail + others)
    }

    /// `nil` for what says nothing of how fast the database is: no way to it, a wrong password, a wrong answer.
    private static func isSlow(_ outcome: ProbeOutcome) -> Bool? {
        switch outcome.failure {
        case .databaseTimeout, .databaseQueryTimeout, .databaseFull: return true
        default:
            guard case .database(let finding)? = outcome.finding else { return nil }
            return finding.isSlow
        }
    }

    private static func words(for outcome: ProbeOutcome, limit: Duration) -> String {
        if let failure = outcome.failure { return failure.rawValue }
        let took = (outcome.phases[.authenticate] ?? .zero) + (outcome.phases[.query] ?? .zero)
        return "login and query took \(milliseconds(took)) ms, more than \(milliseconds(limit)) ms"
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        // Neither lasts as long as would overflow: a probe ends with its timeout.
        return min(max(seconds, 0), 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
