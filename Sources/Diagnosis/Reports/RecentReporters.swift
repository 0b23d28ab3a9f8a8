/// Who reported what lately, under names that stand for them: the second report of one and the same counts no more.
struct RecentReporters: Sendable, Equatable {
    struct Key: Hashable, Sendable {
        var reporter: UInt64
        var symptom: Symptom
    }

    /// What one reporter has said of one symptom within the window.
    struct Mark: Sendable, Equatable {
        /// When the report counted; of answers alone, when the first came.
        var at: Double
        var hasReported = false
        var hasToldWhetherSolved = false
        var hasToldSeverity = false
    }

    private struct Turn: Sendable, Equatable {
        var key: Key
        var at: Double
    }

    /// Of more, the oldest are forgotten, and may count again.
    static let limit = 50_000

    var windowSeconds: Double
    private(set) var marks: [Key: Mark] = [:]
    /// Reporters of each symptom.
    private(set) var counts: [Symptom: Int] = [:]
    /// In the order they came; a key whose mark was renewed has more than one, of which the latest holds.
    private var turns: [Turn] = []
    private var firstTurn = 0

    init(windowSeconds: Double) {
        self.windowSeconds = windowSeconds
    }

    /// What the reporter has said of it within the window that ends at a time.
    func mark(of key: Key, at time: Double) -> Mark? {
        marks[key].flatMap { isLive($0.at, at: time) ? $0 : nil }
    }

    mutating func set(_ mark: Mark, of key: Key) {
        remove(key)
        marks[key] = mark
        if mark.hasReported { counts[key.symptom, default: 0] += 1 }
        turns.append(Turn(key: key, at: mark.at))
        while marks.count > Self.limit || turns.count - firstTurn > 2 * Self.limit { removeFirst() }
        trim()
    }

    /// Forgets whoever last reported before the window that ends at a time.
    mutating func advance(to time: Double) {
        while firstTurn < turns.count {
            let turn = turns[firstTurn]
            guard marks[turn.key]?.at != turn.at || !isLive(turn.at, at: time) else { break }
            removeFirst()
        }
        trim()
    }

    /// Also for a time ahead, as after a clock was set back.
    private func isLive(_ markedAt: Double, at time: Double) -> Bool {
        abs(time - markedAt) < windowSeconds
    }

    private mutating func removeFirst() {
        let turn = turns[firstTurn]
        firstTurn += 1
        if marks[turn.key]?.at == turn.at { remove(turn.key) }
    }

    private mutating func remove(_ key: Key) {
        guard let mark = marks.removeValue(forKey: key), mark.hasReported else { return }
        counts[key.symptom, default: 0] -= 1
    }

    private mutating func trim() {
        guard firstTurn > 1024, firstTurn > turns.count / 2 else { return }
        turns.removeFirst(firstTurn)
        firstTurn = 0
    }

    static func == (left: Self, right: Self) -> Bool {
        left.windowSeconds == right.windowSeconds && left.marks == right.marks && left.counts == right.counts
    }
}

extension RecentReporters {
    /// Adds all to a snapshot, the oldest first.
    func write(to writer: inout SnapshotWriter) {
        let inOrder = marks.sorted { ($0.value.at, $0.key.reporter) < ($1.value.at, $1.key.reporter) }
        writer.write(variable: UInt64(inOrder.count))
        for (key, mark) in inOrder {
            writer.write(mark.at.bitPattern)
            writer.write(key.reporter)
            writer.write(key.symptom.code)
            let flags = (mark.hasReported ? 1 : 0) | (mark.hasToldWhetherSolved ? 2 : 0) | (mark.hasToldSeverity ? 4 : 0)
            writer.write(UInt8(flags))
        }
    }

    /// Takes all from a snapshot.
    /// - Returns: `false` when it is spoilt.
    mutating func read(from reader: inout SnapshotReader) -> Bool {
        guard let count = reader.variable(), count <= UInt64(Self.limit) else { return false }
        for _ in 0..<count {
            guard let at = reader.integer(UInt64.self).map(Double.init(bitPattern:)), SurgeDetector.times.contains(at),
                let reporter = reader.integer(UInt64.self),
                let symptom = reader.integer(UInt8.self).flatMap(Symptom.init(code:)),
                let flags = reader.integer(UInt8.self), flags < 8
            else { return false }
            let mark = Mark(
                at: at, hasReported: flags & 1 != 0, hasToldWhetherSolved: flags & 2 != 0, hasToldSeverity: flags & 4 != 0)
            set(mark, of: Key(reporter: reporter, symptom: symptom))
        }
        return true
    }
}
