import Diagnosis
import Foundation
import Testing
import WhatsApp

@testable import Lab

/// Every known outage, every case that only looked like one, and what noise looks like.
@Suite struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/scenarios").path

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yml") }.sorted()
    }()

    @Test func isThere() {
        #expect(Self.names.count > 80)
    }

    @Test(arguments: names)
    func givesTheRightVerdictInTimeAndNoOther(_ name: String) throws {
        let scenario = try Scenario.load("\(Self.folder)/\(name)")
        // Days are their own repetition.
        let seeds: ClosedRange<UInt64> = scenario.duration > .seconds(86_400) ? 1...1 : 1...2
        for seed in seeds {
            let run = Playback(scenario, seed: seed)
            let complaints = run.complaints.prefix(3).joined(separator: "; ")
            #expect(complaints == "", "seed \(seed): \(run.complaintCount) times")
        }
    }
}

/// The player must be able to find fault.
@Suite struct PlaybackTests {
    private func outage(_ verdict: Verdict, within: Duration = .seconds(130), says: String? = nil) -> Scenario {
        var selection = Selection()
        selection.components = [.web]
        return Scenario(
            name: "web", duration: .seconds(1200),
            faults: [FaultWindow(from: .seconds(600), at: selection, fault: .http(.status(500)))],
            expectations: [
                Expectation(
                    from: .seconds(600), within: within, verdicts: [.consumer: verdict, .business: .ok],
                    says: says.map { [.consumer: $0] } ?? [:])
            ])
    }

    @Test func isContentWithWhatIsRight() {
        let run = Playback(outage(.whatsAppOutage, says: "Web is failing"), seed: 1)
        #expect(run.isRight, "\(run.complaints)")
        #expect(run.turns[.consumer]?.last?.verdict == .whatsAppOutage)
        let time = run.slowest(isTrouble: true) ?? .infinity
        #expect(time > 0 && time <= 130)
    }

    @Test func complainsOfAWrongVerdictOnceDue() {
        let run = Playback(outage(.metaWide), seed: 1)
        #expect(run.complaints.contains { $0.contains("whatsapp_outage must never be") })
        #expect(run.complaints.count <= Playback.complaintLimit)
        #expect(run.complaintCount > run.complaints.count)
        #expect(run.slowest(isTrouble: true) == .infinity)
    }

    @Test func complainsOfARightVerdictTooLate() {
        let run = Playback(outage(.whatsAppOutage, within: .seconds(5)), seed: 1)
        #expect(run.complaints.first?.contains("ok should be whatsapp_outage") == true)
    }

    @Test func complainsOfASentenceThatDoesNotSayIt() {
        let run = Playback(outage(.whatsAppOutage, says: "Chat is failing"), seed: 1)
        #expect(run.complaints.first?.contains(#"does not say "Chat is failing""#) == true)
    }
}
