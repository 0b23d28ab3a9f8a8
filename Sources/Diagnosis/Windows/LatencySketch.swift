/// How often which latency was seen: counts in bins that grow with the value.
///
/// Each power of two from 2⁻¹⁴ s (61 µs) to 2⁷ s (128 s) is cut into 16 bins, and a bin stands for its middle: a
/// quantile is off by at most 1/32 (3.2 %) within that range; what lies outside counts as its end. Only bins in use take
/// room, at most 336.
struct LatencySketch: Sendable, Equatable {
    private struct Bin: Equatable {
        var index: UInt16
        var count: UInt32
    }

    private static let exponents = -14...6
    private static let binsPerOctave = 16

    /// In order of their index.
    private var bins: [Bin] = []

    mutating func add(_ seconds: Double) {
        add(Bin(index: Self.index(of: seconds), count: 1))
    }

    /// Takes in another's counts.
    mutating func add(_ other: LatencySketch) {
        if bins.isEmpty {
            // Copied, not shared: the room it has is kept.
            bins.append(contentsOf: other.bins)
        } else {
            for bin in other.bins { add(bin) }
        }
    }

    /// Forgets all, and keeps the room.
    mutating func removeAll() {
        bins.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ bin: Bin) {
        let place = bins.firstIndex { $0.index >= bin.index } ?? bins.endIndex
        if place < bins.endIndex, bins[place].index == bin.index {
            bins[place].count &+= bin.count
        } else {
            bins.insert(bin, at: place)
        }
    }

    /// Adds the counts of all bins to `totals`.
    func add(to totals: inout Totals) {
        for bin in bins { totals.counts[Int(bin.index)] += Int(bin.count) }
    }

    /// The sum of many sketches, or of so many values that room for every bin is no waste.
    struct Totals: Sendable {
        fileprivate var counts = [Int](repeating: 0, count: LatencySketch.exponents.count * LatencySketch.binsPerOctave)

        mutating func add(_ seconds: Double) {
            counts[Int(LatencySketch.index(of: seconds))] += 1
        }

        /// The latency at rank ⌈q·n⌉; `nil` when there is none.
        func quantile(_ q: Double) -> Double? {
            let total = counts.reduce(0, +)
            guard total > 0 else { return nil }
            let rank = min(max(Int((q * Double(total)).rounded(.up)), 1), total)
            var seen = 0
            for (index, count) in counts.enumerated() {
                seen += count
                if seen >= rank { return LatencySketch.middle(of: index) }
            }
            return nil
        }
    }

    private static func index(of seconds: Double) -> UInt16 {
        guard seconds >= 0x1p-14 else { return 0 }
        let last = exponents.count * binsPerOctave - 1
        guard seconds < 0x1p7 else { return UInt16(last) }
        // The exponent, and the first four bits of the significand: sixteen bins an octave.
        return UInt16(Int(seconds.bitPattern >> 48) - (1023 + exponents.lowerBound) * binsPerOctave)
    }

    private static func middle(of index: Int) -> Double {
        let (octave, place) = index.quotientAndRemainder(dividingBy: binsPerOctave)
        let significand = 1 + (Double(place) + 0.5) / Double(binsPerOctave)
        return Double(sign: .plus, exponent: octave + exponents.lowerBound, significand: significand)
    }
}

// MARK: Persistence

extension LatencySketch {
    private static let version: UInt8 = 1

    /// Its bins: a version, then for each bin the distance from the one before and the count, as LEB128; empty for none.
    var bytes: [UInt8] {
        guard !bins.isEmpty else { return [] }
        var writer = SnapshotWriter(version: Self.version)
        var last = -1
        for bin in bins {
            writer.write(variable: UInt64(Int(bin.index) - last))
            writer.write(variable: UInt64(bin.count))
            last = Int(bin.index)
        }
        return writer.bytes
    }

    /// `nil` for bytes that no sketch wrote.
    init?(bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        guard var reader = SnapshotReader(bytes, version: Self.version) else { return nil }
        var last = -1
        while !reader.isAtEnd {
            guard let step = reader.variable(), let count = reader.variable(), (1...336).contains(step),
                (1...UInt64(UInt32.max)).contains(count)
            else { return nil }
            last += Int(step)
            guard last < Self.exponents.count * Self.binsPerOctave else { return nil }
            bins.append(Bin(index: UInt16(last), count: UInt32(count)))
        }
    }
}
