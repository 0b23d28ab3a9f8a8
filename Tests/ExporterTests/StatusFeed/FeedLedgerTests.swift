import Testing
import WhatsApp

@testable import Exporter

@Suite struct FeedLedgerTests {
    private static let now = 1_781_274_840.0

    private static func section(_ text: String = "{}") throws -> StatusFeedSection {
        try #require(try ConfigurationFiles("status_feed: \(text)").load().statusFeed)
    }

    private static func filled() throws -> FeedLedger {
        var ledger = FeedLedger(try section())
        let services = [FeedOrganisation.Service(name: "Cloud API", status: .high)]
        let all = [
            FeedOrganisation(id: "graph-api", services: []), FeedOrganisation(id: "whatsapp-business-api", services: services),
        ]
        let pages = ledger.pages.map(\.page)
        #expect(ledger.record(.success, .organisations(all), of: pages[0], at: now) == nil)
        #expect(ledger.record(.success, .outages([FeedOutage(status: .high)]), of: pages[1], at: now) == nil)
        return ledger
    }

    @Test func reportsWhatWasSaidOfTheConfigured() throws {
        let reports = try Self.filled().reports(at: Self.now)
        #expect(reports.map(\.organisation) == ["whatsapp-business-api"])
        #expect(reports.first?.disruption(at: Self.now) == "whatsapp-business-api: Cloud API (high); 1 open outage")
    }

    @Test func keepsWhatWasSaidWhileThePageIsAwayAndNotForLong() throws {
        var ledger = try Self.filled()
        for page in ledger.pages.map(\.page) {
            #expect(ledger.record(.unreachable, nil, of: page, at: Self.now + 300) == .success)
        }
        #expect(ledger.reports(at: Self.now + 800).first?.openOutages == 1)
        for time in [Self.now + 1000, Self.now - 1000, .nan, .infinity] {
            #expect(ledger.reports(at: time) == [FeedReport(organisation: "whatsapp-business-api")])
        }
        #expect(ledger.pages.map(\.record.results) == [[.success: 1, .unreachable: 1], [.success: 1, .unreachable: 1]])
        #expect(ledger.pages.map(\.record.lastSuccess) == [Self.now, Self.now])
    }

    @Test func aRareIntervalMakesOldNewsUseful() throws {
        var ledger = try Self.filled()
        ledger.reconfigure(try Self.section("{interval: 1h}"))
        #expect(ledger.reports(at: Self.now + 5400).first?.openOutages == 1)
    }

    @Test func whatIsConfiguredNoMoreIsForgotten() throws {
        var ledger = try Self.filled()
        let outages = ledger.pages[1].page
        ledger.reconfigure(try Self.section("{organisations: [graph-api]}"))
        #expect(ledger.reports(at: Self.now) == [FeedReport(organisation: "graph-api", services: [])])
        #expect(ledger.record(.success, .outages([]), of: outages, at: Self.now) == nil)
        #expect(ledger.pages.count == 2)
        ledger.reconfigure(nil)
        #expect(ledger.reports(at: Self.now).isEmpty && ledger.pages.isEmpty)
    }
}
