import Foundation
import Posix
import Testing
import WhatsApp
import Wire

@testable import Lab

@Suite struct StatusPageTests {
    private static let outages = "/data/outages/whatsapp-business-api.json"
    private static let history = "/data/outages/whatsapp-business-api.history.json"

    private func get(_ path: String, suffering faults: [FaultWindow] = [], at begin: Duration = .zero) throws -> WebAnswer {
        let page = StatusPage(board: FaultBoard(faults, pace: Pace(begin: begin)))
        return page.answer(to: try #require(HTTPRequestHead(method: "GET", target: path)))
    }

    private static let disrupted = FaultWindow(
        from: .seconds(60), to: .seconds(3600), fault: .people(.platformDisrupted, .business))

    private func statuses(_ answer: WebAnswer) throws -> Set<String> {
        let organisations = try objects(answer.body)
        let services = try #require(organisations.first?["services"] as? [[String: Any]])
        #expect(organisations.count == 2 && services.count == 8)
        return Set(services.compactMap { $0["status"] as? String })
    }

    @Test func allIsWellWhileNothingIsSaid() throws {
        #expect(try statuses(get("/data/orgs.json")) == ["No known issues"])
        #expect(try objects(get(Self.outages).body).isEmpty)
        #expect(try objects(get(Self.history).body).isEmpty)
        #expect(try !get("/outage-events-feed-whatsapp-business-api.rss").body.contains("<item>"))
        #expect(try get("/metrics/whatsapp-business-api/cloudapi_uptime_daily.json").status == 200)
        #expect(try get("/nothing").status == 404)
    }

    @Test func aDisruptionIsOpenThenHistory() throws {
        let faults = [Self.disrupted]
        #expect(try objects(get(Self.outages, suffering: faults).body).isEmpty)
        #expect(try statuses(get("/data/orgs.json", suffering: faults, at: .seconds(120))).contains("High disruptions"))
        let open = try objects(get(Self.outages, suffering: faults, at: .seconds(120)).body)
        let begin = try #require(open.first?["time"] as? Double)
        #expect(abs(unixTimeNow() - 60 - begin) < 30)
        #expect(try objects(get(Self.history, suffering: faults, at: .seconds(120)).body).isEmpty)
        #expect(try objects(get(Self.outages, suffering: faults, at: .seconds(4000)).body).isEmpty)
        let past = try objects(get(Self.history, suffering: faults, at: .seconds(4000)).body)
        #expect(past.first?["status"] as? String == "Resolved")
        let posts = try #require(past.first?["posts"] as? [[String: String]])
        #expect(posts.map { $0["status"] } == ["Resolved", "High disruptions"])
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        let resolved = try #require(posts.first?["time"].flatMap(formatter.date(from:)))
        #expect(abs(unixTimeNow() - 400 - resolved.timeIntervalSince1970) < 30)
    }

    @Test func itHasNoWordForConsumers() throws {
        let fault = FaultWindow(from: .zero, fault: .people(.platformDisrupted, .consumer))
        #expect(try objects(get(Self.outages, suffering: [fault]).body).isEmpty)
    }
}
