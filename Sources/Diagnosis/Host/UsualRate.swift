/// How often something happens on this host as a rule.
///
/// A mean over hours, to which a rush adds little: what is usual for one host is an alarm on another.
struct UsualRate: Sendable {
    /// Before that nothing is called usual.
    private static let leastSeconds = 600.0
    private static let memorySeconds = 6 * 3600.0
    /// A rate this low may double at once.
    private static let smallRate = 0.1

    private var mean = 0.0
    private var seconds = 0.0

    /// Times a second; `nil` while too little has been seen.
    var perSecond: Double? { seconds >= Self.leastSeconds ? mean : nil }

    /// Takes in how often it happened in a time since the last.
    mutating func take(_ times: Double, in span: Double) {
        guard times.isFinite, times >= 0, span.isFinite, span > 0 else { return }
        seconds = min(seconds + span, Self.memorySeconds)
        let rate = times / span
        // In its first minutes a host shows what it is like; later a rush is not to be taken for its habit.
        let learnt = seconds < Self.leastSeconds ? rate : min(rate, 2 * mean + Self.smallRate)
        mean += (learnt - mean) * min(1, span / seconds)
    }
}
