import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct DeliveryBookTests {
    private static let start = 1_795_000_000.0
    private static let sent = UInt32(start)

    private static func entry(_ steps: [DeliveryEntry.Step], phone: String = "106540352242922", at: Double = start + 1)
        -> DeliveryEntry
    {
        var entry = DeliveryEntry(at: at)
        _ = entry.place(of: phone)
        entry.steps = steps
        return entry
    }

    private static func step(
        _ status: MessageStatus, _ message: UInt64 = 1, after seconds: Int64 = 0, codes: [UInt32] = []
    ) -> DeliveryEntry.Step {
        DeliveryEntry.Step(
            message: message, phone: 0, status: status, at: UInt32(Int64(sent) + seconds), errorCodes: codes)
    }

    private static func count(_ status: MessageStatus, _ book: DeliveryBook) -> UInt64 {
        book.counts.phones.reduce(0) { $0 + $1.statuses[Int(status.rawValue)] }
    }

    @Test func eachStepCountsOnce() {
        var book = DeliveryBook()
        for _ in 0..<3 { book.apply(Self.entry([Self.step(.sent), Self.step(.delivered, after: 4), Self.step(.sent, 2)])) }
        #expect(Self.count(.sent, book) == 2 && Self.count(.delivered, book) == 1)
        #expect(book.counts.duplicates == 6 && book.counts.webhooks == 3)
        #expect(book.counts.phones.first?.delays.sum == 4)
    }

    /// All orders of the same steps.
    private static let orders: [[Int]] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]

    @Test(arguments: orders)
    func orderDoesNotMatter(order: [Int]) {
        let steps = [Self.step(.sent), Self.step(.delivered, after: 4), Self.step(.read, after: 9)]
        var book = DeliveryBook()
        for place in order { book.apply(Self.entry([steps[place]], at: Self.start + 10)) }
        #expect(book.counts.phones.first?.delays.sum == 4)
        #expect(book.counts.phones.first?.delays.counts.reduce(0, +) == 1)
        let reading = book.reading(at: Self.start + 100)
        #expect(reading.inFlight == 0 && reading.undelivered == 0 && reading.tracked == 1)
        #expect(book.ring[Int(Self.sent) / SendingRing.slotSeconds] == .init(number: Self.sent / 15, sent: 1, timely: 1))
    }

    @Test(arguments: [MessageStatus.read, .played])
    func whatWasReadWasDelivered(status: MessageStatus) {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent), Self.step(status, after: 9)]))
        #expect(book.reading(at: Self.start + 100).inFlight == 0)
        #expect(book.counts.phones.first?.delays.counts.reduce(0, +) == 0, "nobody knows when")
    }

    @Test func tellsWhatIsUnderWayAndWhatIsLate() {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent), Self.step(.sent, 2, after: 50), Self.step(.sent, 3), Self.step(.failed, 3)]))
        #expect(book.reading(at: Self.start + 60).inFlight == 2)
        #expect(book.reading(at: Self.start + 60).undelivered == 0)
        #expect(book.reading(at: Self.start + 61).undelivered == 1)
        #expect(book.reading(at: Self.start + 111).undelivered == 2)
        book.apply(Self.entry([Self.step(.delivered, 1, after: 112)], at: Self.start + 113))
        #expect(book.reading(at: Self.start + 114).undelivered == 1)
    }

    @Test(arguments: [(131_026, 0), (131_047, 0), (999_999, 0), (131_000, 1), (131_016, 1)])
    func onlyThePlatformsFailuresAreMissingDeliveries(code: UInt32, sent: UInt32) {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent), Self.step(.failed, after: 2, codes: [code])]))
        #expect(book.ring[Int(Self.sent) / SendingRing.slotSeconds].sent == sent)
        #expect(book.counts.failures == [code: 1])
    }

    @Test func codesAreBounded() {
        var book = DeliveryBook()
        for code in 0..<1000 { book.apply(Self.entry([Self.step(.failed, UInt64(code), codes: [UInt32(code)])])) }
        #expect(book.counts.failures.count == 129)
        #expect(book.counts.failures[DeliveryCounts.otherCode] == 872)
    }

    @Test func numbersAreBounded() {
        var book = DeliveryBook()
        for number in 0..<300 { book.apply(Self.entry([Self.step(.sent, UInt64(number))], phone: "\(number)")) }
        #expect(book.counts.phones.count == 201)
        #expect(book.counts.phones.last?.name == "other" && book.counts.phones.last?.statuses[0] == 100)
    }

    @Test(arguments: ["", "+15550783881", "a b", "\"", String(repeating: "1", count: 33), "é"])
    func whatIsNoIDIsNoLabel(name: String) {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent)], phone: name))
        #expect(book.counts.phones.map(\.name) == ["other"])
    }

    @Test(arguments: [(Int64(301), WebhookPayload.Unfamiliar.future), (Int64(-691_201), .past)])
    func timesFarOffAreNotBelieved(seconds: Int64, what: WebhookPayload.Unfamiliar) {
        var book = DeliveryBook()
        var entry = Self.entry([Self.step(.sent, after: seconds)], at: Self.start)
        entry.receipts = [.init(message: 9, phone: 0, at: UInt32(Int64(Self.sent) + seconds))]
        entry.decisions = [
            .init(
                event: 10, account: 0, kind: AccountEventKind(.accountUpdate, word: "DISABLED_UPDATE"),
                at: UInt32(Int64(Self.sent) + seconds), effect: .disabling)
        ]
        book.apply(entry)
        #expect(book.counts.unfamiliar == [what: 3])
        #expect(Self.count(.sent, book) == 0 && book.standings.isEmpty && book.reading(at: Self.start).tracked == 0)
    }

    @Test(arguments: [-.infinity, .infinity, .nan, -1, 1e300, 4_294_967_296.0])
    func timesThatAreNoneAreNotTakenIn(time: Double) {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent)], at: time))
        #expect(book.counts == DeliveryBook().counts)
        book.judge(at: time)
        #expect(book.reading(at: time).inFlight == 0)
    }

    @Test func clocksMayDifferALittle() {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent, after: 300), Self.step(.delivered, after: 200)], at: Self.start))
        #expect(Self.count(.sent, book) == 1 && book.counts.lags.sum == 0)
        #expect(book.counts.phones.first?.delays.sum == 0)
    }

    @Test func memoryIsBounded() {
        var table = MessageTable()
        for key in 0..<UInt64(MessageTable.capacity) + 10 {
            let place = table.place(of: key, at: Self.sent)
            table[place].marks = .sent
            table[place].sentAt = Self.sent
        }
        #expect(table.forgotten == 10)
        #expect(table.flight(at: Self.sent + 100, overdueAfter: 60).overdue == MessageTable.capacity)
        let (forgotten, kept) = (table.place(of: 3, at: Self.sent), table.place(of: 11, at: Self.sent))
        #expect(table[forgotten].marks == [] && table[kept].marks == .sent)
        #expect(table.forgotten == 11)
    }

    @Test func aWeekLaterAMessageIsForgotten() {
        var book = DeliveryBook()
        book.apply(Self.entry([Self.step(.sent)]))
        #expect(book.reading(at: Self.start + 7 * 86_400).inFlight == 1)
        #expect(book.reading(at: Self.start + 7 * 86_400 + 2).tracked == 0)
    }

    // MARK: Accounts

    private static func decided(_ effect: AccountEvent.Effect?, _ word: String, after seconds: Int64, event: UInt64)
        -> DeliveryEntry
    {
        var entry = DeliveryEntry(at: start + 1000)
        let account = entry.place(of: "102290129340398")
        entry.decisions = [
            .init(
                event: event, account: account, kind: AccountEventKind(.accountUpdate, word: word),
                at: UInt32(Int64(sent) + seconds), effect: effect)
        ]
        return entry
    }

    @Test func aRestrictionEndsByItself() throws {
        var book = DeliveryBook()
        book.apply(
            Self.decided(.restriction(blocksMessages: true, until: Self.sent + 5000), "ACCOUNT_RESTRICTION", after: 0, event: 1))
        let account = try #require(book.standings.first)
        #expect(account.isBlocked(at: Self.start + 4999) && account.isRestricted(at: Self.start + 4999))
        #expect(!account.isBlocked(at: Self.start + 5000) && !account.isRestricted(at: Self.start + 5000))
        #expect(account.events == [AccountEventKind(.accountUpdate, word: "ACCOUNT_RESTRICTION"): Self.sent])
    }

    @Test func otherRestrictionsDoNotBlock() throws {
        var book = DeliveryBook()
        book.apply(Self.decided(.restriction(blocksMessages: false, until: nil), "ACCOUNT_RESTRICTION", after: 0, event: 1))
        let account = try #require(book.standings.first)
        #expect(!account.isBlocked(at: Self.start) && account.isRestricted(at: Self.start + 29 * 86_400))
        #expect(!account.isRestricted(at: Self.start + 31 * 86_400))
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func theLaterDecisionHolds(order: [Int]) throws {
        let entries = [
            Self.decided(.disabling, "DISABLED_UPDATE", after: 0, event: 1),
            Self.decided(.lifting, "DISABLED_UPDATE", after: 100, event: 2),
        ]
        var book = DeliveryBook()
        for place in order { book.apply(entries[place]) }
        #expect(book.standings.map { $0.isBlocked(at: Self.start + 1000) } == [false])
        book.apply(Self.decided(.disabling, "DISABLED_UPDATE", after: 200, event: 3))
        #expect(book.standings.map { $0.isDisabled(at: Self.start + 1000) } == [true])
        book.apply(Self.decided(.disabling, "DISABLED_UPDATE", after: 200, event: 3))
        #expect(book.counts.duplicates == 1)
    }
}
