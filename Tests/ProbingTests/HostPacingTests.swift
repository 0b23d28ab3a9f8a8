import Testing

@testable import Posix
@testable import Probing

@Suite struct HostPacingTests {
    private let start = Deadline(nanoseconds: 1_000_000_000)

    @Test func keepsProbesOfOneHostApart() {
        let pacing = HostPacing(gap: .seconds(30))
        let moments = (0..<4).map { _ in pacing.reserve("chat.test", at: start) }
        #expect(moments == (0..<4).map { start + .seconds(30 * $0) })
    }

    @Test func delaysNobodyElse() {
        let pacing = HostPacing(gap: .seconds(30))
        _ = pacing.reserve("chat.test", at: start)
        #expect(pacing.reserve("web.test", at: start) == start)
    }

    @Test func letsTimePass() {
        let pacing = HostPacing(gap: .seconds(30))
        _ = pacing.reserve("chat.test", at: start)
        #expect(pacing.reserve("chat.test", at: start + .seconds(10)) == start + .seconds(30))
        #expect(pacing.reserve("chat.test", at: start + .seconds(60)) == start + .seconds(60))
        #expect(pacing.reserve("chat.test", at: start + .seconds(61)) == start + .seconds(90))
    }

    @Test func neverDelaysWhatHasNoHost() {
        let pacing = HostPacing(gap: .seconds(30))
        for _ in 0..<3 { #expect(pacing.reserve("", at: start) == start) }
    }

    @Test(arguments: [Duration.zero, .seconds(-1)]) func delaysNobodyWithoutAGap(gap: Duration) {
        let pacing = HostPacing(gap: gap)
        for _ in 0..<3 { #expect(pacing.reserve("chat.test", at: start) == start) }
    }
}
