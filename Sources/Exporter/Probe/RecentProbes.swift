import Probing
import Synchronization

/// The last probes on demand with what they noted, and of those no longer among them the last that failed.
///
/// In memory only; what one takes is bounded by ``Entry/mostBytes``.
final class RecentProbes: Sendable {
    /// One probe.
    struct Entry: Sendable {
        /// Of log and exposition together, the rest is cut off.
        static let mostBytes = 16 << 10

        /// Counts up from 0 for the program's life.
        var id: Int
        var module: String
        var target: String
        /// Unix seconds at its end.
        var at: Double
        var failure: FailureReason?
        var duration: Duration
        var log: [ProbeLog.Line]
        /// In the text format.
        var exposition: [UInt8]
    }

    private struct Rings {
        var nextID = 0
        var all: [Entry] = []
        var evictedFailures: [Entry] = []
        /// Where the oldest entry of each is, once it is full.
        var oldest = 0
        var oldestFailure = 0
    }

    private let limit: Int
    private let rings = Mutex(Rings())

    /// - Parameter limit: how many are kept, and again as many failures; 0 for none.
    init(limit: Int) {
        self.limit = max(0, limit)
    }

    /// Remembers a probe.
    /// - Parameter exposition: its metrics in the text format.
    func record(_ probe: FinishedProbe, log: [ProbeLog.Line], exposition: [UInt8], at: Double) {
        let exposition = exposition.count <= Entry.mostBytes / 2 ? exposition : Self.cut(exposition)
        let log = Self.cut(log, toBytes: Entry.mostBytes - exposition.count)
        rings.withLock { rings in
            let entry = Entry(
                id: rings.nextID, module: probe.module.name, target: probe.target, at: at, failure: probe.outcome.failure,
                duration: probe.outcome.duration, log: log, exposition: exposition)
            rings.nextID += 1
            guard let evicted = Self.push(entry, onto: &rings.all, &rings.oldest, limit: limit), evicted.failure != nil else {
                return
            }
            _ = Self.push(evicted, onto: &rings.evictedFailures, &rings.oldestFailure, limit: limit)
        }
    }

    /// All that are remembered, the newest first.
    var newestFirst: [Entry] {
        rings.withLock { $0.all + $0.evictedFailures }.sorted { $0.id > $1.id }
    }

    /// The probe of that number; `nil` when it is forgotten, or never was.
    func entry(id: Int) -> Entry? {
        rings.withLock { rings in (rings.all + rings.evictedFailures).first { $0.id == id } }
    }

    /// The newest probe of a target, by any module unless one is named.
    func newest(of target: String, module: String?) -> Entry? {
        newestFirst.first { $0.target == target && $0.module == module ?? $0.module }
    }

    /// - Returns: what had to make room.
    private static func push(_ entry: Entry, onto ring: inout [Entry], _ oldest: inout Int, limit: Int) -> Entry? {
        guard limit > 0 else { return nil }
        guard ring.count == limit else {
            ring.append(entry)
            return nil
        }
        let evicted = ring[oldest]
        ring[oldest] = entry
        oldest = (oldest + 1) % limit
        return evicted
    }

    /// Whole lines only.
    private static func cut(_ exposition: [UInt8]) -> [UInt8] {
        let head = exposition.prefix(Entry.mostBytes / 2)
        return Array(head.prefix(through: head.lastIndex(of: UInt8(ascii: "\n")) ?? head.startIndex))
    }

    private static func cut(_ log: [ProbeLog.Line], toBytes limit: Int) -> [ProbeLog.Line] {
        var left = limit
        return Array(
            log.prefix { line in
                left -= 64 + line.message.utf8.count + line.fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 4 }
                return left >= 0
            })
    }
}
