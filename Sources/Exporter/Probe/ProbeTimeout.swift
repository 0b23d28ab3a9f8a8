/// How long a probe on demand may take.
enum ProbeTimeout {
    /// Of a scrape that does not say its own.
    private static let longestSeconds = 120.0
    /// No scraper waits longer.
    private static let limitSeconds = 3600.0

    /// The time left of the scrape's after `offset`, within which the answer must be back; the module's own if that is shorter.
    ///
    /// Of a scrape timeout that is not longer than the offset nothing would be left: the module's is taken then, and without one
    /// half the scrape's, so that no probe is over before it begins.
    /// - Parameter header: the value of `X-Prometheus-Scrape-Timeout-Seconds`; `nil` without one.
    /// - Returns: `nil` when the header is no number of seconds.
    static func duration(header: String?, offset: Duration, module: Duration?) -> Duration? {
        var scrape = longestSeconds
        if let header {
            guard let number = Double(header), number >= 0, number.isFinite else { return nil }
            if number > 0 { scrape = min(number, limitSeconds) }
        }
        let left = Duration.seconds(scrape) - offset
        guard left > .zero else { return module ?? .seconds(scrape / 2) }
        return min(left, module ?? left)
    }
}
