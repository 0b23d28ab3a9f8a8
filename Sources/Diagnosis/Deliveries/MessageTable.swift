/// What is known of each of the latest messages, so that each step of one counts once.
///
/// Bounded: when it is full, the message first heard of longest ago makes room.
struct MessageTable: Sendable {
    /// One message, in either direction, or one event.
    struct Message: Sendable, Equatable {
        var key: UInt64
        /// Unix seconds; 0 while not known.
        var sentAt: UInt32 = 0
        /// The earliest time it is known to have been on the recipient's device; 0 while not known.
        var reachedAt: UInt32 = 0
        /// When the first that is known of it arrived here.
        var heardAt: UInt32
        var marks: Marks = []
    }

    /// What happened to a message: a bit for each ``WhatsApp/MessageStatus``, then what was made of it.
    struct Marks: OptionSet, Sendable {
        let rawValue: UInt16

        static let sent = Marks(rawValue: 1 << 0)
        static let delivered = Marks(rawValue: 1 << 1)
        static let failed = Marks(rawValue: 1 << 3)
        /// Neither sent nor failed here: a message received, or an event.
        static let received = Marks(rawValue: 1 << 8)
        /// It counts among those sent in its stretch of time.
        static let joined = Marks(rawValue: 1 << 9)
        /// It counts among those delivered in time, too.
        static let timely = Marks(rawValue: 1 << 10)
    }

    /// Five minutes at the highest rate that Meta grants one number with all steps, days at most businesses' rates.
    static let capacity = 1 << 18
    /// For so long Meta repeats a webhook that was not taken.
    static let memorySeconds: UInt32 = 7 * 86_400

    private var messages: [Message] = []
    private var places: [UInt64: UInt32] = [:]
    /// Where the oldest is, once the table is full.
    private var oldest = 0
    /// How many made room before their time.
    private(set) var forgotten: UInt64 = 0

    subscript(place: Int) -> Message {
        get { messages[place] }
        set { messages[place] = newValue }
    }

    /// The place of a message, which is a new one if it was never heard of, or long ago.
    mutating func place(of key: UInt64, at now: UInt32) -> Int {
        if let place = places[key].map(Int.init) {
            if isExpired(messages[place], at: now) { messages[place] = Message(key: key, heardAt: now) }
            return place
        }
        guard messages.count >= Self.capacity else {
            places[key] = UInt32(messages.count)
            messages.append(Message(key: key, heardAt: now))
            return messages.count - 1
        }
        let place = oldest
        if !isExpired(messages[place], at: now) { forgotten &+= 1 }
        places[messages[place].key] = nil
        places[key] = UInt32(place)
        messages[place] = Message(key: key, heardAt: now)
        oldest = (oldest + 1) % Self.capacity
        return place
    }

    private func isExpired(_ message: Message, at now: UInt32) -> Bool {
        now > message.heardAt && now - message.heardAt > Self.memorySeconds
    }

    /// How many messages are remembered, are under way, and are so for longer than a number of seconds.
    func flight(at now: UInt32, overdueAfter seconds: UInt32) -> (tracked: Int, inFlight: Int, overdue: Int) {
        var (tracked, inFlight, overdue) = (0, 0, 0)
        for message in messages where !isExpired(message, at: now) {
            tracked += 1
            guard message.marks.contains(.sent), !message.marks.contains(.failed), message.reachedAt == 0 else { continue }
            inFlight += 1
            if now > message.sentAt, now - message.sentAt > seconds { overdue += 1 }
        }
        return (tracked, inFlight, overdue)
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write(variable: forgotten)
        writer.write(variable: UInt64(messages.count))
        for message in messages[oldest...] + messages[..<oldest] {
            writer.write(message.key)
            writer.write(message.sentAt)
            writer.write(message.reachedAt)
            writer.write(message.heardAt)
            writer.write(message.marks.rawValue)
        }
    }

    init() {}

    init?(from reader: inout SnapshotReader) {
        guard let forgotten = reader.variable(), let count = reader.variable(), count <= Self.capacity else { return nil }
        self.forgotten = forgotten
        for place in 0..<UInt32(count) {
            guard let key = reader.integer(UInt64.self), let sentAt = reader.integer(UInt32.self),
                let reachedAt = reader.integer(UInt32.self), let heardAt = reader.integer(UInt32.self),
                let marks = reader.integer(UInt16.self), places.updateValue(place, forKey: key) == nil
            else { return nil }
            messages.append(
                Message(key: key, sentAt: sentAt, reachedAt: reachedAt, heardAt: heardAt, marks: Marks(rawValue: marks)))
        }
    }
}
