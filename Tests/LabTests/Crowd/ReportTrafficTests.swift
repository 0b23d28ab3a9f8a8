import Diagnosis
import Foundation
import Testing
import WhatsApp
import Wire

@testable import Lab

@Suite struct ReportTrafficTests {
    /// Half an hour, a second at a time.
    private func posts(surging scopes: [Scope] = [], seed: UInt64 = 1) -> [Post] {
        var traffic = ReportTraffic(token: Secret("t0ken"), seed: seed)
        return (0..<1800).flatMap { _ in traffic.posts(of: 1, surging: scopes) }
    }

    private func symptoms(_ posts: [Post]) throws -> [String: Int] {
        try posts.reduce(into: [:]) { counts, post in
            let body = try object(String(decoding: post.body, as: UTF8.self))
            counts[try #require(body["symptom"] as? String), default: 0] += 1
        }
    }

    @Test func aFewReportAlwaysAndManyInASurge() throws {
        #expect((5...30).contains(posts().count))
        let surge = try symptoms(posts(surging: [.consumer]))
        #expect((900...1250).contains(surge["cannot_send"] ?? 0))
        #expect((surge["business_api"] ?? 0) < 30)
        #expect(try symptoms(posts(surging: [.business]))["business_api"] ?? 0 > 1500)
    }

    @Test func everybodyReportsOnceFromAnAddressOfTheirOwn() throws {
        let posts = posts(surging: [.consumer, .business])
        #expect(Set(posts.map(\.source)).count == posts.count)
        #expect(posts.allSatisfy { $0.source?.reach == .loopback })
        let reporters = try posts.map { try object(String(decoding: $0.body, as: UTF8.self))["reporter"] as? String }
        #expect(Set(reporters).count == posts.count)
    }

    @Test func whatIsSaidIsOfTheClosedSets() throws {
        for post in posts(surging: [.consumer, .business]) {
            #expect(post.fields.first("authorization") == "Bearer t0ken")
            let body = try #require(try object(String(decoding: post.body, as: UTF8.self)) as? [String: String])
            #expect(body["symptom"].flatMap(Symptom.init) != nil && body["client"].flatMap(ReportClient.init) != nil)
            #expect(ReportTraffic.regions.contains(body["region"] ?? ""))
        }
    }
}
