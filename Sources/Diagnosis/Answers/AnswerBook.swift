import WhatsApp
import Wire

/// How resolvers spread their answers over addresses, and how the addresses answered, over a window of time.
package struct AnswerBook: Sendable {
    private struct Pool: Hashable, Sendable {
        var role: EdgeRole
        var family: AddressFamily
    }

    private static let mostKeys = 64
    private static let mostAddresses = 64

    private let windowSeconds: Double
    private var answers: [EdgeKey: AnswerWindow] = [:]
    private var attempts: [Pool: [IPAddress: AttemptWindow]] = [:]

    package init(windowSeconds: Double = 3600) {
        self.windowSeconds = windowSeconds
    }

    /// Drops all that is known of other keys, and of addresses of roles that have none.
    package mutating func expect(_ keys: Set<EdgeKey>) {
        answers = answers.filter { keys.contains($0.key) }
        let roles = Set(keys.map(\.role))
        attempts = attempts.filter { roles.contains($0.key.role) }
    }

    /// Books a question and its answer; one without addresses is unanswered.
    package mutating func see(_ answer: EdgeAnswer) {
        guard answer.at.isFinite, answers[answer.key] != nil || answers.count < Self.mostKeys else { return }
        answers[answer.key, default: AnswerWindow()].see(answer)
    }

    /// Books a probe at an address.
    ///
    /// A new address takes the room of those silent for a window, or of the one heard of least lately.
    package mutating func connect(_ attempt: EdgeAttempt) {
        guard attempt.at.isFinite else { return }
        let pool = Pool(role: attempt.role, family: attempt.address.family)
        if attempts[pool]?[attempt.address] == nil { makeRoom(in: pool, at: attempt.at) }
        attempts[pool, default: [:]][attempt.address, default: AttemptWindow(heardAt: attempt.at)].record(attempt)
    }

    private mutating func makeRoom(in pool: Pool, at time: Double) {
        guard var windows = attempts[pool] else { return }
        windows = windows.filter { abs(time - $0.value.lastHeard) < windowSeconds }
        if windows.count >= Self.mostAddresses, let oldest = windows.min(by: { $0.value.lastHeard < $1.value.lastHeard }) {
            windows[oldest.key] = nil
        }
        attempts[pool] = windows
    }

    /// Every key's answers in the window before a time, by role, resolver and family.
    package func readings(at time: Double) -> [AnswerReading] {
        answers.map { $1.reading($0, since: time - windowSeconds, to: time) }.sorted { "\($0.key)" < "\($1.key)" }
    }

    /// Every role's addresses that were tried in the window before a time, by role and family.
    package func groups(at time: Double) -> [AddressGroup] {
        EdgeRole.allCases.flatMap { role in
            AddressFamily.allCases.compactMap { family in
                let readings = attempts[Pool(role: role, family: family), default: [:]]
                    .map { $1.reading($0, since: time - windowSeconds, to: time) }.filter { $0.attempts > 0 }
                return readings.isEmpty ? nil : AddressGroup(role: role, family: family, readings)
            }
        }
    }
}
