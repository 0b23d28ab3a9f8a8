import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

/// A part of WhatsApp cut off by resets: a filter's work rather than an outage, when it is alone.
@Suite struct CutOffTests {
    private func verdict(_ world: @escaping (Check) -> Finds) -> ScopedVerdict? {
        var diagnosis = Diagnosis(expected: Estate.catalogue)
        for observation in Timeline.observations(
            seconds: 1500, targets: Estate.catalogue, world: { check, time in time > 600 ? world(check) : .well })
        {
            diagnosis.observe(observation)
            _ = diagnosis.conclude(at: observation.at)
        }
        return diagnosis.conclude(at: Timeline.start + 1501).scopes[.consumer]
    }

    @Test func resetsOfOnePartAloneLookLikeAFilter() throws {
        let scoped = try #require(verdict { $0.component == .registration ? .failed(.connectionReset) : .well })
        #expect(scoped.verdict == .blockedOrIntercepted)
        #expect(scoped.sentence.hasPrefix("Registration is cut off by resets"), "\(scoped.sentence)")
        #expect(scoped.sentence.contains("though it may be WhatsApp's own doing"))
        #expect((Weighing.leastConfidence..<0.8).contains(scoped.confidence), "\(scoped.confidence)")
    }

    @Test(arguments: [FailureReason.httpServerError, .httpTimeout, .connectTimeout, .connectionRefused])
    func anyOtherFailureOfOnePartIsAnOutage(_ reason: FailureReason) {
        #expect(verdict { $0.component == .registration ? .failed(reason) : .well }?.verdict == .whatsAppOutage)
    }

    @Test func resetsOfEverythingAreAnOutageOrABlock() {
        let scoped = verdict { $0.isWhatsApp && $0.component != .dnsAuthority ? .failed(.connectionReset) : .well }
        #expect(scoped?.verdict == .whatsAppOutage)
        #expect(scoped?.sentence.contains("or your network blocks it") == true)
    }

    @Test func resetsInANetworkWhereNothingElseAnswersAreAnOutage() {
        let scoped = verdict { check in
            var finds = check.component == .registration ? Finds.failed(.connectionReset) : .well
            if check.component == .registration { finds.address = IPAddress("198.51.100.7") }
            return finds
        }
        #expect(scoped?.verdict == .whatsAppOutage)
    }
}
