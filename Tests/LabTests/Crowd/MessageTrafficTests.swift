import Testing

@testable import Lab

@Suite struct MessageTrafficTests {
    private typealias Notice = MessageTraffic.Notice

    /// What is told in so many seconds, and when.
    private func told(
        _ traffic: inout MessageTraffic, _ seconds: ClosedRange<Int>, isDropping: Bool = false
    ) -> [(at: Double, notice: Notice)] {
        seconds.flatMap { second in
            traffic.notices(of: 1, at: Double(second), isDropping: isDropping).map { (Double(second), $0) }
        }
    }

    /// How many of the messages sent are told as delivered, or as read, within a minute.
    private func deliveredShare(_ notices: [Notice]) -> Double {
        let sent = Dictionary(notices.filter { $0.content == .sent }.map { ($0.message, $0.at) }) { first, _ in first }
        let arrived = Set(
            notices.filter { [.delivered, .read].contains($0.content) && $0.at - (sent[$0.message] ?? -100) <= 60 }.map(\.message)
        )
        return Double(arrived.intersection(sent.keys).count) / Double(sent.count)
    }

    @Test func nearlyAllIsDeliveredWithinAMinuteAndLittleInADrop() {
        var traffic = MessageTraffic(seed: 1)
        let well = told(&traffic, 1...600).map(\.notice)
        #expect(deliveredShare(well) > 0.93)
        var ill = MessageTraffic(seed: 2)
        let dropping = told(&ill, 1...600, isDropping: true).map(\.notice)
        #expect((0.12...0.28).contains(deliveredShare(dropping)))
        // What was held back comes with the end of the drop.
        let messages = Set(dropping.filter { $0.content == .sent }.map(\.message))
        let after = told(&ill, 601...1300).map(\.notice)
        let late = Set((dropping + after).filter { [.delivered, .read].contains($0.content) }.map(\.message))
        #expect(messages.subtracting(late).count < messages.count / 20)
    }

    @Test func tellsSomeTwiceAndSomeOutOfOrder() {
        var traffic = MessageTraffic(seed: 3)
        let notices = told(&traffic, 1...600).map(\.notice)
        let distinct = Set(notices.map { "\($0.message) \($0.content)" })
        #expect(distinct.count < notices.count)
        var delivered: Set<Int> = []
        let early = notices.filter { notice in
            if notice.content == .delivered { delivered.insert(notice.message) }
            return notice.content == .sent && delivered.contains(notice.message)
        }
        #expect(!early.isEmpty)
        #expect(notices.contains { $0.content == .failed } && notices.contains { $0.content == .received })
    }

    @Test func nothingIsToldBeforeItHappens() {
        var traffic = MessageTraffic(seed: 4)
        #expect(told(&traffic, 1...300).allSatisfy { $0.notice.at <= $0.at })
    }

    @Test func aLongPauseIsNotMadeUpFor() {
        var traffic = MessageTraffic(seed: 5)
        _ = traffic.notices(of: 1e9, at: 0, isDropping: false)
        let notices = traffic.notices(of: -.infinity, at: 1e9, isDropping: false)
        #expect(Set(notices.map(\.message)).count <= Int(MessageTraffic.messagesPerMinute))
    }
}
