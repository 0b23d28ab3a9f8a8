import Testing

@testable import WhatsApp

@Suite struct FeedDocumentTests {
    private static func organisations(_ text: String) throws -> [FeedOrganisation] {
        try FeedDocument.organisations(Array(text.utf8))
    }

    private static func outages(_ text: String) throws -> [FeedOutage] {
        try FeedDocument.outages(Array(text.utf8))
    }

    private static let page = """
        [{"id":"whatsapp-business-api","name":"WhatsApp Business API","rss_file_paths":["x"],"services":[
          {"id":"1","name":"Cloud API","status":"High disruptions","time":1781274840},
          {"id":"2","name":"WhatsApp Flows","status":"No known issues","time":"2026-06-12T14:00:00Z"},
          {"id":"3","name":"Embedded Signup","status":"Operational"},
          {"id":4,"status":"  low DISRUPTIONS "},
          {"name":"Coexistence - Messaging"}]},
         {"id":"graph-api","services":[]}]
        """

    @Test func readsOrganisationsAndTheirServices() throws {
        let all = try Self.organisations(Self.page)
        #expect(all.map(\.id) == ["whatsapp-business-api", "graph-api"])
        #expect(
            all[0].services == [
                .init(name: "Cloud API", status: .high, at: 1_781_274_840),
                .init(name: "WhatsApp Flows", status: .noKnownIssues, at: 1_781_272_800),
                .init(name: "Embedded Signup", status: .unknown), .init(name: "4", status: .low),
                .init(name: "Coexistence - Messaging", status: .unknown),
            ])
    }

    @Test(
        arguments: [
            ("No known issues", .noKnownIssues), ("no known issues.", .noKnownIssues), ("Low disruptions", .low),
            ("Medium disruptions", .medium), ("High disruptions", .high), ("Major disruptions", .major),
            ("HIGH DISRUPTION", .high),
            ("Resolved", .resolved), ("", .unknown), (nil, .unknown), ("disruptions", .unknown), ("Operational", .unknown),
            ("No high disruptions", .unknown), (String(repeating: "x", count: 1 << 16), .unknown),
        ] as [(String?, FeedStatus)])
    func statusesAreAClosedSetWithUnknown(_ text: String?, _ status: FeedStatus) {
        #expect(FeedStatus(text: text) == status)
    }

    @Test(arguments: [
        #"[{"name":"no id","services":[]}]"#, #"[null, 1, "x", [], {}, true]"#, #"[{"id":null}]"#, #"[{"id":{}}]"#, "[]",
        #"[{"id":" \u0000\u200b "}]"#,
    ])
    func whatIsNoOrganisationIsLeftOut(_ text: String) throws {
        #expect(try Self.organisations(text).isEmpty)
    }

    @Test(arguments: [
        #"{"id":"a"}"#, #"{"id":"a","services":null}"#, #"{"id":"a","services":{}}"#, #"{"id":"a","services":"x"}"#,
        #"{"id":"a","services":[null,1,{},{"name":{}},{"status":"Resolved"}]}"#,
    ])
    func anOrganisationNeedsNoServices(_ text: String) throws {
        #expect(try Self.organisations("[\(text)]") == [FeedOrganisation(id: "a", services: [])])
    }

    @Test(arguments: [
        "", " ", "null", "1", "{}", #"{"organisations":[]}"#, "[", "[{]", "<!doctype html><html></html>", "[1]x", "\u{FFFD}",
    ])
    func whatIsNoListIsMalformed(_ text: String) {
        #expect(throws: FeedFault.malformed) { try Self.organisations(text) }
    }

    @Test func survivesBeingCutAnywhere() {
        let bytes = Array(Self.page.utf8)
        for count in bytes.indices {
            #expect(throws: FeedFault.malformed) { try FeedDocument.organisations(Array(bytes.prefix(count))) }
        }
    }

    @Test func depthAndSizeAreBounded() throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: FeedFault.malformed) { try Self.organisations(deep) }
        let nested = #"[{"id":"a","services":"# + String(repeating: "[", count: 400) + String(repeating: "]", count: 400) + "}]"
        #expect(try Self.organisations(nested).map(\.id) == ["a"])
        #expect(throws: FeedFault.tooLarge) { try FeedDocument.organisations([UInt8](repeating: 0x20, count: (1 << 20) + 1)) }
        let many = "[" + (0..<5000).map { #"{"id":"\#($0)","services":[]}"# }.joined(separator: ",") + "]"
        #expect(try Self.organisations(many).count == FeedDocument.mostItems)
    }

    @Test func servicesAreFewDistinctAndPrintable() throws {
        let services = (0..<100).map { #"{"name":"s\#($0)","status":"Resolved"}"# }.joined(separator: ",")
        #expect(
            try Self.organisations(#"[{"id":"a","services":[\#(services)]}]"#)[0].services.count == FeedOrganisation.mostServices)
        let twice = #"[{"id":"a","services":[{"name":"x","status":"No known issues"},{"name":"x","status":"Low disruptions"}]}]"#
        #expect(try Self.organisations(twice)[0].services == [.init(name: "x", status: .low)])
        let odd =
            #"[{"id":"a","services":[{"name":"\u001b[31mCloud\n\u202eAPI\u0000"},{"name":"\#(String(repeating: "é", count: 500))"}]}]"#
        let names = try Self.organisations(odd)[0].services.map(\.name)
        #expect(names == ["[31mCloud API", String(repeating: "é", count: FeedText.limit)])
    }

    @Test(
        arguments: [
            (#"{"id":"1","status":"High disruptions","time":1781274840,"posts":[]}"#, .high, true, 1_781_274_840),
            (#"{"status":"Resolved","time":1781274840}"#, .resolved, false, 1_781_274_840),
            (
                #"{"status":"Resolved","posts":[{"status":"High disruptions","time":1781274840}]}"#, .resolved, false,
                1_781_274_840
            ),
            (
                #"{"status":"High disruptions","time":1781274840,"posts":[{"status":"Resolved","time":1781278440},{"status":"Low disruptions","time":1781274900}]}"#,
                .resolved, false, 1_781_278_440
            ),
            (
                #"{"status":"Low disruptions","posts":[{"status":"Resolved","time":1781274840},{"status":"High disruptions","time":1781278440}]}"#,
                .high, true, 1_781_278_440
            ),
            (
                #"{"status":"High disruptions","posts":[{"status":"Monitoring","time":"12 June 2026"}]}"#, .high, true,
                1_781_222_400
            ),
            (
                #"{"status":"High disruptions","posts":[{"status":"Resolved"},{"status":"Low disruptions"}]}"#, .resolved, false,
                nil
            ),
            (#"{"status":"Something else"}"#, .unknown, true, nil), ("{}", .unknown, true, nil),
            (#"{"status":7,"time":{},"posts":"x"}"#, .unknown, true, nil),
        ] as [(String, FeedStatus, Bool, Double?)])
    func anOutageIsWhatTheLastWordOnItSays(_ text: String, _ status: FeedStatus, _ isOpen: Bool, _ at: Double?) throws {
        let outage = try #require(try Self.outages("[\(text)]").first)
        #expect(outage == FeedOutage(status: status, at: at))
        #expect(outage.isOpen == isOpen)
    }
}
