import Synchronization
import Testing
import Wire

@testable import Server

@Suite struct BodyBudgetTests {
    private let route = Route.post("/echo") { Response(body: $0.body) }

    @Test func givesAShareBackWithItsOwner() {
        let budget = BodyBudget(limit: 10)
        var one = BodyBudget.Share(of: budget)
        #expect(one.grow(to: 6) && one.grow(to: 7) && budget.bytes == 7)
        var other = BodyBudget.Share(of: budget)
        #expect(!other.grow(to: 4) && other.grow(to: 3) && budget.bytes == 10)
        _ = consume one
        #expect(budget.bytes == 3 && other.grow(to: 10))
        _ = consume other
        #expect(budget.bytes == 0)
    }

    /// What is announced and does not come takes nothing.
    @Test func refusesWhatDoesNotFitBesideTheOthers() throws {
        let statuses = Mutex<[Int]>([])
        var route = route
        route.onRefusal = { status in statuses.withLock { $0.append(status) } }
        let limits = ConnectionTests.limits { $0.maxBodiesBytes = 1000 }
        try TestServer.run([route], limits: limits) { test in
            let announcing = try await test.client()
            try await announcing.send(request("POST", "/echo", "Content-Length: 100000"))
            var holding = try await test.client()
            try await holding.send(request("POST", "/echo", "Content-Length: 900") + String(repeating: "x", count: 899))
            await test.until { test.server.bodies.bytes == 899 }
            let body = String(repeating: "y", count: 200)
            let refused = try await test.ask(request("POST", "/echo", "Content-Length: 200") + body)
            #expect(refused?.status == 503 && refused?.head.fields.first("retry-after") == "1")
            try await holding.send("x")
            #expect(try await holding.answer()?.body.count == 900)
            await test.until { test.server.bodies.bytes == 0 }
            #expect(try await test.ask(request("POST", "/echo", "Content-Length: 200") + body)?.text == body)
        }
        #expect(statuses.withLock { $0 } == [503])
    }

    @Test func holdsABodyUntilItsHandlerIsDone() throws {
        let limits = ConnectionTests.limits { $0.maxBodiesBytes = 10 }
        let (opened, opening) = AsyncStream<Void>.makeStream()
        let slow = Route.post("/slow") { _ in
            for await _ in opened { break }
            return .text("")
        }
        try TestServer.run([route, slow], limits: limits) { test in
            var client = try await test.client()
            try await client.send(request("POST", "/slow", "Content-Length: 8") + "12345678")
            await test.until { test.server.statistics.handlers.contains { $0.inFlight == 1 } }
            #expect(try await test.ask(request("POST", "/echo", "Content-Length: 8") + "12345678")?.status == 503)
            opening.finish()
            #expect(try await client.answer()?.status == 200)
            #expect(try await test.ask(request("POST", "/echo", "Content-Length: 8") + "12345678")?.status == 200)
        }
    }

    @Test func aClientThatLeavesGivesItsShareBack() throws {
        try TestServer.run([route]) { test in
            do {
                let client = try await test.client()
                try await client.send(request("POST", "/echo", "Content-Length: 9") + "half")
                await test.until { test.server.bodies.bytes == 4 }
            }
            await test.until { test.server.bodies.bytes == 0 }
        }
    }
}
