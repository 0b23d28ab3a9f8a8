import Posix
import Synchronization
import TLS
import Testing
import WhatsApp
import Wire

@testable import Lab

extension OverLoopback {
    @Suite struct CrowdTests {
        @Test func aCourierBringsBackWhatWasAnswered() throws {
            let answer: StandInExporter.Answer = { head, _ in head.method == "GET" ? (200, "hello") : (503, "") }
            try StandInExporter.run(answer) { exporter, url, loop in
                let courier = try #require(Courier(to: url, on: loop))
                let asked = await courier.carry(Post("GET", "/x?y=1", from: IPAddress("127.66.0.1")))
                #expect(asked == .init(status: 200, body: Array("hello".utf8)))
                #expect(await courier.carry(Post("POST", "/z", fields: ["X-A": "b"], body: "{}"))?.status == 503)
                #expect(exporter.visits.map(\.head.target) == ["/x?y=1", "/z"])
                #expect(exporter.visits.last?.body == Array("{}".utf8))
                #expect(exporter.visits.last?.head.fields.first("x-a") == "b")
            }
        }

        @Test func aCourierWhoFindsNobodyBringsNothing() throws {
            let loop = try EventLoop()
            let url = try HTTPURL(parsing: "http://127.0.0.1:1")
            let receipt = loop.run { await Courier(to: url, on: loop)?.carry(Post("GET", "/")) }
            #expect(receipt == .some(nil))
            #expect(Courier(to: try HTTPURL(parsing: "https://127.0.0.1"), on: loop) == nil)
            #expect(Courier(to: try HTTPURL(parsing: "http://example.com"), on: loop) == nil)
        }

        /// What a crowd said, with a board's faults, until a body has seen enough.
        private func said(
            suffering faults: [FaultWindow], _ answer: @escaping StandInExporter.Answer = Self.welcome,
            until isEnough: @escaping @Sendable ([StandInExporter.Visit]) -> Bool
        ) throws -> (visits: [StandInExporter.Visit], words: [String], secrets: LabSecrets) {
            let words = Words()
            let secrets = try LabSecrets()
            let visits = try StandInExporter.run(answer) { exporter, url, loop in
                let courier = try #require(Courier(to: url, on: loop))
                let crowd = Crowd(courier, board: FaultBoard(faults), secrets: secrets, on: loop) { words.add($0) }
                let running = loop.spawn { await crowd.run() }
                let limit = Deadline.after(.seconds(60))
                while !isEnough(exporter.visits), Deadline.now < limit { _ = await loop.sleep(until: .after(.milliseconds(50))) }
                running.cancel()
                await running.value
                return exporter.visits
            }
            #expect(isEnough(visits))
            return (visits, words.all, secrets)
        }

        private final class Words: Sendable {
            private let state = Mutex<[String]>([])
            var all: [String] { state.withLock { $0 } }
            func add(_ text: String) { state.withLock { $0.append(text) } }
        }

        /// As an exporter answers.
        private static let welcome: StandInExporter.Answer = { head, _ in
            switch head.method {
            case "GET": (200, (try? HTTPRequestTarget(parsing: head.target))?.first("hub.challenge") ?? "")
            default: (head.target.hasPrefix("/api") ? 202 : 200, "")
            }
        }

        @Test func theyReportWhatTheySufferAndThePlatformPostsWhatIsDelivered() throws {
            let (visits, words, secrets) = try said(suffering: [.now(.people(.reportSurge, .consumer))]) { visits in
                ["/api/v1/reports", "/webhooks/whatsapp"].allSatisfy { path in visits.count { $0.head.target == path } > 1 }
            }
            for visit in visits where visit.head.target == "/webhooks/whatsapp" {
                let code = try HMACSHA256.authenticate(visit.body, key: Array(secrets.appSecret.revealed.utf8)).hexadecimal
                #expect(visit.head.fields.first("x-hub-signature-256") == "sha256=\(code)")
            }
            #expect(words.first == "the exporter takes webhooks")
            #expect(words.last?.contains(" x 202") == true && words.last?.contains("webhooks: ") == true)
        }

        @Test func consumersWhoGetNothingReportIt() throws {
            _ = try said(suffering: [.now(.people(.deliveryDrop, .consumer))]) { visits in
                visits.count { $0.head.target == "/api/v1/reports" } > 3
            }
        }

        @Test func nobodySpeaksBeforeTheExporterWantsWebhooks() throws {
            let late: StandInExporter.Answer = { head, count in count < 3 ? (404, "") : Self.welcome(head, count) }
            let (visits, words, _) = try said(suffering: [.now(.people(.reportSurge, nil))], late) { $0.count > 4 }
            #expect(visits.prefix(3).allSatisfy { $0.head.method == "GET" })
            #expect(Array(words.prefix(2)) == ["the exporter does not take webhooks: status 404", "the exporter takes webhooks"])
        }
    }
}
