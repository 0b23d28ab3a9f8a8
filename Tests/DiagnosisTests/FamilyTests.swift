import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

/// IPv6 with a neutral site that answers over it, which the catalogue has not.
@Suite struct FamilyTests {
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func aDeadIPv6OfWhatsAppsAloneIsPartOfIt(seed: UInt64) throws {
        let observations = Timeline.observations(seconds: 1800, seed: seed) { check, time in
            time >= 600 && check.family == .ip6 && check.isWhatsApp ? .failed(.connectTimeout) : .well
        }
        var diagnosis = Diagnosis(expected: Estate.targets)
        for observation in observations {
            diagnosis.observe(observation)
            let time = observation.at - Timeline.start
            let conclusion = diagnosis.conclude(at: observation.at)
            let consumer = try #require(conclusion.scopes[.consumer])
            // The check over IPv6 runs twice as often here as in the catalogue.
            if time > 800 {
                #expect(consumer.verdict == .edgePartial)
                #expect(consumer.sentence.contains("chat"))
            } else if time > 120 {
                #expect(consumer.verdict == .ok || time > 600 && consumer.verdict == .edgePartial)
            }
            if time > 120 { #expect(conclusion.scopes[.business]?.verdict == .ok) }
        }
    }
}
