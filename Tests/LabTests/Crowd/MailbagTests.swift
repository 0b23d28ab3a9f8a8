import Posix
import Testing

@testable import Lab

@Suite struct MailbagTests {
    private let start = Deadline.now

    private func bag(_ count: Int = 2) -> Mailbag {
        var bag = Mailbag()
        for number in 0..<count { bag.put(Post("POST", "/\(number)")) }
        return bag
    }

    @Test(arguments: [200, 400, 401, 413]) func whatIsAnsweredIsDone(status: Int) {
        var bag = bag()
        bag.settle(status, at: start)
        #expect(bag.next(at: start)?.target == "/1")
        bag.settle(status, at: start)
        #expect(bag.next(at: start) == nil)
        bag.settle(status, at: start)
    }

    @Test(arguments: [nil, 500, 503, 429]) func whatFailsIsPostedAgainLaterEachTime(status: Int?) {
        var bag = bag()
        bag.settle(status, at: start)
        #expect(bag.next(at: start + .milliseconds(499)) == nil)
        let second = start + .milliseconds(500)
        #expect(bag.next(at: second)?.target == "/0")
        bag.settle(status, at: second)
        #expect(bag.next(at: second + .milliseconds(999)) == nil)
        for _ in 0..<20 { bag.settle(status, at: second) }
        #expect(bag.next(at: second + .seconds(8))?.target == "/0")
        bag.settle(200, at: second)
        #expect(bag.next(at: second)?.target == "/1")
    }

    @Test func itHoldsSoManyAndNoMore() {
        var bag = bag(Mailbag.capacity + 5)
        var count = 0
        while bag.next(at: start) != nil {
            bag.settle(200, at: start)
            count += 1
        }
        #expect(count == Mailbag.capacity)
    }

    @Test func aTallySaysHowOftenWhatWasAnswered() {
        var tally = CrowdTally()
        #expect(tally.text == "webhooks: none; reports: none")
        for status in [200, 503, 200] { tally.count(.webhook, status) }
        tally.count(.report, nil)
        #expect(tally.text == "webhooks: 2 x 200, 1 x 503; reports: 1 x no answer")
    }
}
