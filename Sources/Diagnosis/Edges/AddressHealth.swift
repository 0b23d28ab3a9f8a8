/// How probes of one address went, for telling whether a home that is no longer answered still works.
struct AddressHealth: Sendable {
    enum Condition {
        case unheard, failing, slow, well
    }

    private struct Result: Sendable {
        var at: Double
        var isSuccess: Bool
        var handshakeSeconds: Double?
    }

    /// A home is slow when its handshakes take more than this many times what they usually took.
    private static let slowFactor = 3.0
    private static let mostRecent = 9
    private static let mostUsual = 120
    /// Fewer handshakes than these have no usual middle, or no middle now.
    private static let leastUsual = 5
    private static let leastRecent = 3
    private static let jitterSeconds = 5.0

    private var recent: [Result] = []
    /// Handshakes while resolvers led here: about two hours of them.
    private var usual: [Double] = []
    private(set) var lastHeard: Double

    init(heardAt time: Double) {
        lastHeard = time
    }

    mutating func record(_ attempt: EdgeAttempt) {
        // Results from a future that a step of the clock took back say nothing.
        recent.removeAll { $0.at > attempt.at + Self.jitterSeconds }
        let seconds = attempt.handshakeSeconds.flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
        recent.append(Result(at: attempt.at, isSuccess: attempt.isSuccess, handshakeSeconds: seconds))
        if recent.count > Self.mostRecent { recent.removeFirst() }
        lastHeard = attempt.at
        guard let seconds, attempt.isSuccess, !attempt.isPinned else { return }
        usual.append(seconds)
        if usual.count > Self.mostUsual { usual.removeFirst() }
    }

    /// The last result at or after a time; `nil` when there is none.
    func latest(since start: Double, at time: Double) -> (at: Double, isSuccess: Bool, handshakeSeconds: Double?)? {
        heard(since: start, at: time).last.map { ($0.at, $0.isSuccess, $0.handshakeSeconds) }
    }

    /// What the results since `start` say.
    ///
    /// Failing by the only result or by two in a row: one lost packet among successes is no failover.
    func condition(since start: Double, at time: Double) -> Condition {
        let results = heard(since: start, at: time)
        guard !results.isEmpty else { return .unheard }
        if results.suffix(2).allSatisfy({ !$0.isSuccess }) { return .failing }
        let handshakes = results.compactMap { $0.isSuccess ? $0.handshakeSeconds : nil }
        guard handshakes.count >= Self.leastRecent, usual.count >= Self.leastUsual, let now = handshakes.median,
            let before = usual.median
        else { return .well }
        return now > Self.slowFactor * before ? .slow : .well
    }

    private func heard(since start: Double, at time: Double) -> [Result] {
        recent.filter { $0.at >= start && $0.at <= time + Self.jitterSeconds }
    }
}
