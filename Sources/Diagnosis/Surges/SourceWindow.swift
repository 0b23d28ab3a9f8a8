/// The sources that reported within the last ten minutes, each counted once, at its last report.
///
/// So what one source sends weighs as much as one report, and a source that goes on reporting goes on counting.
struct SourceWindow: Sendable {
    static let binSeconds = 10
    static let binCount = 60
    /// Further sources are not counted until others are ten minutes old: 2 MB for each symptom at the most.
    static let mostSources = 65_536

    /// The number of the newest bin, in bins since 1970.
    private(set) var newest = 0
    private(set) var count = 0
    /// How many sources reported last in each bin, at its number modulo the count.
    private var counts = [Int](repeating: 0, count: binCount)
    /// The bin of each source's last report; those that are too old count as absent.
    private var lastSeen: [UInt64: Int] = [:]
    private var lastSweep = 0

    init() {}

    /// Counts a source in a bin, unless that one is too old or there are too many sources.
    mutating func add(_ source: UInt64, in bin: Int) {
        let bin = min(bin, newest)
        guard isCurrent(bin) else { return }
        if let before = lastSeen[source], isCurrent(before) {
            guard before < bin else { return }
            counts[before % Self.binCount] -= 1
            count -= 1
        } else {
            guard count < Self.mostSources, hasRoom() else { return }
        }
        lastSeen[source] = bin
        counts[bin % Self.binCount] += 1
        count += 1
    }

    /// Makes a bin the newest one; going back empties the window.
    mutating func advance(to bin: Int) {
        guard bin != newest else { return }
        if bin < newest || bin - newest >= Self.binCount {
            self = SourceWindow()
        } else {
            for left in (newest + 1)...bin {
                count -= counts[left % Self.binCount]
                counts[left % Self.binCount] = 0
            }
        }
        newest = bin
    }

    /// The most sources in so many bins on end.
    func fullest(_ stretch: Int) -> Int {
        guard stretch > 0 else { return 0 }
        var inStretch = 0
        var most = 0
        for age in (0..<Self.binCount).reversed() {
            inStretch += counts(age: age)
            if age + stretch < Self.binCount { inStretch -= counts(age: age + stretch) }
            most = max(most, inStretch)
        }
        return most
    }

    private func counts(age: Int) -> Int {
        age > newest ? 0 : counts[(newest - age) % Self.binCount]
    }

    private func isCurrent(_ bin: Int) -> Bool { bin <= newest && bin > newest - Self.binCount }

    /// Forgets old sources where the table is full, once in a bin at the most.
    private mutating func hasRoom() -> Bool {
        if lastSeen.count < Self.mostSources { return true }
        if lastSweep != newest {
            lastSweep = newest
            lastSeen = lastSeen.filter { isCurrent($0.value) }
        }
        return lastSeen.count < Self.mostSources
    }
}

// MARK: Persistence

extension SourceWindow {
    /// Writes how many reported when, and not who: after a restart a source may count once more.
    func write(into writer: inout SnapshotWriter) {
        writer.write(variable: UInt64(newest))
        for count in counts { writer.write(variable: UInt64(count)) }
    }

    init?(from reader: inout SnapshotReader) {
        guard let newest = reader.variable(), newest < 1_000_000_000_000 else { return nil }
        self.newest = Int(newest)
        for place in counts.indices {
            guard let count = reader.variable(), count <= Self.mostSources else { return nil }
            counts[place] = Int(count)
            self.count += Int(count)
        }
    }
}
