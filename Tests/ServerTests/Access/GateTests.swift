import Foundation
import Passwords
import Synchronization
import Testing
import Wire

@testable import Posix
@testable import Server

@Suite struct GateTests {
    /// Of the password `U*U`, as quick as bcrypt can be.
    static let hash = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    private final class Terms: Sendable {
        let value: Mutex<AccessTerms>
        let now = Mutex(Deadline(nanoseconds: 1_000_000_000))

        init(_ change: (inout AccessTerms) -> Void) {
            var terms = AccessTerms()
            change(&terms)
            value = Mutex(terms)
        }
    }

    private static func users(_ terms: inout AccessTerms) {
        terms.users["alice"] = PasswordHash(hash)
    }

    /// Runs `body` beside a server that keeps these terms.
    private func run(
        _ terms: Terms, _ routes: [Route] = [.get("/") { _ in .text("in") }],
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) throws {
        let gate: @Sendable (EventLoop) -> Gate? = { loop in
            Gate(on: loop, now: { terms.now.withLock { $0 } }, terms: { terms.value.withLock { $0 } })
        }
        try TestServer.run(routes, gate: gate, body)
    }

    private func authorization(_ user: String, _ password: String) -> String {
        "Authorization: Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    @Test func letsInWhoHasThePassword() throws {
        try run(Terms(Self.users)) { test in
            let none = try #require(try await test.ask(get("/")))
            #expect(none.status == 401)
            #expect(none.head.fields.first("www-authenticate") == "Basic")
            #expect(none.text == "401 Unauthorized\n")
            for _ in 0..<2 {
                #expect(try await test.ask(get("/", authorization("alice", "U*U")))?.text == "in")
                for (user, password) in [("alice", "U*V"), ("alice", ""), ("bob", "U*U"), ("", "U*U"), ("alice", "U*U\0")] {
                    #expect(try await test.ask(get("/", authorization(user, password)))?.status == 401)
                }
            }
            #expect(try await test.ask(get("/", "Authorization: Bearer x"))?.status == 401)
        }
    }

    @Test func leavesARouteWithItsOwnAccessToItself() throws {
        let routes = [Route("GET", "/own", hasOwnAccess: true) { _ in .text("own") }, .get("/") { _ in .text("in") }]
        let terms = Terms { terms in
            Self.users(&terms)
            terms.fields = ["X-Extra": "1"]
            terms.rateLimit = RateLimit(interval: .seconds(60), burst: 2)
        }
        try run(terms, routes) { test in
            let own = try #require(try await test.ask(get("/own")))
            #expect(own.text == "own")
            #expect(own.head.fields.first("x-extra") == "1")
            #expect(try await test.ask(get("/"))?.status == 401)
            #expect(try await test.ask(get("/own"))?.status == 429)
        }
    }

    /// Not even the right one lets anybody find out that it is.
    @Test func asksNoPasswordsAtAPublicPort() throws {
        let terms = Terms(Self.users)
        let loop = try EventLoop()
        let gate = Gate(on: loop) { terms.value.withLock { $0 } }
        let statuses = loop.run { () -> [Int?] in
            let own = Route("GET", "/own", hasOwnAccess: true) { _ in .text("own") }
            let server = WebServer(Router([own]), gate: gate, asksForPasswords: false, on: loop)
            guard let address = try? await server.listen(at: TestServer.anyPort()).first else { return [] }
            let test = TestServer(server: server, loop: loop, address: address)
            var statuses: [Int?] = []
            for text in [get("/own"), get("/"), get("/", authorization("alice", "U*U")), get("/", authorization("alice", ""))] {
                statuses.append(try? await test.ask(text)?.status)
            }
            await server.stop(gracefullyUntil: .now)
            return statuses
        }
        #expect(statuses == [200, 404, 404, 404])
    }

    @Test func asksForThePasswordOfWhatIsNotThere() throws {
        try run(Terms(Self.users)) { test in
            var client = try await test.client()
            #expect(try await client.ask(get("/nothing"))?.status == 401)
            #expect(try await client.ask(get("/nothing", authorization("alice", "U*U")))?.status == 404)
            #expect(try await client.ask(request("OPTIONS", "*"), method: "OPTIONS")?.status == 401)
        }
    }

