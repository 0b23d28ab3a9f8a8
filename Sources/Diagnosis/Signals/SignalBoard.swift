import WhatsApp

/// The signals that are up: at most one of each kind for each scope.
///
/// A signal that nobody repeats is taken down by itself, for its source may have died.
struct SignalBoard: Sendable {
    /// One signal, and since when it has been up without a break.
    struct Entry: Sendable, Equatable {
        var signal: Signal
        var since: Double
    }

    static let validSeconds = 900.0
    /// The sources' clocks need not be ours.
    private static let slackSeconds = 60.0

    private var entries: [Entry] = []

    mutating func take(_ signal: Signal) {
        guard signal.at.isFinite else { return }
        let place = entries.firstIndex { $0.signal.kind == signal.kind && $0.signal.scope == signal.scope }
        guard signal.isPresent else {
            if let place { entries.remove(at: place) }
            return
        }
        guard let place else { return entries.append(Entry(signal: signal, since: signal.at)) }
        let isContinued = isUp(entries[place], at: signal.at)
        entries[place] = Entry(signal: signal, since: isContinued ? entries[place].since : signal.at)
    }

    /// Those up for a scope. What the business platform says is nothing to consumers, whomever it is said to.
    func entries(for scope: Scope, at time: Double) -> [Entry] {
        entries.filter { entry in
            (entry.signal.scope ?? scope) == scope && (scope == .business || !entry.signal.kind.isOfPlatform)
                && isUp(entry, at: time)
        }
    }

    /// When what is up next changes by itself.
    func nextChange(after time: Double) -> Double? {
        entries.flatMap { [$0.signal.at + Self.validSeconds, $0.since + SuspicionRule.patienceSeconds] }.filter { $0 > time }
            .min()
    }

    private func isUp(_ entry: Entry, at time: Double) -> Bool {
        entry.signal.at - Self.slackSeconds <= time && time <= entry.signal.at + Self.validSeconds
    }
}

extension Signal.Kind {
    /// What kind of evidence it is.
    package var evidenceKind: Evidence.Kind {
        switch self {
        case .reportSurge: .reports
        case .deliveryDrop: .delivery
        case .platformDisrupted: .platformStatus
        case .platformErrors: .platformErrors
        case .accountBlocked: .account
        case .requestsLimited: .requestLimits
        case .databaseSlow: .database
        }
    }

    var evidenceSide: Evidence.Side {
        switch self {
        case .reportSurge, .deliveryDrop, .platformDisrupted, .platformErrors: .whatsapp
        case .accountBlocked, .requestsLimited, .databaseSlow: .local
        }
    }

    /// Whether it is the business platform that says it.
    var isOfPlatform: Bool {
        switch self {
        case .platformDisrupted, .platformErrors, .accountBlocked, .requestsLimited: true
        case .reportSurge, .deliveryDrop, .databaseSlow: false
        }
    }

    /// In a sentence.
    var words: String {
        switch self {
        case .reportSurge: "users report trouble"
        case .deliveryDrop: "messages are not delivered as usual"
        case .platformDisrupted: "the business platform calls itself disrupted"
        case .platformErrors: "the business platform fails your requests"
        case .accountBlocked: "your account is blocked"
        case .requestsLimited: "the business platform limits your requests"
        case .databaseSlow: "your own database is slow"
        }
    }
}
