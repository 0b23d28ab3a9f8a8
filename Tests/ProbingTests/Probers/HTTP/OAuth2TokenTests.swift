import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct OAuth2TokenTests {
        private static func json(_ text: String, _ status: Int = 200) -> String {
            "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
        }

        private static func settings(_ address: SocketAddress) throws -> HTTPSettings {
            var oauth2 = OAuth2Settings(tokenURL: try HTTPURL(parsing: "http://\(address)/token"))
            oauth2.clientID = "me:too"
            oauth2.clientSecret = .value(Secret("hush hush"))
            oauth2.scopes = ["read", "write"]
            oauth2.parameters = [("audience", "a&b")]
            var settings = HTTPSettings()
            settings.authorization = .oauth2(oauth2)
            return settings
        }

        /// Probes `times` times by way of a token server; tells what both were asked.
        private static func probe(
            times: Int = 1, status: Int = 200, _ answer: @escaping @Sendable (String) -> String
        ) throws -> ([ProbeOutcome], tokens: [String], pages: [String]) {
            try Stage.run { stage in
                let (server, tokens) = try stage.listener(answer)
                let (address, pages) = try stage.listener { _ in "HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n" }
                let settings = try Self.settings(server)
                var environment = try stage.environment()
                environment.objection = { _, ip in ip == server.ip ? "no target" : nil }
                var outcomes: [ProbeOutcome] = []
                for _ in 0..<times { outcomes.append(try await stage.probe(settings, at: address, in: environment)) }
                return (outcomes, tokens.all, pages.all)
            }
        }

        @Test func fetchesAToken() throws {
            let (outcomes, tokens, pages) = try Self.probe { _ in Self.json(#"{"access_token":"abc","token_type":"bearer"}"#) }
            #expect(outcomes[0].isSuccess)
            #expect(pages[0].contains("\r\nAuthorization: Bearer abc\r\n"))
            #expect(tokens[0].hasPrefix("POST /token HTTP/1.1\r\n"))
            #expect(tokens[0].contains("\r\nAuthorization: Basic bWUlM0F0b286aHVzaCUyMGh1c2g=\r\n"))
            #expect(tokens[0].hasSuffix("\r\n\r\ngrant_type=client_credentials&scope=read%20write&audience=a%26b"))
            #expect(outcomes[0].http?.redirects == 0)
        }

        @Test func namesItselfInTheFormWhereTheServerWantsThat() throws {
            let (outcomes, tokens, _) = try Self.probe { request in
                request.contains("Authorization") ? Self.json("{}", 401) : Self.json(#"{"access_token":"abc"}"#)
            }
            #expect(outcomes[0].isSuccess)
            #expect(tokens.count == 2)
            #expect(tokens[1].contains("client_id=me%3Atoo&client_secret=hush%20hush"))
        }

        @Test(arguments: [(#""expires_in":3600"#, 1), (#""expires_in":5"#, 3), (#""expires_in":-1"#, 3), (#""x":1"#, 3)])
        func remembersATokenThatLasts(lifetime: String, fetches: Int) throws {
            let (outcomes, tokens, pages) = try Self.probe(times: 3) { _ in Self.json(#"{"access_token":"abc",\#(lifetime)}"#) }
            #expect(outcomes.map(\.failure) == [nil, nil, nil])
            #expect(tokens.count == fetches)
            #expect(pages.count == 3)
        }

        @Test func forgetsATokenThatIsNotBelieved() throws {
            let (outcomes, tokens, _) = try Self.probe(times: 2, status: 401) { _ in
                Self.json(#"{"access_token":"abc","expires_in":3600}"#)
            }
            #expect(outcomes[1].failure == .httpUnexpectedStatus)
            #expect(tokens.count == 2)
        }

        @Test(arguments: [
            json("{}"), json("no JSON"), json(#"{"access_token":""}"#), json(#"{"error":"invalid_client"}"#, 400),
            json("", 500), "", "SSH\r\n", json(String(repeating: "x", count: 100_000)),
        ])
        func namesAServerThatGivesNone(answer: String) throws {
            let (outcomes, _, pages) = try Self.probe { _ in answer }
            #expect(outcomes[0].failure == .authorizationFailed)
            #expect(outcomes[0].timed.isEmpty)
            #expect(pages.isEmpty)
        }
    }
}
