import Foundation
import Testing

@testable import WhatsApp

@Suite struct WebhookPayloadTests {
    /// A payload of the shape that Meta documents: Tests/Fixtures/webhooks.
    private static func fixture(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "Fixtures/webhooks/\(name).json")))
    }

    private static func read(_ name: String) throws -> WebhookPayload { try WebhookPayload(fixture(name)) }

    private static let number = "106540352242922"

    private static func id(_ number: Int) -> String {
        "wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI\(String(repeating: "0", count: 4 - "\(number)".count))\(number)A=="
    }

    @Test(arguments: [
        ("status_sent", MessageStatus.sent, 1, 1_795_000_000, []), ("status_delivered", .delivered, 1, 1_795_000_004, []),
        ("status_read", .read, 1, 1_795_000_060, []), ("status_failed", .failed, 2, 1_795_000_009, [131_026]),
    ])
    func readsStatuses(name: String, status: MessageStatus, message: Int, at: UInt32, codes: [Int]) throws {
        let payload = try Self.read(name)
        #expect(
            payload.statuses == [
                StatusUpdate(phoneNumberID: Self.number, messageID: Self.id(message), status: status, at: at, errorCodes: codes)
            ])
        #expect(payload.messages.isEmpty && payload.events.isEmpty && payload.unfamiliar.isEmpty)
    }

    @Test(arguments: [("message_text", 3, 1_795_000_010), ("message_unsupported", 4, 1_795_000_011)])
    func readsOfMessagesOnlyThatTheyCame(name: String, message: Int, at: UInt32) throws {
        let payload = try Self.read(name)
        #expect(payload.messages == [ReceivedMessage(phoneNumberID: Self.number, messageID: Self.id(message), at: at)])
        #expect(payload.statuses.isEmpty && payload.unfamiliar.isEmpty)
        #expect(!"\(payload)".contains("16505551234"))
    }

    @Test func errorsOfNoMessageAreReadToo() throws {
        #expect(try Self.read("errors").errorCodes == [130_429])
    }

    @Test func takesWhatHasTheRightShapeAndCountsTheRest() throws {
        let payload = try Self.read("batch")
        #expect(payload.statuses.map(\.status) == [.sent, .delivered, .unknown, .played])
        #expect(payload.statuses.map(\.phoneNumberID) == [Self.number, Self.number, Self.number, "106540352242923"])
        #expect(payload.unfamiliar == [.status: 1, .time: 1, .shape: 5, .field: 1])
    }

    @Test(arguments: [
        ("account_restriction", "account_update", "account_restriction"),
        ("account_disabled", "account_update", "disabled_update"),
        ("account_violation", "account_update", "account_violation"), ("account_new_event", "account_update", "unknown"),
        ("alert", "account_alerts", "critical"), ("alert_flat", "account_alerts", "warning"),
        ("review", "account_review_update", "approved"), ("quality", "phone_number_quality_update", "flagged"),
        ("name", "phone_number_name_update", "rejected"), ("template_status", "message_template_status_update", "paused"),
        ("template_quality", "message_template_quality_update", "yellow"),
    ])
    func readsEventsOfAccounts(name: String, field: String, event: String) throws {
        let payload = try Self.read(name)
        let read = try #require(payload.events.first)
        #expect(payload.events.count == 1 && read.accountID == "102290129340398")
        #expect(read.kind.field.name == field && read.kind.label == event)
        #expect(payload.unfamiliar == (event == "unknown" ? [.event: 1] : [:]))
    }

    @Test(arguments: [
        ("account_restriction", AccountEvent.Effect?.some(.restriction(blocksMessages: true, until: 1_795_601_600))),
        ("account_disabled", .disabling), ("account_disable_scheduled", nil), ("account_reinstated", .lifting),
        ("account_violation", nil), ("quality", nil),
    ])
    func tellsWhetherAnAccountMaySend(name: String, effect: AccountEvent.Effect?) throws {
        #expect(try Self.read(name).events.map(\.effect) == [effect])
    }

    @Test func aRestrictionOfSomethingElseBlocksNoMessages() throws {
        let body = """
            {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"account_update","value":
            {"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]}}]}]}
            """
        #expect(try WebhookPayload(Array(body.utf8)).events.map(\.effect) == [.restriction(blocksMessages: false, until: nil)])
    }

    @Test func anotherObjectIsPassedOver() throws {
        let payload = try Self.read("other_object")
        #expect(payload.unfamiliar == [.object: 1] && payload.statuses.isEmpty && payload.events.isEmpty)
    }

    @Test(arguments: ["batch", "account_restriction", "message_text"])
    func cutAnywhereItIsNoWebhook(name: String) throws {
        let body = try Self.fixture(name)
        let end = try #require(body.lastIndex(of: UInt8(ascii: "}")))
        for length in 0..<end {
            #expect(throws: WebhookError.notJSON) { try WebhookPayload(Array(body.prefix(length))) }
        }
    }

    @Test(arguments: [
        "", " ", "null", "17", "\"text\"", "[]", "[{}]", "{", "{]", "{}}", "{\"entry\":}", "{\"a\":\"\\u12\"}", "{\"a\":\"\n\"}",
        "{\u{0}}", "{'a':1}", "{\"a\":tru}", "\u{FEFF}[]", "{\"entry\":[}", "<html></html>",
    ])
    func whatIsNoObjectIsRefused(text: String) {
        #expect(throws: WebhookError.notJSON) { try WebhookPayload(Array(text.utf8)) }
    }

    @Test func otherEncodingsAreRefused() {
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf32BigEndian] {
            let body = Array("{\"entry\":[]}".data(using: encoding) ?? Data())
            #expect(throws: WebhookError.notJSON) { try WebhookPayload(body) }
        }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: WebhookError.notJSON) {
            try WebhookPayload(Array("{\"object\":\"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8))
        }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func depthIsBounded(opening: String) {
        let deep = "{\"entry\":" + String(repeating: opening, count: 100_000)
        #expect(throws: WebhookError.tooDeep) { try WebhookPayload(Array(deep.utf8)) }
    }

    @Test func valuesAreBounded() {
        let many = "{\"entry\":[" + String(repeating: "{},", count: JSONBounds.mostValues) + "{}]}"
        #expect(throws: WebhookError.tooManyValues) { try WebhookPayload(Array(many.utf8)) }
    }

    @Test func bracketsInTextsDoNotCount() throws {
        let text = String(repeating: "[{\\\"", count: 500)
        let body = "{\"object\":\"x\",\"entry\":[{\"changes\":[{\"field\":\"\(text)\"}]}]}"
        #expect(try WebhookPayload(Array(body.utf8)).unfamiliar == [.object: 1])
    }

    @Test(arguments: [
        ("\"1795000000\"", 1_795_000_000), ("1795000000", 1_795_000_000), ("1795000000123", 1_795_000_000), ("\"0\"", 0),
        ("\"2026-11-18T10:13:20+0000\"", 1_794_996_800), ("\"2026-11-18T10:13:20Z\"", 1_794_996_800),
        ("\"2026-11-18T10:13:20.5+01:00\"", 1_794_993_200), ("\"2026-11-18T10:13:20-0030\"", 1_794_998_600),
        ("-5", nil), ("1.5", nil), ("1e300", nil), ("\"99999999999\"", nil), ("99999999999999999999999", nil), ("null", nil),
        ("[]", nil), ("\"tomorrow\"", nil), ("\"2026-13-18T10:13:20Z\"", nil), ("\"1969-12-31T23:59:59Z\"", nil),
        ("\"2026-11-18T10:13:20+00\"", nil), ("\"\"", nil), ("\"-1\"", nil), ("\"+5\"", 5),
    ])
    func readsTimes(text: String, seconds: UInt32?) throws {
        let body = """
            {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":
            {"statuses":[{"id":"a","status":"sent","timestamp":\(text)}]}}]}]}
            """
        let payload = try WebhookPayload(Array(body.utf8))
        #expect(payload.statuses.first?.at == seconds)
        #expect(payload.unfamiliar == (seconds == nil ? [.time: 1] : [:]))
    }

    @Test func idsHaveALength() throws {
        func statuses(_ id: String) throws -> Int {
            let body = """
                {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":
                {"statuses":[{"id":"\(id)","status":"sent","timestamp":"1"}]}}]}]}
                """
            return try WebhookPayload(Array(body.utf8)).statuses.count
        }
        #expect(try statuses(String(repeating: "a", count: WebhookPayload.longestID)) == 1)
        #expect(try statuses(String(repeating: "a", count: WebhookPayload.longestID + 1)) == 0)
        #expect(try statuses("") == 0)
    }

    @Test func everyWordOfAnEventHasOnePlace() {
        for field in AccountEventKind.Field.allCases {
            #expect(Set(field.words).count == field.words.count && field.words.count < 255)
            #expect(AccountEventKind.Field(name: field.name) == field)
            for word in field.words {
                let kind = AccountEventKind(field, word: word)
                #expect(kind.label == word.lowercased() && AccountEventKind(field, number: kind.number) == kind)
            }
            #expect(AccountEventKind(field, number: UInt8(field.words.count)) == nil)
        }
    }
}
