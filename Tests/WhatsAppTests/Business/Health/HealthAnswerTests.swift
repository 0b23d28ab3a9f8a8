import Testing

@testable import WhatsApp

@Suite struct HealthAnswerTests {
    private static let whole = """
        {"health_status":{"can_send_message":"BLOCKED","entities":[
          {"entity_type":"PHONE_NUMBER","id":"1","can_send_message":"AVAILABLE","can_receive_call_sip":"BLOCKED",
           "errors":[{"error_code":138024,"error_description":"d","possible_solution":"s"}]},
          {"entity_type":"WABA","id":"2","can_send_message":"LIMITED","additional_info":["i"]},
          {"entity_type":"BUSINESS","id":"3","can_send_message":"BLOCKED","errors":[{"error_code":141006},{"error_code":"131031"}]},
          {"entity_type":"APP","id":"4","can_send_message":"AVAILABLE"}]},
         "quality_rating":"GREEN","throughput":{"level":"HIGH"},"status":"CONNECTED","name_status":"NEWLY_INVENTED",
         "account_mode":"LIVE","platform_type":7,"whatsapp_business_manager_messaging_limit":"TIER_2K",
         "code_verification_status":null,"id":"1"}
        """

    private func read(_ text: String, status: Int = 200) -> NodeHealth? {
        if case .health(let health) = HealthAnswer(status: status, body: Array(text.utf8)) { health } else { nil }
    }

    @Test func readsAllThatIsDocumented() throws {
        let health = try #require(read(Self.whole))
        #expect(health.overall == .blocked)
        #expect(health.entities.map(\.kind) == [.phoneNumber, .waba, .business, .app])
        #expect(health.entities.map(\.state) == [.available, .limited, .blocked, .available])
        #expect(health.entities[2].errorClasses == [.restricted, .payment])
        #expect(
            health.phone == [
                .qualityRating: "green", .throughput: "high", .status: "connected", .nameStatus: "unknown", .accountMode: "live",
                .platformType: "unknown", .messagingLimit: "tier_2k",
            ])
    }

    @Test(arguments: [
        (#"{"id":"1"}"#, NodeHealth.State.unknown),
        (#"{"health_status":{}}"#, .unknown),
        (#"{"health_status":{"can_send_message":"AVAILABLE"}}"#, .available),
        (#"{"health_status":{"can_send_message":"FINE"}}"#, .unknown),
        (#"{"health_status":{"can_send_message":1}}"#, .unknown),
        (#"{"health_status":{"can_send_message":"available","entities":{}}}"#, .available),
        (#"{"health_status":{"entities":[{"entity_type":"APP","can_send_message":"LIMITED"},3,null,"x",{}]}}"#, .limited),
        (#"{"health_status":null,"id":"1"}"#, .unknown),
    ])
    func isTolerant(text: String, overall: NodeHealth.State) {
        #expect(read(text)?.overall == overall)
    }

    @Test func whatIsNewIsUnknownNotAvailable() throws {
        let text = #"{"health_status":{"entities":[{"entity_type":"MOON","can_send_message":"WANING"}]}}"#
        #expect(try #require(read(text)).entities == [.init(kind: .unknown, state: .unknown, errorCodes: [])])
    }

    @Test func ofTwoEntitiesOfAKindTheWorstIsKept() throws {
        let text = """
            {"health_status":{"entities":[{"entity_type":"WABA","can_send_message":"AVAILABLE"},
            {"entity_type":"WABA","can_send_message":"BLOCKED"},{"entity_type":"WABA","can_send_message":"NEW"}]}}
            """
        #expect(try #require(read(text)).entities.map(\.state) == [.blocked])
    }

    @Test func keepsOnlySoMany() throws {
        let entity =
            #"{"entity_type":"APP","can_send_message":"BLOCKED","errors":["#
            + Array(repeating: #"{"error_code":131000}"#, count: 500).joined(separator: ",") + "]}"
        let text = #"{"health_status":{"entities":["# + Array(repeating: entity, count: 200).joined(separator: ",") + "]}}"
        #expect(try #require(read(text)).entities.map(\.errorCodes.count) == [NodeHealth.mostErrors])
    }

    @Test(arguments: [
        (400, #"{"error":{"message":"m","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"x"}}"#, "auth", 190),
        (401, #"{"error":{"code":"190"}}"#, "auth", 190),
        (400, #"{"error":{"code":80007}}"#, "rate_limit", 80007),
        (500, #"{"error":{"code":131031}}"#, "restricted", 131_031),
        (500, #"{"error":{"code":987654}}"#, "service", 987_654),
        (400, #"{"error":{"code":987654}}"#, "unknown", 987_654),
        (200, #"{"error":{"code":2},"id":"1"}"#, "service", 2),
        (400, #"{"error":"no"}"#, "unknown", nil), (500, #"{"error":{"code":1e300}}"#, "service", nil),
        (429, #"{"errors":[]}"#, "rate_limit", nil),
    ])
    func classesErrorsByCode(status: Int, text: String, label: String, code: Int?) {
        let answer = HealthAnswer(status: status, body: Array(text.utf8))
        #expect(answer.label == label)
        #expect(answer == .error(APIErrorClass(rawValue: label) ?? .unknown, code: code))
    }

    @Test(arguments: [
        (503, "<html>", "service"), (500, "", "service"), (200, "<html><title>Log in</title>", "malformed"),
        (200, "", "malformed"),
        (404, "<html>", "malformed"), (404, #"{"id":"1"}"#, "malformed"), (200, "[]", "malformed"), (200, "{}", "malformed"),
        (200, "null", "malformed"), (200, "3", "malformed"), (204, "", "malformed"), (302, "", "redirected"),
        (301, #"{"id":"1"}"#, "redirected"), (200, "\u{0}", "malformed"),
    ])
    func whatIsNoAnswerOfTheAPIIsNone(status: Int, text: String, label: String) {
        #expect(HealthAnswer(status: status, body: Array(text.utf8)).label == label)
    }

    @Test func cutAnswersAreMalformed() {
        let bytes = Array(Self.whole.utf8)
        for count in 0..<bytes.count {
            #expect(HealthAnswer(status: 200, body: Array(bytes.prefix(count))) == .mishap(.malformed), "\(count)")
        }
    }

    @Test func deepAnswersAreMalformed() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
        #expect(HealthAnswer(status: 200, body: deep) == .mishap(.malformed))
        let object = Array(#"{"id":"1","health_status":{"entities":"#.utf8) + deep
        #expect(HealthAnswer(status: 200, body: object) == .mishap(.malformed))
    }

    @Test func bytesThatAreNoTextAreMalformed() {
        #expect(HealthAnswer(status: 200, body: [0xFF, 0xFE, 0x00]) == .mishap(.malformed))
    }

    @Test func everyLabelIsListedOnce() {
        #expect(Set(HealthAnswer.labels).count == HealthAnswer.labels.count)
    }

    @Test func onlyPhoneNumbersAreAskedForMore() {
        #expect(BusinessNode(id: "1", kind: .waba).target(version: "v23.0") == "/v23.0/1?fields=health_status")
        let phone = BusinessNode(id: "12", kind: .phoneNumber)
        #expect(phone.target(version: "v23.0").hasPrefix("/v23.0/12?fields=health_status,quality_rating,status,"))
        #expect(phone.target(version: "v23.0", isWhole: false) == "/v23.0/12?fields=health_status")
    }
}
