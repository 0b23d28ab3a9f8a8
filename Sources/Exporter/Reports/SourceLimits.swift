import Posix

/// How often each source may report: a bucket of tokens for each, in bounded memory.
struct SourceLimits: Sendable {
    /// Sources remembered; of more, those not heard for longest begin anew.
    static let limit = 20_000

    var rate: ReportRateLimit
    /// When each source's bucket will be full again, in Unix seconds; none is there for a full one.
    private var current: [UInt64: Double] = [:]
    private var previous: [UInt64: Double] = [:]

    init(_ rate: ReportRateLimit) {
        self.rate = rate
    }

    /// Takes a token of a source's.
    /// - Returns: `nil` if there was one, else after how many seconds there will be.
    mutating func take(of source: UInt64, at time: Double) -> Double? {
        let (interval, capacity) = (rate.interval.seconds, rate.interval.seconds * Double(rate.burst))
        let fullAt = current[source] ?? previous[source] ?? time
        // At most an empty bucket, wherever the clock may have been.
        let wasFullAt = min(max(fullAt, time), time + capacity)
        let wait = wasFullAt + interval - capacity - time
        // Rounding, of times as large as Unix seconds.
        let isThere = wait < 0.001
        if current.count >= Self.limit / 2, current[source] == nil { (previous, current) = (current, [:]) }
        current[source] = isThere ? wasFullAt + interval : wasFullAt
        return isThere ? nil : wait
    }
}
