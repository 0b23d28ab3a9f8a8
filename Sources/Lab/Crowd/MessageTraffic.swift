import WhatsApp

/// What becomes of a business' messages: what its platform has to tell of them, and when it does.
///
/// Rates are by the clock, however fast a timeline runs.
struct MessageTraffic {
    /// Something told of messages.
    struct Notice: Sendable, Equatable {
        enum Content: Sendable, Equatable {
            case sent, delivered, read
            /// Nobody is there under the recipient's number.
            case failed
            /// From a customer.
            case received
        }

        var content: Content
        /// Number of the message, from 1 on.
        var message: Int
        /// When it happened, in Unix seconds.
        var at: Double
    }

    static let messagesPerMinute = 120.0
    /// While deliveries drop.
    static let deliveredShareInDrop = 0.2
    /// Messages remembered beyond this are never delivered.
    static let mostHeldBack = 100_000

    private var generator: SeededGenerator
    private var count = 0
    private var sending = 0.0
    /// Messages that a drop keeps from their recipients.
    private var heldBack: [Int] = []
    /// With the time when each is told, the soonest last.
    private var pending: [(due: Double, notice: Notice)] = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// Goes on by a span of time that ends now.
    /// - Parameter time: Unix seconds.
    /// - Returns: what is told now, in the order of telling; some of it twice, and some before what came first.
    mutating func notices(of seconds: Double, at time: Double, isDropping: Bool) -> [Notice] {
        if !isDropping { release(at: time) }
        sending += Self.messagesPerMinute * max(0, min(seconds, 60)) / 60
        while sending >= 1 {
            sending -= 1
            send(at: time, isDropping: isDropping)
        }
        var due: [Notice] = []
        while let last = pending.last, last.due <= time {
            due.append(last.notice)
            pending.removeLast()
        }
        return due
    }

    private mutating func send(at time: Double, isDropping: Bool) {
        count += 1
        let draw = generator.draw()
        // Of a hundred messages one cannot be delivered at all, three find the recipient's phone off.
        guard draw >= 0.01 else { return tell(.failed, count, at: time + between(0.2, 2)) }
        tell(.sent, count, at: time)
        if generator.draw() < 0.2 { tell(.received, count, at: time) }
        if isDropping, generator.draw() >= Self.deliveredShareInDrop {
            if heldBack.count < Self.mostHeldBack { heldBack.append(count) }
            return
        }
        deliver(count, at: time + (draw < 0.04 ? between(120, 600) : between(0.3, 4)))
    }

    /// What was held back arrives within some seconds.
    private mutating func release(at time: Double) {
        for message in heldBack { deliver(message, at: time + between(0.5, 10)) }
        heldBack = []
    }

    private mutating func deliver(_ message: Int, at time: Double) {
        // Who has switched acknowledgements off is never told as reading; who reads at once is sometimes told as only that.
        let draw = generator.draw()
        if draw < 0.97 { tell(.delivered, message, at: time) }
        if draw >= 0.4 { tell(.read, message, at: time + between(0, 20)) }
    }

    /// Tells it soon: so that order is not certain, and once in a while a second time.
    private mutating func tell(_ content: Notice.Content, _ message: Int, at time: Double) {
        let notice = Notice(content: content, message: message, at: time)
        let due = time + between(0.1, 0.8)
        insert(notice, due)
        if generator.draw() < 0.02 { insert(notice, due + between(2, 10)) }
    }

    private mutating func insert(_ notice: Notice, _ due: Double) {
        let place = pending.lastIndex { $0.due >= due }.map { $0 + 1 } ?? 0
        pending.insert((due, notice), at: place)
    }

    private mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.draw() }
}
