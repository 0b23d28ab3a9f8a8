import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

@Suite struct CorroborationTests {
    private static let targets = [
        ExpectedTarget(name: "chat_ip4", role: .component(.chat), families: [.ip4], host: "chat.test"),
        ExpectedTarget(name: "chat_ip6", role: .component(.chat), families: [.ip6], intervalSeconds: 120, host: "chat.test"),
        ExpectedTarget(name: "chat_5222", role: .component(.chat), intervalSeconds: 300, host: "chat.test"),
        ExpectedTarget(name: "other", role: .component(.chat), host: "other.test"),
    ]

    /// The standings after a row of results: which check at which second, and why it failed.
    private func standings(_ results: [(check: Int, at: Double, failure: FailureReason?)]) -> [Standing] {
        var histories = Self.targets.map { TargetHistory(target: $0, family: $0.families[0], hysteresis: .standard) }
        let groups = Corroboration.groups(of: histories)
        for index in histories.indices { histories[index].record(observation(index, at: 0, nil)) }
        for result in results {
            histories[result.check].record(observation(result.check, at: result.at, result.failure))
            let group = groups[result.check]
            for place in Corroboration.confirmed(among: group.map { histories[$0] }, enough: 3) {
                histories[group[place]].confirm()
            }
        }
        return histories.map { $0.standing(at: results.last?.at ?? 0) }
    }

    private func observation(_ index: Int, at time: Double, _ failure: FailureReason?) -> Observation {
        Observation(target: Self.targets[index].name, at: time, failure: failure)
    }

    @Test func threeInARowAcrossTheChecksOfAHostFailThemAll() {
        let seen = standings([(0, 60, .chatTimeout), (1, 90, .chatTimeout), (0, 120, .chatClosed)])
        #expect(seen == [.failing, .failing, .working, .working])
        let others = standings([(0, 60, .chatTimeout), (1, 90, .chatTimeout), (2, 120, .chatTimeout)])
        #expect(others == [.failing, .failing, .failing, .working])
    }

    @Test func twoAreNotEnough() {
        #expect(standings([(0, 60, .chatTimeout), (1, 90, .chatTimeout)]) == [.suspect, .suspect, .working, .working])
    }

    @Test func aSuccessInBetweenMakesThemChance() {
        let seen = standings([(0, 60, .chatTimeout), (1, 90, nil), (0, 120, .chatTimeout), (2, 150, .chatTimeout)])
        #expect(seen == [.suspect, .working, .suspect, .working])
    }

    @Test func anotherHostsFailureConfirmsNothing() {
        let seen = standings([(0, 60, .chatTimeout), (3, 90, .chatTimeout), (0, 120, .chatTimeout)])
        #expect(seen == [.suspect, .working, .working, .suspect])
    }

    @Test func failuresOfAnotherClassConfirmNothing() {
        let seen = standings([(0, 60, .chatTimeout), (1, 90, .dnsServfail), (0, 120, .chatTimeout)])
        #expect(seen == [.suspect, .suspect, .working, .working])
    }

    @Test func whatIsOverInAMomentIsOneFailure() {
        let seen = standings([(0, 60, .chatTimeout), (1, 62, .chatTimeout), (2, 64, .chatTimeout)])
        #expect(seen == [.suspect, .suspect, .suspect, .working])
    }

    @Test func anOldTroubleOfOneCheckConfirmsNothing() {
        let old = (0..<5).map { (check: 1, at: 120 + 120 * Double($0), failure: FailureReason?.some(.chatTimeout)) }
        let seen = standings(old + [(0, 660, nil), (0, 720, .chatTimeout), (0, 750, .chatTimeout)])
        #expect(seen[0] == .suspect && seen[1] == .failing)
    }

    @Test func theDiagnosisHearsOfIt() {
        var diagnosis = Diagnosis(expected: Self.targets)
        for (index, target) in Self.targets.enumerated() {
            var first = observation(index, at: Timeline.start, nil)
            first.family = target.families[0]
            diagnosis.observe(first)
        }
        for (index, time) in [(0, 60.0), (1, 90), (0, 120)] {
            var failed = observation(index, at: Timeline.start + time, .chatTimeout)
            failed.family = Self.targets[index].families[0]
            diagnosis.observe(failed)
        }
        #expect(diagnosis.conclude(at: Timeline.start + 121).components[.chat] == .degraded)
    }
}
