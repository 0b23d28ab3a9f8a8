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
        let index = Self.index(of: seconds)
        let place = bins.firstIndex { $0.index >= index } ?? bins.endIndex
        if place < bins.endIndex, bins[place].index == index {
            bins[place].count &+= 1
        } else {
            bins.insert(Bin(index: index, count: 1), at: place)
        }
    }

    /// Takes in another's counts.
    mutating func add(_ other: LatencySketch) {
        guard !bins.isEmpty else { return bins = other.bins }
        var merged: [Bin] = []
        merged.reserveCapacity(bins.count + other.bins.count)
        var rest = other.bins[...]
        for bin in bins {
            while let next = rest.first, next.index < bin.index { merged.append(rest.removeFirst()) }
            if let next = rest.first, next.index == bin.index {
                merged.append(Bin(index: bin.index, count: bin.count &+ next.count))
                rest.removeFirst()
            } else {
                merged.append(bin)
            }
        }
        bins = merged + rest
    }

    /// The latency at rank ⌈q·n⌉; `nil` when there is none.
    func quantile(_ q: Double) -> Double? {
        var totals = Totals()
        add(to: &totals)
        return totals.quantile(q)
    }

    /// Adds the counts of all bins to `totals`.
    func add(to totals: inout Totals) {
        for bin in bins { totals.counts[Int(bin.index)] += Int(bin.count) }
    }

    /// The sum of many sketches.
    struct Totals {
        fileprivate var counts = [Int](repeating: 0, count: LatencySketch.exponents.count * LatencySketch.binsPerOctave)

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
        let octave = Int(seconds.exponent) - exponents.lowerBound
        let place = Int((seconds.significand - 1) * Double(binsPerOctave))
        return UInt16(octave * binsPerOctave + place)
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