    @Test func readsNoBodyOfAStranger() throws {
        let terms = Terms(Self.users)
        try run(terms, [.post("/") { request in .text("\(request.body.count)") }]) { test in
            var client = try await test.client()
            try await client.send(request("POST", "/", "Content-Length: 1000000", "Expect: 100-continue"))
            let answer = try #require(try await client.answer())
            #expect(answer.status == 401)
            #expect(answer.head.fields.first("connection") == "close")
        }
    }

    @Test func followsItsTerms() throws {
        let terms = Terms(Self.users)
        try run(terms) { test in
            let login = authorization("alice", "U*U")
            var client = try await test.client()
            #expect(try await client.ask(get("/", login))?.status == 200)
            terms.value.withLock { $0.isBroken = true }
            #expect(try await client.ask(get("/", login))?.status == 500)
            terms.value.withLock {
                $0.isBroken = false
                $0.users["alice"] = PasswordHash("$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")
            }
            #expect(try await client.ask(get("/", login))?.status == 401)
            #expect(try await client.ask(get("/", authorization("alice", "U*U*U")))?.status == 200)
            terms.value.withLock { $0.users = [:] }
            #expect(try await client.ask(get("/"))?.status == 200)
        }
    }

    @Test func putsItsFieldsIntoTheAnswers() throws {
        let terms = Terms {
            Self.users(&$0)
            $0.fields = ["X-Frame-Options": "deny", "Content-Security-Policy": "default-src 'none'"]
        }
        let page = Route.get("/") { _ in
            var response = Response.html("<p>")
            response.fields.append("content-security-policy", "style-src 'unsafe-inline'")
            return response
        }
        try run(terms, [page]) { test in
            for login in [authorization("alice", "U*U"), authorization("alice", "no")] {
                let answer = try #require(try await test.ask(get("/", login)))
                #expect(answer.head.fields.all("x-frame-options") == ["deny"])
                #expect(answer.head.fields.all("content-security-policy") == ["default-src 'none'"])
            }
        }
    }

    @Test func answersNoMoreThanItsRate() throws {
        let terms = Terms { $0.rateLimit = RateLimit(interval: .seconds(1), burst: 2) }
        try run(terms) { test in
            var client = try await test.client()
            for status in [200, 200, 429, 429] { #expect(try await client.ask(get("/"))?.status == status) }
            terms.now.withLock { $0 = $0 + .seconds(1) }
            for status in [200, 429] { #expect(try await client.ask(get("/"))?.status == status) }
            terms.value.withLock { $0.rateLimit = RateLimit(interval: .seconds(1), burst: 1) }
            for status in [200, 429] { #expect(try await client.ask(get("/"))?.status == status) }
            terms.value.withLock { $0.rateLimit = nil }
            for _ in 0..<5 { #expect(try await client.ask(get("/"))?.status == 200) }
        }
    }

    @Test func keepsTheLoopFreeWhilePasswordsAreCompared() throws {
        // Half a second and more for each: none of these is through in time.
        let slow = try #require(PasswordHash("$2y$14" + Self.hash.dropFirst(6)))
        let terms = Terms { $0.users = ["alice": slow] }
        var limits = ServerLimits()
        limits.handlerTimeout = .milliseconds(50)
        let gate: @Sendable (EventLoop) -> Gate? = { loop in Gate(on: loop) { terms.value.withLock { $0 } } }
        try TestServer.run([.get("/") { _ in .text("in") }], limits: limits, gate: gate) { test in
            await withTaskGroup(of: Int?.self) { group in
                for number in 0..<80 {
                    let login = authorization("alice", "\(number)")
                    group.addTask(executorPreference: test.loop) { try? await test.ask(get("/", login))?.status }
                }
                group.addTask(executorPreference: test.loop) { try? await test.ask(get("/"))?.status }
                var statuses: [Int?: Int] = [:]
                for await status in group { statuses[status, default: 0] += 1 }
                #expect(statuses == [503: 80, 401: 1])
            }
        }
    }
}
