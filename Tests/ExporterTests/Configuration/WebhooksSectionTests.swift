import Posix
import Testing
import Wire

@testable import Exporter

@Suite struct WebhooksSectionTests {
    private static func section(_ text: String) throws -> WebhooksSection? {
        try ConfigurationFiles("webhooks:\n" + text).load().webhooks
    }

    @Test func readsAll() throws {
        let section = try #require(
            try Self.section("  app_secret: new\n  previous_app_secret: old\n  verify_token: t\n  undelivered_after: 90s\n"))
        #expect(section.appSecrets == [Secret("new"), Secret("old")] && section.verifyToken == Secret("t"))
        #expect(section.undeliveredAfter == .seconds(90))
    }

    @Test func secretsComeFromFiles() throws {
        var files = ConfigurationFiles("webhooks: {app_secret_file: /s, verify_token_file: /t}")
        files.files["/s"] = "secret\n"
        files.files["/t"] = "token\n"
        let section = try #require(try files.load().webhooks)
        #expect(section.appSecrets == [Secret("secret")] && section.verifyToken == Secret("token"))
        #expect(section.undeliveredAfter == .seconds(60))
    }

    @Test func isAbsentByDefault() throws {
        #expect(try ConfigurationFiles("catalogue: {enabled: true}").load().webhooks == nil)
    }

    @Test func secretsAreNotShown() throws {
        let shown = try ConfigurationFiles("webhooks: {app_secret: hush, previous_app_secret: hush2, verify_token: hush3}").load()
            .shownText
        #expect(!shown.contains("hush") && shown.contains("app_secret"))
    }

    @Test(arguments: [
        ("{}", "missing key \"app_secret\""), ("{app_secret: a}", "missing key \"verify_token\""),
        ("{app_secret: a, verify_token: b, undelivered_after: 5s}", "undelivered_after"),
        ("{app_secret: a, verify_token: b, undelivered_after: 2h}", "undelivered_after"),
        ("{app_secret: \"\", verify_token: b}", "app_secret is empty"),
        ("{app_secret: a, app_secret_file: b, verify_token: b}", "both given"),
        ("{app_secret: a, verify_tokn: b}", "did you mean \"verify_token\"?"),
    ])
    func mistakesAreSaid(text: String, message: String) {
        let messages = ConfigurationFiles("webhooks: \(text)").messages()
        #expect(messages.contains(message), "\(messages)")
        #expect(!messages.contains(": a,"))
    }
}
