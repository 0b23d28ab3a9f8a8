import Testing

@testable import Exporter

@Suite struct ReportTicketTests {
    private static let start = 1_795_356_000.0
    private static let site: [UInt8] = [192, 0, 2, 1]

    @Test func holdsForAnHourAndOneSource() throws {
        let tickets = ReportTicket(pseudonyms: try Pseudonyms())
        let ticket = tickets.issue(for: Self.site, at: Self.start)
        #expect(tickets.isValid(ticket, for: Self.site, at: Self.start))
        #expect(tickets.isValid(ticket, for: Self.site, at: Self.start + 3600))
        #expect(!tickets.isValid(ticket, for: Self.site, at: Self.start + 3601))
        #expect(!tickets.isValid(ticket, for: Self.site, at: Self.start - 1))
        #expect(!tickets.isValid(ticket, for: [192, 0, 2, 2], at: Self.start))
        #expect(!ReportTicket(pseudonyms: try Pseudonyms()).isValid(ticket, for: Self.site, at: Self.start))
    }

    @Test(arguments: [
        "", "-", "0-0", "1795359600", "1795359600-", "99999999999999999999-0", "x-y", "1795359600-0", "+1795359600-0",
    ])
    func madeUpOnesHoldNot(ticket: String) throws {
        #expect(!ReportTicket(pseudonyms: try Pseudonyms()).isValid(ticket, for: Self.site, at: Self.start))
    }

    @Test func changedOnesHoldNot() throws {
        let tickets = ReportTicket(pseudonyms: try Pseudonyms())
        let ticket = Array(tickets.issue(for: Self.site, at: Self.start).utf8)
        for index in ticket.indices {
            var changed = ticket
            changed[index] = changed[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            #expect(!tickets.isValid(String(decoding: changed, as: UTF8.self), for: Self.site, at: Self.start))
        }
    }
}
