import Posix
import Testing
import Wire

@testable import Server

@Suite struct WebServerListeningTests {
    private let routes: [Route] = [.get("/hello") { _ in .text("hello") }]

    @Test func answersOverIPv6() throws {
        let text = try TestServer.run(routes, at: ListenAddress(host: .ip(.v6(high: 0, low: 1)), port: 0)) { test in
            #expect(test.address.ip == .v6(high: 0, low: 1))
            #expect(test.address.port != 0)
            return try await test.ask(get("/hello"))?.text
        }
        #expect(text == "hello")
    }

    @Test(arguments: [ListenAddress.Host.any, .loopback]) func servesBothFamiliesAtOnePort(_ host: ListenAddress.Host) throws {
        try TestServer.run(routes) { test in
            let addresses = try await test.server.listen(at: ListenAddress(host: host, port: 0))
            #expect(addresses.map(\.ip.family) == [.ip4, .ip6])
            #expect(Set(addresses.map(\.port)).count == 1)
            for ip in [IPAddress.v4(0x7f00_0001), .v6(high: 0, low: 1)] {
                var client = try await Client(to: SocketAddress(ip, port: addresses[0].port), on: test.loop)
                #expect(try await client.ask(get("/hello"))?.text == "hello")
            }
        }
    }

    @Test func listensAtSeveralAddresses() throws {
        try TestServer.run(routes) { test in
            let second = try #require(try await test.server.listen(at: TestServer.anyPort()).first)
            #expect(second != test.address)
            for address in [test.address, second] {
                var client = try await Client(to: address, on: test.loop)
                #expect(try await client.ask(get("/hello"))?.text == "hello")
            }
        }
    }

    @Test func saysWhichAddressIsTaken() throws {
        try TestServer.run(routes) { test in
            let error = await #expect(throws: ListenError.self) {
                try await test.server.listen(at: ListenAddress(host: .ip(test.address.ip), port: test.address.port))
            }
            #expect(error?.address == test.address)
            #expect(error?.description == "cannot listen on \(test.address): Address already in use")
        }
    }

    @Test func canBeAskedFromAnyThread() async throws {
        let loop = try EventLoop()
        loop.start()
        let server = WebServer(Router(routes), on: loop)
        let address = try #require(try await server.listen(at: TestServer.anyPort()).first)
        let text = await Task(executorPreference: loop) {
            guard var client = try? await Client(to: address, on: loop) else { return String?.none }
            return try? await client.ask(get("/hello"))?.text
        }.value
        #expect(text == "hello")
        await server.stop(gracefullyUntil: .after(.seconds(30)))
        #expect(descriptorCount(at: address) == 0)
        loop.stop()
        loop.join()
    }

    @Test func takesOverASocketThatListens() throws {
        let (descriptor, bound) = try boundDescriptor(isListening: true)
        try TestServer.run(routes) { test in
            let address = try #require(try await test.server.listen(adopting: FileDescriptor(owning: descriptor)))
            #expect(address == bound)
            var client = try await Client(to: address, on: test.loop)
            #expect(try await client.ask(get("/hello"))?.text == "hello")
        }
        #expect(descriptorCount(at: bound) == 0)
    }

    @Test func backsOffWhenItCannotAccept() throws {
        // accept(2) says EINVAL of a socket that does not listen, and says so each time.
        let (descriptor, bound) = try boundDescriptor()
        let statistics = try TestServer.run(routes) { test in
            _ = try await test.server.listen(adopting: FileDescriptor(owning: descriptor))
            await test.until { test.server.statistics.acceptFailures > 0 }
            for _ in 0..<100 { #expect(try await test.ask(get("/hello"))?.text == "hello") }
            return test.server.statistics
        }
        #expect(statistics.acceptFailures < 50)
        #expect(descriptorCount(at: bound) == 0)
    }

    @Test func refusesConnectionsPastTheLimit() throws {
        var limits = ServerLimits()
        limits.maxConnections = 256
        let statistics = try TestServer.run(routes, limits: limits) { test in
            let outcomes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<300 {
                    group.addTask {
                        var client = try await test.client()
                        // Whoever is let in stays until all have come.
                        await test.until {
                            test.server.statistics.connectionsAccepted + test.server.statistics.connectionsRefused == 300
                        }
                        return try await client.ask(get("/hello"))?.status
                    }
                }
                return try await group.reduce(into: [Int?: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == [200: 256, 503: 44])
            #expect(try await test.ask(get("/hello"))?.text == "hello")
            return test.server.statistics
        }
        #expect(statistics.connectionsRefused == 44)
    }

    @Test func whoHasRestedLongestGivesWayToANewcomer() throws {
        var limits = ServerLimits()
        limits.maxConnections = 3
        let statistics = try TestServer.run(routes, limits: limits) { test in
            // One that has asked nothing yet keeps its place, though it came first.
            var silent = try await test.client()
            await test.until { test.server.statistics.connectionsOpen == 1 }
            var first = try await test.client()
            #expect(try await first.ask(get("/hello"))?.status == 200)
            var second = try await test.client()
            #expect(try await second.ask(get("/hello"))?.status == 200)
            #expect(try await first.ask(get("/hello"))?.status == 200)
            // Now it is the second that has rested longest.
            var newcomer = try await test.client()
            #expect(try await newcomer.ask(get("/hello"))?.status == 200)
            #expect(try await second.isClosed())
            #expect(try await first.ask(get("/hello"))?.status == 200)
            #expect(try await silent.ask(get("/hello"))?.status == 200)
            return test.server.statistics
        }
        #expect(statistics.connectionsRefused == 0 && statistics.connectionsAccepted == 4)
    }
}
