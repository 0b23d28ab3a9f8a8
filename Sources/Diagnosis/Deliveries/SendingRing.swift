/// How many messages were sent in each quarter of a minute of the last two hours, and how many of them were delivered in time.
///
/// Where webhooks stopped coming, nothing can be told of the messages sent just before: their deliveries may be waiting at Meta.
struct SendingRing: Sendable {
    /// A quarter of a minute.
    struct Slot: Sendable, Equatable {
        /// Which one since 1970; 0 for none.
        var number: UInt32 = 0
        var sent: UInt32 = 0
        var timely: UInt32 = 0
        var isBlind = false
    }

    /// Some slots together.
    struct Pool: Sendable, Equatable {
        var sent: Int = 0
        var timely: Int = 0

        mutating func add(_ slot: Slot) {
            guard !slot.isBlind else { return }
            sent += Int(slot.sent)
            timely += Int(min(slot.timely, slot.sent))
        }

        /// The share delivered in time.
        var share: WilsonInterval? { WilsonInterval(timely, of: sent) }
    }

    static let slotSeconds = 15
    static let slotCount = 512
    /// A webhook that tells of something so long ago was kept back.
    static let promptSeconds = 30.0
    /// A silence shorter than this says nothing.
    private static let leastSilenceSeconds = 45.0
    private static let mostSilenceSeconds = 600.0

    private var slots = [Slot](repeating: Slot(), count: slotCount)
    private var lastHeard: Double?
    private var usualGap = 0.0

    /// Takes in that webhooks come.
    /// - Parameter waitSeconds: how long after a message its delivery is waited for.
    mutating func hear(at time: Double, waitSeconds: Double) {
        defer { lastHeard = time }
        guard let last = lastHeard, time > last else { return }
        guard time - last > silenceSeconds else {
            usualGap += (time - last - usualGap) / 32
            return
        }
        for index in slots.indices {
            let start = Double(slots[index].number) * Double(Self.slotSeconds)
            if start < time, start + Double(Self.slotSeconds) + waitSeconds > last { slots[index].isBlind = true }
        }
    }

    private var silenceSeconds: Double {
        min(max(Self.leastSilenceSeconds, 10 * usualGap), Self.mostSilenceSeconds)
    }

    /// Whether webhooks ceased to come, for what that is worth: perhaps there is nothing to tell, perhaps they cannot reach us.
    func isSilent(at time: Double) -> Bool {
        lastHeard.map { time - $0 > silenceSeconds } ?? true
    }

    mutating func send(at time: UInt32) {
        let number = time / UInt32(Self.slotSeconds)
        let index = Int(number) % Self.slotCount
        if slots[index].number < number { slots[index] = Slot(number: number) }
        if slots[index].number == number { slots[index].sent &+= 1 }
    }

    mutating func deliver(sentAt time: UInt32) {
        change(time) { $0.timely &+= 1 }
    }

    /// Takes a message out that was to fail anyway.
    mutating func withdraw(sentAt time: UInt32) {
        change(time) { if $0.sent > 0 { $0.sent -= 1 } }
    }

    private mutating func change(_ time: UInt32, _ body: (inout Slot) -> Void) {
        let number = time / UInt32(Self.slotSeconds)
        let index = Int(number) % Self.slotCount
        if slots[index].number == number { body(&slots[index]) }
    }

    /// Forgets what was sent in a future that a step of the clock took back.
    mutating func forget(after time: Double) {
        for index in slots.indices where Double(slots[index].number) * Double(Self.slotSeconds) > time { slots[index] = Slot() }
        lastHeard = lastHeard.map { min($0, time) }
    }

    /// The slot of a number; an empty one where nothing is known.
    subscript(number: Int) -> Slot {
        guard number > 0 else { return Slot() }
        let slot = slots[number % Self.slotCount]
        return Int(slot.number) == number ? slot : Slot()
    }

    /// Slots from the newest backwards: so many at least, and more until there are enough messages.
    /// - Returns: them, and the number before the oldest.
    func pool(before newest: Int, least: Int, most: Int, messages: Int) -> (pool: Pool, rest: Int) {
        var pool = Pool()
        var number = newest
        while newest - number < most, newest - number < least || pool.sent < messages {
            pool.add(self[number])
            number -= 1
        }
        return (pool, number)
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write((lastHeard ?? 0).bitPattern)
        writer.write(usualGap.bitPattern)
        for slot in slots {
            writer.write(slot.number)
            writer.write(variable: UInt64(slot.sent))
            writer.write(variable: UInt64(slot.timely))
            writer.write(UInt8(slot.isBlind ? 1 : 0))
        }
    }

    init() {}

    init?(from reader: inout SnapshotReader) {
        guard let heard = reader.time(), let gap = reader.time() else { return nil }
        lastHeard = heard == 0 ? nil : heard
        usualGap = gap
        for index in slots.indices {
            guard let number = reader.integer(UInt32.self), let sent = reader.variable().flatMap(UInt32.init(exactly:)),
                let timely = reader.variable().flatMap(UInt32.init(exactly:)), let blind = reader.integer(UInt8.self),
                number == 0 || Int(number) % Self.slotCount == index
            else { return nil }
            slots[index] = Slot(number: number, sent: sent, timely: timely, isBlind: blind != 0)
        }
    }
}
