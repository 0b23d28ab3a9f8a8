import Foundation
import Testing
import WhatsApp
import Wire

@testable import Lab

@Suite struct GraphAPITests {
    private static let token = "abc"

    private func ask(
        _ target: String, token: String? = Self.token, method: String = "GET", suffering faults: [FaultWindow] = []
    ) throws -> WebAnswer? {
        let api = GraphAPI(token: Secret(Self.token), board: FaultBoard(faults))
        let fields: HTTPFields = token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
        return api.answer(to: try #require(HTTPRequestHead(method: method, target: target, fields: fields)))
    }

    private func error(_ answer: WebAnswer?) throws -> (status: Int, code: Int?) {
        let answer = try #require(answer)
        let error = try #require(try object(answer.body)["error"] as? [String: Any])
        #expect(error["type"] as? String == "OAuthException")
        return (answer.status, error["code"] as? Int)
    }

    @Test func saysNothingOfItsOwnToStrangers() throws {
        #expect(try ask("/v23.0/\(BusinessAccount.phoneNumberID)", token: nil) == nil)
        #expect(try error(ask("/v23.0/\(BusinessAccount.phoneNumberID)", token: "other")) == (401, 190))
    }

    @Test func givesTheFieldsOfAPhoneNumber() throws {
        let id = BusinessAccount.phoneNumberID
        let names = [
            "quality_rating", "throughput", "status", "name_status", "account_mode", "code_verification_status", "platform_type",
            "health_status", "whatsapp_business_manager_messaging_limit",
        ]
        let answer = try #require(try ask("/v23.0/\(id)?fields=\(names.joined(separator: ","))"))
        let node = try object(answer.body)
        #expect(answer.status == 200)
        #expect(Set(node.keys) == Set(names + ["id"]))
        #expect(node["quality_rating"] as? String == "GREEN")
        #expect((node["throughput"] as? [String: String]) == ["level": "STANDARD"])
        let usage = try object(try #require(answer.fields?.first("x-business-use-case-usage")))
        #expect(usage.keys.elementsEqual([BusinessAccount.accountID]))
        #expect(try object(try #require(answer.fields?.first("x-app-usage")))["call_count"] as? Int == 0)
    }

    private typealias Health = (overall: String?, entities: [String: String])

    private func health(_ id: String, suffering faults: [FaultWindow] = []) throws -> Health {
        let node = try object(try #require(try ask("/\(id)?fields=health_status", suffering: faults)).body)
        let health = try #require(node["health_status"] as? [String: Any])
        let entities = try #require(health["entities"] as? [[String: Any]])
        let states = entities.map { ($0["entity_type"] as? String ?? "", $0["can_send_message"] as? String ?? "") }
        return (health["can_send_message"] as? String, Dictionary(uniqueKeysWithValues: states))
    }

    @Test func aNodesHealthIsThatOfTheEntitiesItDependsOn() throws {
        #expect(try health(BusinessAccount.phoneNumberID).entities.count == 4)
        let account = try health(BusinessAccount.accountID)
        #expect(account.overall == "AVAILABLE")
        #expect(account.entities == ["WABA": "AVAILABLE", "BUSINESS": "AVAILABLE", "APP": "AVAILABLE"])
    }

    @Test func aBlockedAccountIsToldByTheEntityThatIsBlocked() throws {
        let blocked = try health(BusinessAccount.phoneNumberID, suffering: [.now(.people(.accountBlocked, .business))])
        #expect(blocked.overall == "BLOCKED")
        #expect(blocked.entities["BUSINESS"] == "BLOCKED" && blocked.entities["PHONE_NUMBER"] == "AVAILABLE")
        let other = try health(BusinessAccount.accountID, suffering: [.now(.people(.accountBlocked, .consumer))])
        #expect(other.overall == "AVAILABLE")
    }

    @Test(
        arguments: [
            (.platformErrors, 500, 2), (.requestsLimited, 400, 80_007),
        ] as [(PeopleFault, Int, Int)])
    func aFaultOfThePlatformIsAnErrorForWhoShowsItsToken(fault: PeopleFault, status: Int, code: Int) throws {
        let target = "/v23.0/\(BusinessAccount.accountID)?fields=health_status"
        #expect(try error(ask(target, suffering: [.now(.people(fault, nil))])) == (status, code))
        #expect(try ask(target, token: nil, suffering: [.now(.people(fault, nil))]) == nil)
    }

    @Test func whatIsNotThereIsAnError() throws {
        #expect(try error(ask("/v23.0/12345?fields=health_status")) == (400, 100))
        #expect(try error(ask("/v23.0/\(BusinessAccount.accountID)?fields=quality_rating")) == (400, 100))
        #expect(try error(ask("/v23.0/\(BusinessAccount.accountID)/phone_numbers")) == (400, 100))
        #expect(try error(ask("/")) == (400, 100))
        #expect(try error(ask("/\(BusinessAccount.accountID)", method: "POST")) == (400, 100))
    }

    @Test func callsAreCountedByTheHourAndLimited() {
        let allowance = CallAllowance()
        var last = allowance.count(at: .zero)
        #expect(last.isWithin && last.text == #"{"call_count":0,"total_time":0,"total_cputime":0}"#)
        for _ in 1..<CallAllowance.callsPerHour { last = allowance.count(at: .seconds(1800)) }
        #expect(last.isWithin && last.text.contains("\"call_count\":100"))
        last = allowance.count(at: .seconds(1800))
        #expect(!last.isWithin && last.text(of: "1").contains("\"estimated_time_to_regain_access\":30"))
        #expect(allowance.count(at: .seconds(3600)).calls == 1)
    }
}
