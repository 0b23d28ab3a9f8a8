import Wire

/// How probes of one address went in the last hour or so.
struct AttemptWindow: Sendable {
    private struct Attempt: Sendable {
        var at: Double
        var isSuccess: Bool
        var connectSeconds: Double?
    }

    /// At two a minute, an hour.
    private static let mostAttempts = 120

    private var attempts: [Attempt] = []
    private(set) var lastHeard: Double

    init(heardAt time: Double) {
        lastHeard = time
    }

    mutating func record(_ attempt: EdgeAttempt) {
        // Attempts from a future that a step of the clock took back are out of place now.
        attempts.removeAll { $0.at > attempt.at + 5 }
        let seconds = attempt.connectSeconds.flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
        attempts.append(Attempt(at: attempt.at, isSuccess: attempt.isSuccess, connectSeconds: seconds))
        if attempts.count > Self.mostAttempts { attempts.removeFirst() }
        lastHeard = attempt.at
    }

    func reading(_ address: IPAddress, since start: Double, to end: Double) -> AddressReading {
        let attempts = attempts.filter { $0.at > start && $0.at <= end }
        let connects = attempts.compactMap(\.connectSeconds)
        return AddressReading(
            address: address, attempts: attempts.count, failures: attempts.count { !$0.isSuccess },
            leastConnectSeconds: connects.min(), medianConnectSeconds: connects.median)
    }
}
