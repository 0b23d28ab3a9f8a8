import Testing

@testable import Diagnosis

@Suite struct DeliveryShareTests {
    private static let hour = 3600.0

    /// Traffic that has gone well for some hours.
    private static func settled(_ rate: Double = 60, hours: Double = 4, seed: UInt64 = 1) -> Traffic {
        var traffic = Traffic(seed: seed)
        traffic.rate = rate
        traffic.run(hours * hour)
        return traffic
    }

    @Test(arguments: [(12.0, 900.0), (60, 400), (600, 330), (6000, 330)])
    func aStopIsSeenWithinMinutes(rate: Double, within seconds: Double) throws {
        var traffic = Self.settled(rate)
        #expect(traffic.changes.isEmpty)
        let begin = traffic.now
        traffic.timely = 0
        traffic.run(1800)
        let change = try #require(traffic.changes.first)
        #expect(change.isDropped && change.at - begin <= seconds, "\(change.at - begin)")
        #expect(traffic.changes.count == 1)
    }

    @Test func oneMessageInFourLateIsSeenAmongMany() throws {
        var traffic = Self.settled(600, hours: 48)
        traffic.timely = 0.6
        let begin = traffic.now
        traffic.run(1800)
        let change = try #require(traffic.changes.first)
        #expect(change.isDropped && change.at - begin < 600, "\(change.at - begin)")
    }

    @Test(arguments: [3.0, 30, 300])
    func lastsAsLongAsTheTrouble(rate: Double) throws {
        var traffic = Self.settled(rate, hours: 30)
        traffic.timely = 0.02
        traffic.run(6 * Self.hour)
        #expect(traffic.changes.map(\.isDropped) == [true])
        traffic.timely = 0.85
        let end = traffic.now
        traffic.run(2 * Self.hour)
        #expect(traffic.changes.map(\.isDropped) == [true, false])
        #expect((traffic.changes.last?.at ?? 0) - end < (rate < 10 ? 3600 : 1200), "\((traffic.changes.last?.at ?? 0) - end)")
    }

    @Test(arguments: [UInt64](1...3))
    func chanceAloneIsNoDrop(seed: UInt64) {
        var traffic = Traffic(seed: seed)
        for day in 0..<9 {
            for hour in 0..<24 {
                // Nights are quiet, and phones are off.
                let isNight = hour < 7
                traffic.rate = (isNight ? 2 : 20) * (day % 7 > 4 ? 0.5 : 1)
                traffic.timely = isNight ? 0.7 : 0.85
                traffic.run(Self.hour)
            }
        }
        #expect(traffic.changes.isEmpty, "\(traffic.changes)")
    }

    @Test func fewMessagesTellNothing() {
        var traffic = Self.settled(1, hours: 48)
        traffic.timely = 0
        traffic.run(4 * Self.hour)
        #expect(traffic.changes.isEmpty)
        #expect(traffic.book.reading(at: traffic.now).share == nil)
    }

    @Test func troubleFromTheStartIsNothingUnusual() {
        var traffic = Traffic()
        traffic.timely = 0.1
        traffic.run(3 * Self.hour)
        #expect(traffic.changes.isEmpty)
    }

    @Test(arguments: [30.0, 60, 120, 600, 7200])
    func webhooksThatCannotReachUsAreNoDrop(seconds: Double) {
        var traffic = Self.settled(120, hours: 30)
        traffic.isReachable = false
        traffic.run(seconds)
        traffic.isReachable = true
        traffic.run(2 * Self.hour)
        #expect(traffic.changes.isEmpty, "\(traffic.changes.map { $0.at - Traffic.start })")
    }

    @Test func silenceHasNoShare() {
        var traffic = Self.settled()
        #expect(traffic.book.reading(at: traffic.now).share != nil)
        traffic.rate = 0
        traffic.isReachable = false
        traffic.run(660)
        #expect(traffic.book.reading(at: traffic.now).share == nil)
    }

    @Test func learnsWhatIsUsual() throws {
        let traffic = Self.settled(60, hours: 40)
        let reading = traffic.book.reading(at: traffic.now)
        let (share, expected) = (try #require(reading.share), try #require(reading.expectedShare))
        #expect(abs(expected - 0.85) < 0.03)
        #expect(abs(share - 0.85) < 0.12)
    }

    @Test func whatWasLearntOutlivesASnapshot() throws {
        var traffic = Self.settled(60, hours: 40)
        var copy = DeliveryBook()
        let isRestored = copy.restore(traffic.book.snapshot)
        #expect(isRestored)
        #expect(copy.reading(at: traffic.now) == traffic.book.reading(at: traffic.now))
        traffic.book = copy
        traffic.timely = 0
        traffic.run(600)
        #expect(traffic.changes.map(\.isDropped) == [true])
    }

    @Test func anotherTimeToWaitStartsAnew() {
        let traffic = Self.settled(60, hours: 40)
        let book = traffic.book.waiting(120)
        #expect(book.reading(at: traffic.now).expectedShare == nil)
        #expect(book.counts == traffic.book.counts)
        #expect(traffic.book.waiting(60).reading(at: traffic.now) == traffic.book.reading(at: traffic.now))
    }

    @Test(arguments: [-7200.0, -400, 400, 7200, 1e6, -1e6])
    func aStepOfTheClockIsNoDrop(seconds: Double) {
        let traffic = Self.settled(60, hours: 30)
        var shifted = Traffic(traffic.book, seed: 7)
        shifted.step(to: traffic.now + seconds)
        shifted.run(3 * Self.hour)
        #expect(shifted.changes.isEmpty)
    }
}
