/// What is known of the operator's nodes, and what follows from it: pure, times are Unix seconds.
///
/// An answer speaks for one side at most: either the service fails, or the operator's own account is at fault.
package struct HealthBook: Sendable {
    /// What may be said now, one line for people each; `nil` where there is nothing to say.
    package struct Claims: Sendable, Equatable {
        package var accountBlocked: String?
        package var platformErrors: String?
        package var requestsLimited: String?
    }

    /// Whose fault an answer says it is.
    private enum Blame: Sendable, Equatable {
        case nobody, service, account
    }

    private struct Judgement: Sendable {
        var blame: Blame
        /// How many answers in a row said so.
        var count: Int
        /// Whether one is enough.
        var isPlain: Bool
        var words: String
        var at: Double
    }

    private struct Entry: Sendable {
        var node: BusinessNode
        var health: NodeHealth?
        var healthAt: Double?
        var isAnswered: Bool?
        var judgement: Judgement?
        /// The limit the last answer spoke of, and when; it says nothing of either side.
        var limit: (words: String, at: Double)?
    }

    /// What a scrape shows of a node.
    package struct Reading: Sendable {
        package var node: BusinessNode
        /// Unknown before the first, and again once it is too old.
        package var health: NodeHealth
        /// When the health was last had.
        package var healthAt: Double?
        /// Whether the last poll had it; `nil` before the first.
        package var isAnswered: Bool?
    }

    /// Errors are believed when they come twice in a row: one may be a deployment's, or a token's that is being replaced.
    private static let errorsToBelieve = 2
    /// Whoever is limited is asked more rarely, up to every hour.
    private static let limitSeconds = 3900.0

    private var entries: [Entry] = []
    private var staleAfterSeconds = 900.0

    package init() {}

    /// Goes over to other nodes; what is known of those that stay is kept.
    package mutating func reconfigure(_ nodes: [BusinessNode], interval: Double) {
        staleAfterSeconds = max(900, 3 * interval)
        entries = nodes.map { node in entries.first { $0.node == node } ?? Entry(node: node) }
    }

    /// Takes in an answer.
    /// - Returns: whether it says that something is wrong which the answer before did not: worth a second look.
    @discardableResult
    package mutating func take(_ answer: HealthAnswer, of id: String, at time: Double) -> Bool {
        guard let index = entries.firstIndex(where: { $0.node.id == id }) else { return false }
        if case .health(let health) = answer {
            entries[index].health = health
            entries[index].healthAt = time
        }
        entries[index].isAnswered = if case .health = answer { true } else { false }
        entries[index].limit =
            if case .error(.rateLimit, let code) = answer { (Self.words(.rateLimit, code), time) } else { nil }
        guard var judgement = Self.judgement(of: answer, at: time) else { return false }
        let before = entries[index].judgement
        if let before, before.blame == judgement.blame, isFresh(before.at, at: time) {
            judgement.count = min(before.count, 1000) + 1
        }
        entries[index].judgement = judgement
        return judgement.blame != .nobody && judgement.count == 1
    }

    package func readings(at time: Double) -> [Reading] {
        entries.map { entry in
            let fresh = entry.healthAt.flatMap { isFresh($0, at: time) ? entry.health : nil }
            return Reading(
                node: entry.node, health: fresh ?? .unknown, healthAt: entry.healthAt, isAnswered: entry.isAnswered)
        }
    }

    package func claims(at time: Double) -> Claims {
        let fresh = entries.compactMap { entry in
            entry.judgement.flatMap { isFresh($0.at, at: time) ? (id: entry.node.id, $0) : nil }
        }
        let believed = fresh.filter { $0.1.isPlain || $0.1.count >= Self.errorsToBelieve }
        var failing = believed.filter { $0.1.blame == .service }
        let areAllFailing = fresh.count > 1 && fresh.count == entries.count && fresh.allSatisfy { $0.1.blame == .service }
        if areAllFailing { failing = fresh }
        let limited = entries.compactMap { entry in
            entry.limit.flatMap { abs(time - $0.at) <= Self.limitSeconds ? "node \(entry.node.id): \($0.words)" : nil }
        }
        return Claims(
            accountBlocked: Self.line(believed.filter { $0.1.blame == .account }), platformErrors: Self.line(failing),
            requestsLimited: limited.first)
    }

    private static func words(_ kind: APIErrorClass, _ code: Int?) -> String {
        "the API answers \(kind.rawValue)" + (code.map { " (\($0))" } ?? "")
    }

    private static func line(_ said: [(id: String, Judgement)]) -> String? {
        guard let first = said.first else { return nil }
        return "node \(first.id): \(first.1.words)" + (said.count > 1 ? ", and \(said.count - 1) more" : "")
    }

    /// The clock may have stepped back.
    private func isFresh(_ then: Double, at time: Double) -> Bool {
        abs(time - then) <= staleAfterSeconds
    }

    /// `nil` for what says nothing about either side: no answer, a limit.
    private static func judgement(of answer: HealthAnswer, at time: Double) -> Judgement? {
        func judgement(_ blame: Blame, isPlain: Bool = false, _ words: String = "") -> Judgement {
            Judgement(blame: blame, count: 1, isPlain: isPlain, words: words, at: time)
        }
        switch answer {
        case .health(let health): return self.judgement(of: health, judgement)
        case .mishap, .error(.unknown, _): return nil
        case .error(let kind, let code):
            switch kind.side {
            case .service: return judgement(.service, words(kind, code))
            case .account: return judgement(.account, words(kind, code))
            case .request: return judgement(.nobody)
            case .limit, nil: return nil
            }
        }
    }

    private static func judgement(
        of health: NodeHealth, _ judgement: (Blame, _ isPlain: Bool, _ words: String) -> Judgement
    ) -> Judgement {
        let blocked = health.entities.filter { $0.state == .blocked }
        // A part that is blocked by the service's own errors is no fault of the account's.
        let own = blocked.filter { $0.errorClasses != [.service] }
        if let entity = own.first ?? blocked.first {
            let codes = entity.errorCodes.prefix(3).map(String.init).joined(separator: ", ")
            let words = "\(entity.kind.rawValue) is blocked" + (codes.isEmpty ? "" : " (\(codes))")
            return judgement(own.isEmpty ? .service : .account, !own.isEmpty, words)
        }
        return health.overall == .blocked ? judgement(.account, true, "it is blocked") : judgement(.nobody, false, "")
    }
}
