import WhatsApp

@testable import Diagnosis

/// A business' messages and what the platform tells of them, by seeded chance.
struct Traffic {
    /// 2026-11-18, a Wednesday, at 11:06:40 UTC.
    static let start = 1_795_000_000.0

    var book: DeliveryBook
    /// Messages a minute.
    var rate = 60.0
    /// The part of messages delivered within a minute, and of those after it the part delivered within the hour.
    var timely = 0.85
    /// Whether webhooks arrive.
    var isReachable = true
    private(set) var now = Traffic.start
    /// Whether, at each judgement so far, deliveries were dropped: the times of change.
    private(set) var changes: [(at: Double, isDropped: Bool)] = []
    private var random: UInt64
    private var credit = 0.0
    private var number: UInt64 = 0
    /// What is to be told yet, by the time.
    private var due: [Int: [DeliveryEntry.Step]] = [:]

    init(_ book: DeliveryBook = DeliveryBook(), seed: UInt64 = 1) {
        self.book = book
        random = seed
    }

    /// SplitMix64.
    private mutating func chance() -> Double {
        random &+= 0x9E37_79B9_7F4A_7C15
        var z = random
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) / Double(1 << 53)
    }

    /// Goes on for so many seconds, in steps of five.
    mutating func run(_ seconds: Double) {
        let end = now + seconds
        while now < end {
            credit += rate / 12
            while credit >= 1 {
                credit -= 1
                send()
            }
            let steps = due.removeValue(forKey: Int(now) / 5) ?? []
            if isReachable, !steps.isEmpty {
                var entry = DeliveryEntry(at: now + 1)
                _ = entry.place(of: "1")
                entry.steps = steps
                book.apply(entry)
            } else {
                // Meta tries again, later and later.
                for step in steps { tell(step, after: 300 + 900 * chance()) }
            }
            if Int(now) % 15 < 5 { judge() }
            now += 5
        }
    }

    /// The clock is put.
    mutating func step(to time: Double) {
        now = time
        number = UInt64(time) << 32
    }

    private mutating func send() {
        number += 1
        let at = UInt32(now)
        tell(DeliveryEntry.Step(message: number, phone: 0, status: .sent, at: at), after: 0)
        let delay = chance() < timely ? 1 + 20 * chance() : 90 + 3600 * chance()
        tell(DeliveryEntry.Step(message: number, phone: 0, status: .delivered, at: at + UInt32(delay)), after: delay)
    }

    private mutating func tell(_ step: DeliveryEntry.Step, after seconds: Double) {
        due[Int(now + seconds) / 5 + (seconds > 0 ? 1 : 0), default: []].append(step)
    }

    private mutating func judge() {
        book.judge(at: now)
        let isDropped = book.watch.isDropped
        if isDropped != (changes.last?.isDropped ?? false) { changes.append((now, isDropped)) }
    }
}
