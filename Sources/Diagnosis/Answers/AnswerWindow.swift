import WhatsApp
import Wire

/// What one key's resolver answered in the last hour or so.
struct AnswerWindow: Sendable {
    private struct Answer: Sendable {
        var at: Double
        /// Sorted, each once.
        var addresses: [IPAddress]
        var ttlSeconds: UInt32?
    }

    /// At an answer a minute, four hours.
    private static let mostAnswers = 240
    private static let mostPerAnswer = 32
    private static let mostShares = 64

    private var answers: [Answer] = []
    private(set) var queries: UInt64 = 0
    private(set) var unanswered: UInt64 = 0

    mutating func see(_ answer: EdgeAnswer) {
        queries += 1
        guard !answer.addresses.isEmpty else {
            unanswered += 1
            return
        }
        // Answers from a future that a step of the clock took back are out of place now.
        answers.removeAll { $0.at > answer.at }
        answers.append(
            Answer(
                at: answer.at, addresses: Set(answer.addresses.prefix(Self.mostPerAnswer)).sorted(),
                ttlSeconds: answer.ttlSeconds))
        if answers.count > Self.mostAnswers { answers.removeFirst() }
    }

    func reading(_ key: EdgeKey, since start: Double, to end: Double) -> AnswerReading {
        let answers = answers.filter { $0.at > start && $0.at <= end }
        var counts: [IPAddress: Int] = [:]
        for address in answers.lazy.flatMap(\.addresses) { counts[address, default: 0] += 1 }
        let total = Double(counts.values.reduce(0, +))
        let commonest = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostShares)
        let spread = AnswerSpread(counts: counts.values)
        return AnswerReading(
            key: key, queries: queries, unanswered: unanswered,
            shares: commonest.map { .init(address: $0.key, ratio: Double($0.value) / total) },
            distinctAddresses: counts.count, normalisedEntropy: spread.normalisedEntropy,
            effectiveAddresses: spread.effectiveAddresses,
            setChange: answers.count > 1
                ? Self.change(answers[answers.count - 2].addresses, answers[answers.count - 1].addresses) : nil,
            ttlSeconds: answers.last?.ttlSeconds, longestTTLSeconds: answers.compactMap(\.ttlSeconds).max())
    }

    /// Jaccard's distance between two sets: 0 for the same, 1 for nothing in common.
    private static func change(_ before: [IPAddress], _ after: [IPAddress]) -> Double {
        let union = Set(before).union(after).count
        return union == 0 ? 0 : 1 - Double(Set(before).intersection(after).count) / Double(union)
    }
}
