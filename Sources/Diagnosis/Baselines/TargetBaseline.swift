package import Probing

/// What is normal for one target over one family: its whole duration, its handshakes, and its change from week to week.
package struct TargetBaseline: Sendable {
    private static let version: UInt8 = 1

    private var total = LatencyBaseline()
    // The phases that cost round trips to the peer and nothing else.
    private var connect = LatencyBaseline()
    private var tls = LatencyBaseline()
    private var handshake = LatencyBaseline()
    private var dailyMedians = DailyMedians()

    package init() {}

    /// Takes in a successful probe.
    /// - Returns: whether it took far longer than they do on the whole.
    mutating func observe(seconds: Double, phases: (Phase) -> Double?, at time: Double) -> Bool {
        let isSlow = total.isSlow(seconds)
        total.observe(seconds, at: time)
        if let seconds = phases(.connect) { connect.observe(seconds, at: time) }
        if let seconds = phases(.tls) { tls.observe(seconds, at: time) }
        if let seconds = phases(.handshake) { handshake.observe(seconds, at: time) }
        dailyMedians.observe(seconds, at: time)
        return isSlow
    }

    /// What is normal at a time and how the present compares, of the whole duration (`nil`) and of each phase it has.
    package func readings(at time: Double) -> [LatencyReading] {
        let baselines: [(Phase?, LatencyBaseline)] = [(nil, total), (.connect, connect), (.tls, tls), (.handshake, handshake)]
        return baselines.compactMap { phase, baseline in
            if phase != nil, baseline.samples == 0 { return nil }
            let expectation = baseline.expectation(at: time)
            return LatencyReading(
                phase: phase, samples: baseline.samples, expectedSeconds: expectation?.seconds, basis: expectation?.basis,
                score: baseline.score(at: time))
        }
    }

    /// The last day's (UTC) median duration by that of the four weeks before; `nil` while less than seven days are known.
    package var driftRatio: Double? { dailyMedians.driftRatio }

    /// What was learnt, for ``init(bytes:)``; about 12 KB.
    package var bytes: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        for baseline in [total, connect, tls, handshake] { baseline.write(into: &writer) }
        dailyMedians.write(into: &writer)
        return writer.sealed
    }

    /// `nil` for bytes of another version, or spoilt ones.
    package init?(bytes: [UInt8]) {
        guard var reader = SnapshotReader(sealed: bytes, version: Self.version), let total = LatencyBaseline(from: &reader),
            let connect = LatencyBaseline(from: &reader), let tls = LatencyBaseline(from: &reader),
            let handshake = LatencyBaseline(from: &reader), let dailyMedians = DailyMedians(from: &reader), reader.isAtEnd
        else { return nil }
        (self.total, self.connect, self.tls, self.handshake) = (total, connect, tls, handshake)
        self.dailyMedians = dailyMedians
    }
}

/// A latency's baseline at one moment.
package struct LatencyReading: Sendable, Equatable {
    /// `nil` for the probe's whole duration.
    package var phase: Phase?
    /// How many probes it has learnt from.
    package var samples: Int
    /// What is normal at this hour; `nil` while too little is known.
    package var expectedSeconds: Double?
    /// What ``expectedSeconds`` is taken from.
    package var basis: BaselineBasis?
    /// Spreads between the median of the last seven probes and what is normal; 4 is far. `nil` while unknown.
    package var score: Double?
}
