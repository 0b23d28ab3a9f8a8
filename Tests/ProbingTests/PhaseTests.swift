import Posix
import Testing

@testable import Probing

@Suite struct PhaseTests {
    @Test(arguments: Phase.allCases) func keepsEachPhaseApart(phase: Phase) {
        var durations = PhaseDurations()
        durations[phase] = .milliseconds(3)
        for other in Phase.allCases { #expect(durations[other] == (other == phase ? .milliseconds(3) : nil)) }
        durations[phase] = nil
        #expect(durations == PhaseDurations())
    }

    @Test func takesANegativeTimeForNone() {
        var durations = PhaseDurations()
        durations[.connect] = .seconds(-1)
        #expect(durations[.connect] == .zero)
    }

    @Test func addsWhatAPhaseTookTwice() {
        var outcome = ProbeOutcome()
        outcome.phases[.connect] = .seconds(1)
        var start = Deadline.now
        outcome.finish(.connect, since: &start)
        #expect(outcome.phases[.connect]! >= .seconds(1))
    }
}
