import TLS
import Testing
import Wire

@testable import WhatsApp

@Suite struct WebhookSignatureTests {
    /// Of the body `test` under the secret `secret`.
    private static let header = "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"

    @Test func agreesWithThePublishedVector() throws {
        let code = try #require(WebhookSignature.code(Self.header))
        #expect(WebhookSignature.isValid(code, of: Array("test".utf8), under: [Secret("secret")]))
        #expect(WebhookSignature.isValid(code, of: Array("test".utf8), under: [Secret("new"), Secret("secret")]))
    }

    @Test func anyOtherBodySecretOrCodeIsWrong() throws {
        let code = try #require(WebhookSignature.code(Self.header))
        #expect(!WebhookSignature.isValid(code, of: Array("test ".utf8), under: [Secret("secret")]))
        #expect(!WebhookSignature.isValid(code, of: Array("test".utf8), under: [Secret("Secret")]))
        #expect(!WebhookSignature.isValid(code, of: Array("test".utf8), under: []))
        for place in code.indices {
            var wrong = code
            wrong[place] ^= 1
            #expect(!WebhookSignature.isValid(wrong, of: Array("test".utf8), under: [Secret("secret")]))
        }
    }

    @Test(arguments: [
        "", "sha256=", "sha1=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914",
        "0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914",
        "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c091",
        "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c09145",
        "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c091g",
    ])
    func otherHeadersCannotBeRight(header: String) {
        #expect(WebhookSignature.code(header) == nil)
    }

    @Test func caseOfDigitsDoesNotMatter() {
        #expect(WebhookSignature.code("sha256=" + Self.header.dropFirst(7).uppercased()) == WebhookSignature.code(Self.header))
    }
}

@Suite struct WebhookSubscriptionTests {
    private static func challenge(_ query: String) throws -> String? {
        let target = try HTTPRequestTarget(parsing: "/webhooks/whatsapp?" + query)
        return WebhookSubscription.challenge(of: target, token: Secret("blue socks"))
    }

    @Test func answersWhoKnowsTheToken() throws {
        #expect(try Self.challenge("hub.mode=subscribe&hub.verify_token=blue+socks&hub.challenge=1158201444") == "1158201444")
        #expect(try Self.challenge("hub.challenge=a-B_9.&hub.verify_token=blue%20socks&hub.mode=subscribe&x=1") == "a-B_9.")
    }

    @Test(arguments: [
        "", "hub.mode=subscribe", "hub.mode=subscribe&hub.verify_token=blue+sock&hub.challenge=1",
        "hub.mode=unsubscribe&hub.verify_token=blue+socks&hub.challenge=1", "hub.verify_token=blue+socks&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=&hub.challenge=1", "hub.mode=subscribe&hub.verify_token=blue+socks",
        "hub.mode=subscribe&hub.verify_token=blue+socks&hub.challenge=",
        "hub.mode=subscribe&hub.verify_token=x&hub.verify_token=blue+socks&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=blue+socks&hub.challenge=%3Cscript%3E",
        "hub.mode=subscribe&hub.verify_token=blue+socks&hub.challenge=" + String(repeating: "1", count: 257),
    ])
    func answersNobodyElse(query: String) throws {
        #expect(try Self.challenge(query) == nil)
    }
}
