import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct VerdictHoldTests {
    private static func finding(_ verdict: Verdict, isConflict: Bool = false) -> Finding {
        var finding = Finding(verdict, base: 1, "\(verdict)", evidence: [])
        finding.isConflict = isConflict
        return finding
    }

    /// An outage whose one failure was seen then.
    private static func failing(at time: Double) -> Finding {
        var history = TargetHistory(
            target: ExpectedTarget(name: "web", role: .component(.web)), family: nil, hysteresis: .immediate)
        history.record(Observation(target: "web", at: time, failure: .httpTimeout))
        var finding = finding(.whatsAppOutage)
        finding.behind = [Reading(history, standing: .failing)]
        return finding
    }

    private static func take(_ hold: inout VerdictHold, _ finding: Finding, at time: Double) -> Verdict {
        hold.take(finding, at: time, settlingSeconds: 15, patienceSeconds: 120)
        return hold.inForce.verdict
    }

    @Test func troubleIsNamedAtOnceAndLeftSlowly() {
        var hold = VerdictHold(Self.finding(.ok), at: 0)
        #expect(Self.take(&hold, Self.finding(.localDNS), at: 10) == .localDNS)
        #expect(hold.since == 10)
        #expect(Self.take(&hold, Self.finding(.ok), at: 20) == .localDNS)
        #expect(Self.take(&hold, Self.finding(.localDNS), at: 30) == .localDNS)
        #expect(Self.take(&hold, Self.finding(.ok), at: 40) == .localDNS)
        #expect(Self.take(&hold, Self.finding(.edgePartial), at: 50) == .localDNS)
        #expect(Self.take(&hold, Self.finding(.ok), at: 56) == .localDNS)
        #expect(Self.take(&hold, Self.finding(.ok), at: 71) == .ok)
        #expect(hold.since == 71)
    }

    @Test func conflictsAreGivenTime() {
        var hold = VerdictHold(Self.finding(.ok), at: 0)
        #expect(Self.take(&hold, Self.finding(.unknown, isConflict: true), at: 10) == .ok)
        #expect(Self.take(&hold, Self.finding(.unknown, isConflict: true), at: 129) == .ok)
        #expect(Self.take(&hold, Self.finding(.unknown, isConflict: true), at: 130) == .unknown)
        #expect(Self.take(&hold, Self.finding(.whatsAppOutage), at: 131) == .whatsAppOutage)
    }

    @Test func clockPutBackDoesNotFreezeIt() {
        var hold = VerdictHold(Self.finding(.localClock), at: 10_000)
        #expect(Self.take(&hold, Self.finding(.ok), at: 10_001) == .localClock)
        #expect(Self.take(&hold, Self.finding(.ok), at: 5_000) == .localClock)
        #expect(hold.since == 5_000)
        #expect(Self.take(&hold, Self.finding(.ok), at: 5_015) == .ok)
    }

    @Test func aSingleRoundHasNothingToWaitFor() {
        var hold = VerdictHold(Self.finding(.whatsAppOutage), at: 10)
        hold.take(Self.finding(.localClock), at: 9, settlingSeconds: 0, patienceSeconds: 0)
        #expect(hold.inForce.verdict == .localClock)
        hold.take(Self.failing(at: 5), at: 9, settlingSeconds: 0, patienceSeconds: 0)
        #expect(hold.inForce.verdict == .whatsAppOutage)
    }

    @Test func anotherTroubleMustShowItself() {
        var hold = VerdictHold(Self.finding(.localNetwork), at: 0)
        #expect(Self.take(&hold, Self.failing(at: 5), at: 10) == .localNetwork)
        #expect(Self.take(&hold, Self.failing(at: 5), at: 60) == .localNetwork)
        #expect(Self.take(&hold, Self.failing(at: 61), at: 61) == .whatsAppOutage)
        hold = VerdictHold(Self.finding(.ok), at: 0)
        #expect(Self.take(&hold, Self.failing(at: 5), at: 10) == .whatsAppOutage)
    }
}
