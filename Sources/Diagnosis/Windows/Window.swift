package import WhatsApp

/// What happened to one component over the last five minutes, hour, day, week and month.
///
/// Time is cut into buckets of 10 s, 1 min, 15 min, 1 h and 4 h: a summary holds the bucket that is being filled and those
/// before it, so that it reaches back by its span less up to one bucket. Memory is bounded by buckets and bins, not by probes.
package struct Window: Sendable {
    /// One span's past, and what it has yet to hand on to the next longer one.
    private struct Level {
        var ring: BucketRing
        /// The stretch being filled; in no ring yet.
        var open = Bucket()
    }

    /// Between two reports of up or down no more than this counts as observed.
    private static let longestSilenceSeconds = 180.0

    // Events enter the first level's open bucket alone; closing it passes its sum on. Five spans thus cost hardly more than one.
    private var levels = WindowSpan.allCases.map { Level(ring: BucketRing(widthSeconds: $0.widthSeconds, count: $0.bucketCount)) }
    private var lastReport: (at: Double, isUp: Bool)?

    package init() {}

    /// Counts one probe, which ended at `time` (Unix seconds) after `seconds`.
    package mutating func observe(at time: Double, success: Bool, seconds: Double) {
        guard open(at: time) != nil else { return }
        levels[0].open.count(success: success, seconds: seconds)
    }

    /// Notes whether the component is up from now on; `nil` when nobody knows.
    ///
    /// The time since the last report counts as what that one said, up to three minutes: time not observed is neither up
    /// nor down.
    package mutating func report(at time: Double, isUp: Bool?) {
        if let last = lastReport, time > last.at {
            spread(from: last.at, to: min(time, last.at + Self.longestSilenceSeconds), isUp: last.isUp)
        }
        lastReport = isUp.map { (time, $0) }
    }

    /// What was seen over the span before `time`; `nil` when that is nothing.
    package func summary(over span: WindowSpan, at time: Double) -> WindowSummary? {
        summary(of: span, last: span.bucketCount, at: time)
    }

    /// What was seen over a span that budgets burn in; `nil` when that is nothing.
    package func summary(within span: BurnSpan, at time: Double) -> WindowSummary? {
        summary(of: span.source.span, last: span.source.bucketCount, at: time)
    }

    private func summary(of span: WindowSpan, last count: Int, at time: Double) -> WindowSummary? {
        guard let current = Bucket.number(at: time, widthSeconds: span.widthSeconds) else { return nil }
        let begin = Double((current - count + 1) * span.widthSeconds)
        return WindowSummary(
            of: buckets(of: span, in: (current - count + 1)...current), windowSeconds: time - max(0, begin))
    }

    /// The content of a span's buckets; one number may come several times, each with another part.
    private func buckets(of span: WindowSpan, in numbers: ClosedRange<Int>) -> [Bucket] {
        var buckets: [Bucket] = []
        for level in levels where level.ring.widthSeconds <= span.widthSeconds {
            if level.ring.widthSeconds == span.widthSeconds { buckets += level.ring.buckets(in: numbers) }
            guard level.open.number != .min else { continue }
            var open = level.open
            open.number = open.number * level.ring.widthSeconds / span.widthSeconds
            if numbers.contains(open.number) { buckets.append(open) }
        }
        return buckets
    }

    /// Shares a stretch of time out among the buckets it touches.
    private mutating func spread(from start: Double, to end: Double, isUp: Bool) {
        var from = start
        while from < end, let number = open(at: from) {
            let next = min(end, Double((number + 1) * levels[0].ring.widthSeconds))
            if isUp { levels[0].open.upSeconds += next - from } else { levels[0].open.downSeconds += next - from }
            from = next
        }
    }

    /// Opens the bucket of a time; `nil` for a time outside any calendar.
    private mutating func open(at time: Double) -> Int? {
        guard let number = Bucket.number(at: time, widthSeconds: levels[0].ring.widthSeconds) else { return nil }
        if levels[0].open.number != number {
            close(0)
            levels[0].open.number = number
        }
        return number
    }

    private mutating func close(_ index: Int) {
        guard levels[index].open.number != .min else { return }
        // Taken out and put back, for a copy would cost an allocation.
        var bucket = Bucket()
        swap(&bucket, &levels[index].open)
        levels[index].ring.merge(bucket)
        let next = index + 1
        if next < levels.count {
            let number = bucket.number * levels[index].ring.widthSeconds / levels[next].ring.widthSeconds
            if levels[next].open.number != number {
                close(next)
                levels[next].open.number = number
            }
            levels[next].open.add(bucket)
        }
        bucket.reset()
        swap(&bucket, &levels[index].open)
    }
}

// MARK: Persistence

extension Window {
    /// The quarters of an hour that ended after a time, the one being filled among them, the oldest first; a day's at most.
    package func rows(of component: Component, since time: Double) -> [UptimeRow] {
        let span = WindowSpan.day
        var sums: [Int: Bucket] = [:]
        for bucket in buckets(of: span, in: 0...Int.max) {
            sums[bucket.number, default: Bucket()].add(bucket)
        }
        let width = Double(span.widthSeconds)
        return sums.filter { Double($0.key + 1) * width > time }.sorted { $0.key < $1.key }.map { number, bucket in
            UptimeRow(
                component: component, start: Double(number) * width, widthSeconds: width, upSeconds: bucket.upSeconds,
                downSeconds: bucket.downSeconds, probes: bucket.probes, failures: bucket.failures,
                latencies: bucket.latencies.bytes)
        }
    }

    /// Takes in what was kept, once, before anything is observed: all spans whose buckets are no narrower than a row.
    ///
    /// The shorter ones start anew, and rows that cannot be true are passed over.
    package mutating func restore(_ rows: [UptimeRow]) {
        for row in rows.sorted(by: { $0.start < $1.start }) {
            guard let bucket = Bucket(row) else { continue }
            for index in levels.indices {
                let width = levels[index].ring.widthSeconds
                guard Double(width) >= row.widthSeconds,
                    let number = Bucket.number(at: row.start, widthSeconds: width)
                else { continue }
                var bucket = bucket
                bucket.number = number
                levels[index].ring.mergeUnlessOutdated(bucket)
            }
        }
    }
}

extension Bucket {
    /// `nil` for a row that cannot be true.
    fileprivate init?(_ row: UptimeRow) {
        let seconds = row.upSeconds + row.downSeconds
        guard row.start >= 0, row.widthSeconds > 0, row.upSeconds >= 0, row.downSeconds >= 0,
            seconds <= row.widthSeconds + 1, row.failures >= 0, row.failures <= row.probes, row.probes < 1 << 32,
            let latencies = LatencySketch(bytes: row.latencies)
        else { return nil }
        self.init(
            probes: row.probes, failures: row.failures, upSeconds: row.upSeconds, downSeconds: row.downSeconds,
            latencies: latencies)
    }
}
