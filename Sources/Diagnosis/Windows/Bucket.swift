/// What happened during one stretch of time of a fixed width.
struct Bucket: Sendable {
    /// Which stretch: whole widths since 1970; `.min` for one that was never filled.
    var number = Int.min
    var probes = 0
    var failures = 0
    var upSeconds = 0.0
    var downSeconds = 0.0
    var latencies = LatencySketch()

    /// The stretch a time lies in; `nil` for a time outside any calendar.
    static func number(at time: Double, widthSeconds: Int) -> Int? {
        guard time >= 0, time < 1e12 else { return nil }
        return Int(time / Double(widthSeconds))
    }

    mutating func count(success: Bool, seconds: Double) {
        probes += 1
        if success { latencies.add(seconds) } else { failures += 1 }
    }

    /// Becomes the empty bucket of another stretch; the room it has is kept.
    mutating func reset(to number: Int = .min) {
        self.number = number
        (probes, failures, upSeconds, downSeconds) = (0, 0, 0, 0)
        latencies.removeAll()
    }

    /// Takes in another's content; the number stays.
    mutating func add(_ other: Bucket) {
        probes += other.probes
        failures += other.failures
        upSeconds += other.upSeconds
        downSeconds += other.downSeconds
        latencies.add(other.latencies)
    }
}
