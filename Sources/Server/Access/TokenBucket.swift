import Posix

/// A rate limit at work: a bucket of tokens that fills with time, and gives one away for each request.
struct TokenBucket {
    let limit: RateLimit
    /// How long the bucket took to fill so far: a token for each interval.
    private var saved: Duration
    private var asOf: Deadline

    /// A full bucket.
    init(_ limit: RateLimit, at now: Deadline) {
        self.limit = limit
        saved = limit.interval * limit.burst
        asOf = now
    }

    /// Takes a token out, if there is one.
    mutating func take(at now: Deadline) -> Bool {
        if now > asOf {
            saved = min(saved + (now - asOf), limit.interval * limit.burst)
            asOf = now
        }
        guard saved >= limit.interval else { return false }
        saved -= limit.interval
        return true
    }
}
