import Foundation
import TLS
import Testing
import Wire

@testable import Lab

@Suite struct WebhookPostsTests {
    private let secrets: LabSecrets
    private let posts: WebhookPosts

    init() throws {
        secrets = try LabSecrets()
        posts = WebhookPosts(secrets, run: "1")
    }

    private func value(_ post: Post) throws -> [String: Any] {
        let body = try object(String(decoding: post.body, as: UTF8.self))
        #expect(body["object"] as? String == "whatsapp_business_account")
        let entry = try #require((body["entry"] as? [[String: Any]])?.first)
        #expect(entry["id"] as? String == BusinessAccount.accountID)
        let change = try #require((entry["changes"] as? [[String: Any]])?.first)
        #expect(change["field"] as? String == "messages")
        return try #require(change["value"] as? [String: Any])
    }

    @Test func aPostHasTheDocumentedShape() throws {
        let notices = [
            MessageTraffic.Notice(content: .delivered, message: 7, at: 1_700_000_000.9),
            MessageTraffic.Notice(content: .failed, message: 8, at: 1_700_000_001),
            MessageTraffic.Notice(content: .received, message: 9, at: 1_700_000_002),
        ]
        let value = try value(posts.post(notices))
        #expect((value["metadata"] as? [String: String])?["phone_number_id"] == BusinessAccount.phoneNumberID)
        let statuses = try #require(value["statuses"] as? [[String: Any]])
        #expect(statuses.map { $0["status"] as? String } == ["delivered", "failed"])
        #expect(statuses[0]["timestamp"] as? String == "1700000000")
        let errors = try #require(statuses[1]["errors"] as? [[String: Any]])
        #expect(errors[0]["code"] as? Int == 131_026)
        #expect(errors[0]["href"] as? String == "https://developers.facebook.com/docs/")
        let messages = try #require(value["messages"] as? [[String: Any]])
        #expect((messages[0]["text"] as? [String: String])?["body"] == "Do you have brötchen?")
        let ids = (statuses + messages).compactMap { $0["id"] as? String }
        #expect(Set(ids).count == 3)
    }

    @Test func itIsSignedOverItsBytes() throws {
        let post = try posts.post([.init(content: .sent, message: 1, at: 0)])
        let code = try HMACSHA256.authenticate(post.body, key: Array(secrets.appSecret.revealed.utf8)).hexadecimal
        #expect(post.fields.first("x-hub-signature-256") == "sha256=\(code)")
        #expect(try value(post)["messages"] == nil)
    }

    @Test func aSubscriptionShowsTheTokenAndAsksForTheChallenge() throws {
        let post = posts.subscription(challenge: "123")
        let target = try HTTPRequestTarget(parsing: post.target)
        #expect(post.method == "GET" && post.body.isEmpty)
        #expect(target.path == "/webhooks/whatsapp")
        #expect(target.first("hub.mode") == "subscribe" && target.first("hub.challenge") == "123")
        #expect(target.first("hub.verify_token") == secrets.verifyToken.revealed)
    }
}
