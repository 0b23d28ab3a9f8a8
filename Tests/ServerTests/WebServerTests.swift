import Posix
import Testing
import Wire

@testable import Server

@Suite struct WebServerTests {
    /// A handler that answers when it is told to.
    private struct Gate: Sendable {
        let opened: AsyncStream<Void>
        let opening: AsyncStream<Void>.Continuation

        init() {
            (opened, opening) = AsyncStream.makeStream()
        }

        func route(_ path: String, maxConcurrentRequests: Int? = nil) -> Route {
            .get(path, maxConcurrentRequests: maxConcurrentRequests) { [opened] _ in
                for await _ in opened { break }
                return .text("at last")
            }
        }
    }

    private func inFlight(_ test: TestServer) -> Int {
        test.server.statistics.handlers.reduce(0) { $0 + $1.inFlight }
    }

    @Test func finishesWhatIsInHandWhenItStops() throws {
        let gate = Gate()
        let limits = ConnectionTests.limits { $0.lingerTimeout = .milliseconds(20) }
        try TestServer.run([gate.route("/slow"), .get("/") { _ in .text("") }], limits: limits) { test in
            var busy = try await test.client()
            try await busy.send(get("/slow") + get("/slow"))
            var idle = try await test.client()
            #expect(try await idle.ask(get("/"))?.status == 200)
            await test.until { inFlight(test) == 1 }

            let stopping = Task(executorPreference: test.loop) {
                await test.server.stop(gracefullyUntil: .after(.seconds(30)))
            }
            #expect(try await idle.isClosed())
            await #expect(throws: SocketError.self) { _ = try await test.client() }
            gate.opening.yield()
            let answer = try await busy.answer()
            #expect(answer?.text == "at last")
            #expect(answer?.head.fields.first("connection") == "close")
            #expect(try await busy.isClosed())
            await stopping.value
            #expect(test.server.statistics.connectionsOpen == 0)
        }
    }

    @Test func breaksOffWhatOutlastsTheDeadline() throws {
        let gate = Gate()
        try TestServer.run([gate.route("/slow")]) { test in
            var client = try await test.client()
            try await client.send(get("/slow"))
            await test.until { inFlight(test) == 1 }
            await test.server.stop(gracefullyUntil: .after(.milliseconds(20)))
            #expect(test.server.statistics.connectionsOpen == 0)
            #expect(try await client.answer()?.status == 503)
        }
    }

    @Test func answersForAHandlerThatDoesNot() throws {
        let limits = ConnectionTests.limits { $0.handlerTimeout = .milliseconds(20) }
        try TestServer.run([Gate().route("/slow"), .get("/") { _ in .text("fine") }], limits: limits) { test in
            var client = try await test.client()
            let answer = try await client.ask(get("/slow"))
            #expect(answer?.status == 503)
            #expect(answer?.text == "503 Service Unavailable: no answer in time\n")
            #expect(answer?.head.fields.first("retry-after") == "1")
            #expect(try await client.ask(get("/"))?.text == "fine")
            await test.until { inFlight(test) == 0 }
        }
    }

    @Test func boundsTheRequestsOfARoute() throws {
        let gate = Gate()
        let other = Route.get("/") { _ in .text("fine") }
        try TestServer.run([gate.route("/slow", maxConcurrentRequests: 2), other]) { test in
            var first = try await test.client()
            var second = try await test.client()
            var third = try await test.client()
            try await first.send(get("/slow"))
            try await second.send(get("/slow"))
            await test.until { inFlight(test) == 2 }
            #expect(try await third.ask(get("/slow"))?.status == 503)
            #expect(try await third.ask(get("/"))?.text == "fine")
            gate.opening.finish()
            #expect(try await first.answer()?.text == "at last")
            #expect(try await second.answer()?.text == "at last")
            #expect(try await third.ask(get("/slow"))?.text == "at last")
        }
    }

    @Test func countsByPathAndClass() throws {
        let routes: [Route] = [
            .get("/fine") { _ in .text("") }, .get("/broken") { _ in .error(500) },
            .get("/moved") { _ in Response(status: 302, fields: ["Location": "/fine"]) },
        ]
        let (before, after) = try TestServer.run(routes) { test in
            let before = test.server.statistics
            var client = try await test.client()
            for target in ["/fine", "/fine", "/broken", "/moved", "/nowhere"] { _ = try await client.ask(get(target)) }
            return (before, test.server.statistics)
        }
        #expect(before.handlers.map(\.path) == ["/fine", "/broken", "/moved", "other"])
        #expect(before.handlers.allSatisfy { $0 == ServerStatistics.Handler(path: $0.path) })
        #expect(after.handlers.map(\.successes) == [2, 0, 0, 0])
        #expect(after.handlers.map(\.redirects) == [0, 0, 1, 0])
        #expect(after.handlers.map(\.clientErrors) == [0, 0, 0, 1])
        #expect(after.handlers.map(\.serverErrors) == [0, 1, 0, 0])
        #expect(after.handlers.allSatisfy { $0.inFlight == 0 })
    }

    @Test func tellsHandlersWhatStandsAtParameters() throws {
        let route = Route.get("/things/{id}/name") { .text($0.parameters["id"] ?? "nothing") }
        try TestServer.run([route]) { test in
            var client = try await test.client()
            #expect(try await client.ask(get("/things/a%20%C3%A9?x=1/name/2"))?.status == 404)
            #expect(try await client.ask(get("/things/a%20%C3%A9/name?x=1"))?.text == "a \u{e9}")
            #expect(try await client.ask(get("/things/%7Bid%7D/name"))?.text == "{id}")
            #expect(try await client.ask(get("/things/a%2Fname/name"))?.status == 404)
            #expect(try await client.ask(get("/things/a%2Fname"))?.text == "a")
            #expect(test.server.statistics.handlers.map(\.path) == ["/things/{id}/name", "other"])
            #expect(test.server.statistics.handlers.map(\.successes) == [3, 0])
        }
    }

    @Test func tellsHandlersWhoAsks() throws {
        let route = Route.get("/peer") { request in .text(request.peer?.ip.description ?? "nobody") }
        let text = try TestServer.run([route]) { test in try await test.ask(get("/peer"))?.text }
        #expect(text == "127.0.0.1")
    }
}
