import Testing

@testable import Posix
@testable import Probing

@Suite struct HostPacingTests {
    private let start = Deadline(nanoseconds: 1_000_000_000)
    private let gap: Duration = .seconds(30)

    @Test func keepsProbesOfOneHostApart() {
        let pacing = HostPacing()
        #expect(pacing.begin(pacing.join("chat.test"), at: start, gap: gap) == nil)
        let second = pacing.join("chat.test")
        #expect(pacing.begin(second, at: start + .seconds(10), gap: gap) == start + gap)
        #expect(pacing.begin(second, at: start + gap, gap: gap) == nil)
        #expect(pacing.begin(pacing.join("chat.test"), at: start + gap, gap: gap) == start + gap + gap)
    }

    @Test func servesInTheOrderOfArrival() {
        let pacing = HostPacing()
        _ = pacing.begin(pacing.join("chat.test"), at: start, gap: gap)
        let (second, third) = (pacing.join("chat.test"), pacing.join("chat.test"))
        #expect(pacing.begin(third, at: start + .seconds(1), gap: gap) == start + gap + gap)
        // Even when the later one asks first.
        #expect(pacing.begin(third, at: start + gap + gap, gap: gap) == start + gap + gap + .milliseconds(1))
        #expect(pacing.begin(second, at: start + gap + gap, gap: gap) == nil)
        #expect(pacing.begin(third, at: start + gap + gap, gap: gap) == start + gap * 3)
    }

    @Test func delaysNobodyElse() {
        let pacing = HostPacing()
        _ = pacing.begin(pacing.join("chat.test"), at: start, gap: gap)
        #expect(pacing.begin(pacing.join("web.test"), at: start, gap: gap) == nil)
    }

    @Test func whoGivesUpWaitingDelaysNobody() {
        let pacing = HostPacing()
        _ = pacing.begin(pacing.join("chat.test"), at: start, gap: gap)
        for _ in 0..<100 { pacing.leave(pacing.join("chat.test")) }
        #expect(pacing.begin(pacing.join("chat.test"), at: start + gap, gap: gap) == nil)
    }

    @Test func goesOverToAnotherGap() {
        let pacing = HostPacing()
        _ = pacing.begin(pacing.join("chat.test"), at: start, gap: gap)
        #expect(pacing.begin(pacing.join("chat.test"), at: start + .seconds(1), gap: .seconds(5)) == start + .seconds(5))
    }

    @Test func neverDelaysWhatHasNoHost() {
        let pacing = HostPacing()
        for _ in 0..<3 { #expect(pacing.begin(pacing.join(""), at: start, gap: gap) == nil) }
    }

    @Test func delaysNobodyWithoutAGap() {
        let pacing = HostPacing()
        let tickets = (0..<3).map { _ in pacing.join("chat.test") }
        for ticket in tickets.reversed() { #expect(pacing.begin(ticket, at: start, gap: .zero) == nil) }
    }

    @Test func whoIsPatientLetsOthersInFront() {
        let pacing = HostPacing()
        _ = pacing.begin(pacing.join("chat.test"), at: start, gap: gap)
        let patient = pacing.join("chat.test", isPatient: true)
        #expect(pacing.begin(patient, at: start + .seconds(1), gap: gap) == start + gap)
        let other = pacing.join("chat.test")
        #expect(pacing.begin(patient, at: start + gap, gap: gap) == start + gap + gap)
        #expect(pacing.begin(other, at: start + gap, gap: gap) == nil)
        #expect(pacing.begin(patient, at: start + gap + gap, gap: gap) == nil)
    }
}
