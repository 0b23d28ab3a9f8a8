import Posix
import Testing
import Wire

@testable import Probing

@Suite struct EchoVolleyTests {
    private static let start = Deadline.now

    private func volley(_ count: Int, payloadBytes: Int = 36) -> EchoVolley {
        var randomness = SystemRandomNumberGenerator()
        return EchoVolley(count: count, payloadBytes: payloadBytes, randomness: &randomness)
    }

    /// The macro takes no call that changes something.
    private func expect(_ expected: Bool, _ counted: Bool, _ location: SourceLocation = #_sourceLocation) {
        #expect(counted == expected, sourceLocation: location)
    }

    @Test func booksRoundTripsInTheOrderSent() {
        var volley = volley(3)
        let echoes = (0..<3).map { volley.next(identifier: 7, at: Self.start + .milliseconds($0 * 10)) }
        #expect(volley.isSent && !volley.isSettled)
        expect(true, volley.take(echoes[2], hopLimit: 60, at: Self.start + .milliseconds(25)))
        expect(true, volley.take(echoes[0], hopLimit: 61, at: Self.start + .milliseconds(30)))
        #expect(volley.finding.roundTrips == [.milliseconds(30), .milliseconds(5)])
        #expect(volley.finding.hopLimit == 61)
        #expect((volley.finding.sent, volley.finding.received) == (3, 2))
        #expect(!volley.isSettled)
        expect(true, volley.take(echoes[1], hopLimit: nil, at: Self.start + .milliseconds(40)))
        #expect(volley.isSettled)
    }

    @Test func numbersEchoesOnBeyondTheLastSequence() {
        // Some of many volleys begin near the end of the numbers.
        for _ in 0..<20 {
            var volley = volley(60_000)
            let echoes = (0..<60_000).map { _ in volley.next(identifier: 1, at: Self.start).sequence }
            #expect(Set(echoes).count == 60_000)
            #expect(zip(echoes, echoes.dropFirst()).allSatisfy { $0 &+ 1 == $1 })
        }
    }

    @Test func ignoresWhatIsNoReplyOfOurs() {
        var volley = volley(2)
        let echo = volley.next(identifier: 7, at: Self.start)
        var foreign = echo
        foreign.payload[0] ^= 1
        var short = echo
        short.payload.removeLast()
        var unsent = echo
        unsent.sequence &+= 1
        for reply in [foreign, short, unsent] {
            expect(false, volley.take(reply, hopLimit: 1, at: Self.start))
        }
        expect(true, volley.take(echo, hopLimit: nil, at: Self.start))
        expect(false, volley.take(echo, hopLimit: 1, at: Self.start))
        #expect(volley.finding.received == 1)
        #expect(volley.finding.hopLimit == nil)
    }

    @Test func aReplyDatedBeforeItsRequestTookNoTime() {
        var volley = volley(1)
        let echo = volley.next(identifier: 7, at: Self.start)
        expect(true, volley.take(echo, hopLimit: nil, at: Self.start + .seconds(-1)))
        #expect(volley.finding.roundTrips == [.zero])
    }

    @Test func complaintsSettleTheirEchoOnly() {
        var volley = volley(2)
        let first = volley.next(identifier: 7, at: Self.start)
        _ = volley.next(identifier: 7, at: Self.start)
        let far = ICMPComplaint(error: .hopLimitExceeded, reporter: nil)
        let big = ICMPComplaint(error: .tooBig(mtuBytes: 1400), reporter: nil)
        volley.take(far, sequence: first.sequence)
        volley.take(big, sequence: first.sequence)
        volley.take(big, sequence: first.sequence &- 1)
        #expect(volley.complaint == far)
        #expect(volley.unanswered == 1)
        volley.take(big)
        #expect(volley.isSettled)
        #expect(volley.finding.received == 0)
    }

    @Test(arguments: [0, 1, 8, 9, 36, 65_507])
    func payloadsHaveTheSizeAskedFor(size: Int) {
        var volley = volley(1, payloadBytes: size)
        #expect(volley.next(identifier: 1, at: Self.start).payload.count == size)
    }

    @Test func payloadsDiffer() {
        let payloads = (0..<100).map { _ in
            var volley = volley(1)
            return volley.next(identifier: 1, at: Self.start).payload
        }
        #expect(Set(payloads).count == 100)
    }

    @Test(arguments: [(0, 1), (-5, 1), (1_000_000, 65_535)])
    func countsStayWithinTheSequenceNumbers(wanted: Int, count: Int) {
        #expect(volley(wanted).count == count)
    }
}
