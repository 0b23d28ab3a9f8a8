import Testing
import WhatsApp

@Suite struct FeedReportTests {
    private static let now = 1_781_274_840.0

    private func disruption(_ services: [FeedOrganisation.Service]? = nil, _ outages: [FeedOutage]? = nil) -> String? {
        FeedReport(organisation: "graph-api", services: services, outages: outages).disruption(at: Self.now)
    }

    @Test func namesWhatIsDisrupted() {
        #expect(
            disruption(
                [.init(name: "Cloud API", status: .high, at: Self.now - 60), .init(name: "Flows", status: .noKnownIssues)],
                [FeedOutage(status: .medium)]) == "graph-api: Cloud API (high); 1 open outage")
        #expect(
            disruption((1...5).map { .init(name: "s\($0)", status: .low) })
                == "graph-api: s1 (low), s2 (low), s3 (low) and 2 more")
        #expect(disruption([], [FeedOutage(status: .unknown), FeedOutage(status: .high)]) == "graph-api: 2 open outages")
    }

    @Test func whatNobodyKnowsOrHasIsNothing() {
        #expect(disruption() == nil)
        #expect(disruption([], []) == nil)
        #expect(
            disruption(
                [.init(name: "a", status: .unknown), .init(name: "b", status: .resolved)], [FeedOutage(status: .resolved)]) == nil
        )
    }

    @Test func whatWasSaidDaysAgoIsForgotten() {
        let old = Self.now - 4 * 86_400
        #expect(disruption([.init(name: "a", status: .high, at: old)], [FeedOutage(status: .high, at: old)]) == nil)
        #expect(disruption([.init(name: "a", status: .high, at: Self.now - 2 * 86_400)]) != nil)
        // A clock of theirs that is ahead, or one of ours that is behind.
        #expect(disruption([.init(name: "a", status: .high, at: Self.now + 1e7)]) != nil)
    }

    @Test func countsOpenOutagesHoweverOld() {
        let report = FeedReport(
            organisation: "a",
            outages: [FeedOutage(status: .high, at: 1), FeedOutage(status: .resolved, at: 2), FeedOutage(status: .low)])
        #expect(report.openOutages == 2)
        #expect(report.newestAt == 2)
        #expect(FeedReport(organisation: "a").openOutages == nil)
    }
}
