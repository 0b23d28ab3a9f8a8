import WhatsApp

/// What webhooks told of messages and accounts: counted once each, in bounded memory, whatever their order.
package struct DeliveryBook: Sendable {
    /// A step told of sooner than it can have happened, by a clock that need not be ours.
    static let futureSeconds = 300.0
    /// Webhooks are repeated for a week.
    static let pastSeconds = 8 * 86_400.0
    /// After a message's time is up, what still comes of deliveries in time is waited for this long.
    private static let slackSeconds = 15.0
    /// The share is of three minutes' messages at least, of half an hour's at most.
    private static let leastSlots = 12
    private static let mostSlots = 120
    private static let hourSlots = 240

    /// A message that takes longer to be delivered is not delivered in time.
    package let waitSeconds: Double

    package internal(set) var counts = DeliveryCounts()
    var messages = MessageTable()
    var ring = SendingRing()
    var baseline = DeliveryBaseline()
    var watch = DeliveryWatch()
    var accounts = AccountBook()
    private var lastTime = 0.0

    /// - Parameter waitSeconds: from 1 to 3600.
    package init(waitSeconds: Double = 60) {
        self.waitSeconds = waitSeconds
    }

    /// The same book for another time to wait: what was learnt of the former one's shares is dropped.
    package func waiting(_ seconds: Double) -> DeliveryBook {
        guard seconds != waitSeconds else { return self }
        var book = DeliveryBook(waitSeconds: seconds)
        (book.counts, book.messages, book.accounts, book.lastTime) = (counts, messages, accounts, lastTime)
        return book
    }

    /// Takes in what a webhook told.
    package mutating func apply(_ entry: DeliveryEntry) {
        guard let now = UInt32(exactly: entry.at.rounded(.down)) else { return }
        advance(to: entry.at)
        counts.webhooks += 1
        counts.lastAt = entry.at
        for (what, count) in entry.unfamiliar { counts.unfamiliar[what, default: 0] += count }
        for code in entry.errorCodes { counts.fail(code) }
        var isPrompt = false
        for step in entry.steps where isPlausible(step.at, entry.at) {
            if take(step, phone: counts.place(of: entry.names[Int(step.phone)]), at: now) { isPrompt = true }
        }
        for receipt in entry.receipts where isPlausible(receipt.at, entry.at) && isNew(receipt.message, at: now) {
            counts.phones[counts.place(of: entry.names[Int(receipt.phone)])].received += 1
            if countLag(receipt.at, at: now) { isPrompt = true }
        }
        for decision in entry.decisions where isPlausible(decision.at, entry.at) && isNew(decision.event, at: now) {
            accounts.take(decision, of: entry.names[Int(decision.account)])
            if decision.kind.field == .accountAlerts { counts.alerts[decision.kind, default: 0] += 1 }
        }
        if isPrompt { ring.hear(at: entry.at, waitSeconds: waitSeconds) }
    }

    /// Comes to a time: learns from what is long enough ago.
    package mutating func advance(to time: Double) {
        guard time.isFinite, time > 0 else { return }
        if time < lastTime - Self.futureSeconds { ring.forget(after: time) }
        lastTime = time
        baseline.learn(from: ring, to: time, waitSeconds: waitSeconds, isAnomalous: watch.isDropped)
    }

    /// Comes to a time and judges how deliveries stand then; to be called every quarter of a minute or so.
    package mutating func judge(at time: Double) {
        advance(to: time)
        let (pool, expectation) = share(at: time)
        watch.see(pool, expectation, at: time)
    }

    /// Whether deliveries were dropped when last judged.
    package var isDropped: Bool { watch.isDropped }

    /// How it stands at a time.
    package func reading(at time: Double) -> DeliveryReading {
        let now = UInt32(clamping: Int64(min(max(0, time), 1e12)))
        let (pool, expectation) = share(at: time)
        let (tracked, inFlight, overdue) = messages.flight(at: now, overdueAfter: UInt32(min(max(1, waitSeconds), 86_400)))
        return DeliveryReading(
            messages: pool?.sent ?? 0,
            share: pool.flatMap { $0.sent >= DeliveryWatch.leastMessages ? $0.share?.point : nil },
            expectedShare: expectation?.share, isDropped: watch.isDropped, tracked: tracked, inFlight: inFlight,
            undelivered: overdue, forgotten: messages.forgotten)
    }

    /// The accounts that anything was announced of.
    package var standings: [AccountStanding] { accounts.accounts }

    private func share(at time: Double) -> (pool: SendingRing.Pool?, expectation: DeliveryBaseline.Expectation?) {
        guard let end = Bucket.number(at: time - waitSeconds - Self.slackSeconds, widthSeconds: SendingRing.slotSeconds)
        else { return (nil, nil) }
        let (pool, rest) = ring.pool(
            before: end - 1, least: Self.leastSlots, most: Self.mostSlots, messages: DeliveryWatch.leastMessages)
        let hour = ring.pool(before: rest, least: Self.hourSlots, most: Self.hourSlots, messages: 0).pool
        let expectation = watch.expectation(
            learnt: baseline.expectation(at: time), lastHour: DeliveryWatch.expectation(of: hour))
        return (ring.isSilent(at: time) ? nil : pool, expectation)
    }
}
