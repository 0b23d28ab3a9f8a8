import Synchronization
import Testing
import Wire

@testable import Server

/// What one route bounds more narrowly than its server does.
@Suite struct RouteLimitsTests {
    private final class Refusals: Sendable {
        let statuses = Mutex<[Int]>([])

        var route: Route {
            var route = Route("POST", "/small", maxBodyBytes: 8) { Response(body: $0.body) }
            route.onRefusal = { status in self.statuses.withLock { $0.append(status) } }
            return route
        }
    }

    @Test(arguments: [
        ("Content-Length: 9", ""), ("Content-Length: 9", "123456789"),
        ("Transfer-Encoding: chunked", "9\r\n123456789\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", "4\r\n1234\r\n5\r\n"),
    ])
    func refusesALongerBodyThanTheRoutes(_ field: String, _ body: String) throws {
        let refusals = Refusals()
        let statistics = try TestServer.run([refusals.route]) { test in
            let answer = try await test.ask(request("POST", "/small", field) + body)
            #expect(answer?.status == 413)
            return test.server.statistics
        }
        #expect(refusals.statuses.withLock { $0 } == [413])
        #expect(statistics.handlers.map(\.clientErrors) == [1, 0])
    }

    /// The client has been told before it sent any of it.
    @Test func doesNotAskForABodyThatIsTooLong() throws {
        try TestServer.run([Refusals().route]) { test in
            let text = request("POST", "/small", "Content-Length: 9", "Expect: 100-continue")
            let answer = try await test.ask(text)
            #expect(answer?.status == 413)
        }
    }

    @Test func takesABodyOfJustTheLength() throws {
        let refusals = Refusals()
        try TestServer.run([refusals.route]) { test in
            let answer = try await test.ask(request("POST", "/small", "Content-Length: 8") + "12345678")
            #expect(answer?.text == "12345678")
        }
        #expect(refusals.statuses.withLock { $0 } == [])
    }

    @Test func aRouteMayTakeMoreThanTheServer() throws {
        let route = Route("POST", "/large", maxBodyBytes: 12) { Response(body: $0.body) }
        try TestServer.run([route], limits: ConnectionTests.limits { $0.http.maxBodyBytes = 10 }) { test in
            let taken = try await test.ask(request("POST", "/large", "Content-Length: 12") + "123456789012")
            #expect(taken?.status == 200)
            let answer = try await test.ask(request("POST", "/large", "Content-Length: 13"))
            #expect(answer?.status == 413)
        }
    }

    @Test func tellsTheRouteOfABodyThatDoesNotCome() throws {
        let refusals = Refusals()
        try TestServer.run([refusals.route], limits: ConnectionTests.limits { $0.bodyTimeout = .milliseconds(20) }) { test in
            let answer = try await test.ask(request("POST", "/small", "Content-Length: 8") + "half")
            #expect(answer?.status == 408)
        }
        #expect(refusals.statuses.withLock { $0 } == [408])
    }
}
