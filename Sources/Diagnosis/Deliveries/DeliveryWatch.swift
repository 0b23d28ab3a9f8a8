/// Tells when messages are no longer delivered as usual, from the share that is delivered in time.
struct DeliveryWatch: Sendable {
    typealias Expectation = DeliveryBaseline.Expectation

    /// Fewer messages tell nothing.
    static let leastMessages = 50
    /// Standard deviations below the usual that are far, and those that are none of note.
    private static let farScore = 4.0
    private static let nearScore = 2.0
    /// What is still this part of the usual is no drop, however certain.
    private static let dropRatio = 0.85
    /// How long it must be so, and how long all must be well again.
    private static let patienceSeconds = 60.0
    private static let recoverySeconds = 180.0
    /// For so long a drop outlasts that nothing can be told any more.
    private static let doubtSeconds = 600.0

    private(set) var isDropped = false
    /// What was usual when the drop began, if it was only the last hour that told: it will be in that hour itself soon.
    private var before: Expectation?
    private var farSince: Double?
    private var nearSince: Double?
    private var toldAt = 0.0

    /// What the last hour's share leads to expect; `nil` for too few messages.
    static func expectation(of hour: SendingRing.Pool) -> Expectation? {
        guard hour.sent >= leastMessages, let share = hour.share else { return nil }
        return Expectation(share: share.lower, spread: DeliveryBaseline.unknownSpread)
    }

    /// What to go by: what was learnt, else the hour before, as it was before the drop.
    func expectation(learnt: Expectation?, lastHour: Expectation?) -> Expectation? {
        learnt ?? (isDropped ? before : nil) ?? lastHour
    }

    /// Takes in how it stands.
    mutating func see(_ pool: SendingRing.Pool?, _ expectation: Expectation?, at time: Double) {
        guard let pool, let expectation, pool.sent >= Self.leastMessages, let share = pool.share?.point else {
            (farSince, nearSince) = (nil, nil)
            if (time - toldAt).magnitude > Self.doubtSeconds { (isDropped, before) = (false, nil) }
            return
        }
        toldAt = time
        let score = Self.score(share, of: pool.sent, expectation)
        let isFar = score >= Self.farScore && share <= Self.dropRatio * expectation.share
        farSince = isFar ? min(farSince ?? time, time) : nil
        nearSince = score < Self.nearScore ? min(nearSince ?? time, time) : nil
        if !isDropped, let farSince, time - farSince >= Self.patienceSeconds { (isDropped, before) = (true, expectation) }
        if isDropped, let nearSince, time - nearSince >= Self.recoverySeconds { (isDropped, before) = (false, nil) }
    }

    /// How many standard deviations a share lies below the usual: chance among so few messages, and what hours differ by.
    private static func score(_ share: Double, of messages: Int, _ usual: Expectation) -> Double {
        let p = min(max(usual.share, 0.02), 0.98)
        let variance = usual.spread * usual.spread + p * (1 - p) / Double(messages)
        return (usual.share - share) / variance.squareRoot()
    }
}
