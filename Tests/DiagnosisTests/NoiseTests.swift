import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

/// What a healthy WhatsApp looks like from an ordinary line, with the catalogue's intervals.
@Suite struct NoiseTests {
    private static let week = 7 * 86400.0
    private static let losses: [FailureReason] = [
        .connectTimeout, .connectTimeout, .connectTimeout, .dnsTimeout, .tlsTimeout, .connectionReset, .httpTimeout,
    ]

    /// Half a per cent of probes lost, 2 % slow, every night other addresses for two hours.
    private static func line(seed: UInt64) -> (Check, Double) -> Finds {
        var generator = SeededGenerator(seed: seed)
        return { check, time in
            var finds = Finds.well
            if Int(time / 3600) % 24 < 2 { finds.address = IPAddress("57.144.\(1 + Int(time / 86400) % 7).33") }
            if Int.random(in: 0..<200, using: &generator) == 0 {
                finds.failure = losses.randomElement(using: &generator)
            } else if Int.random(in: 0..<50, using: &generator) == 0 {
                finds.seconds = .random(in: 1...9.9, using: &generator)
            }
            if check.control == .site { finds.clockOffsetSeconds = .random(in: -1.5...1.5, using: &generator) }
            return finds
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aWeekOfNoiseIsNoTrouble(seed: UInt64) {
        var diagnosis = Diagnosis(expected: Estate.catalogue)
        var seen: [String] = []
        let observations = Timeline.observations(
            seconds: Self.week, seed: seed, targets: Estate.catalogue, world: Self.line(seed: seed &* 77))
        for observation in observations {
            diagnosis.observe(observation)
            let conclusion = diagnosis.conclude(at: observation.at)
            let time = observation.at - Timeline.start
            for (scope, scoped) in conclusion.scopes where scoped.verdict != .ok && time > 310 {
                seen.append("\(scope) at \(Int(time)) s: \(scoped.sentence)")
            }
        }
        #expect(seen.isEmpty, "\(seen.count), such as \(seen.prefix(2))")
    }
}
