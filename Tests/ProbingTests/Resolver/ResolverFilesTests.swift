import Foundation
import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    /// What the system's files say, and which servers are asked because of it.
    @Suite struct ResolverFilesTests {
        private static let answer = IPAddress("192.0.2.80")!

        /// Name servers on hosts of their own that share a port, as `resolv.conf` has it.
        private static func servers(
            _ count: Int, on stage: Stage, _ answer: @escaping @Sendable (Int, NameServer.Query) -> [[UInt8]]
        ) throws -> [NameServer] {
            var servers: [NameServer] = []
            for index in 0..<count {
                servers.append(try stage.nameServer(port: servers.first?.address.port ?? 0) { answer(index, $0) })
            }
            return servers
        }

        private static func resolver(_ servers: [NameServer], _ more: String = "", on stage: Stage) throws -> Resolver {
            let lines = servers.map { "nameserver \($0.address.ip)\n" }.joined()
            return try stage.resolver(lines + more, port: try #require(servers.first).address.port)
        }

        // MARK: Servers

        @Test(arguments: [DNSResponseCode.servFail, .refused, .notImp, .formErr])
        func goesOnToTheNextServerAfter(code: DNSResponseCode) throws {
            try Stage.run { stage in
                let servers = try Self.servers(2, on: stage) { [$0 == 0 ? $1.reply(code) : $1.reply(Self.answer)] }
                let resolver = try Self.resolver(servers, on: stage)
                let resolution = try await ResolverTests.resolve("chat.test", with: resolver).get()
                #expect(resolution.server == servers[1].address)
            }
        }

        @Test func goesOnToTheNextServerAfterSilence() throws {
            try Stage.run { stage in
                let servers = try Self.servers(3, on: stage) { $0 == 2 ? [$1.reply(Self.answer)] : [] }
                let resolver = try Self.resolver(servers, "options timeout:5", on: stage)
                let resolution = try await ResolverTests.resolve("chat.test", with: resolver, within: .milliseconds(900)).get()
                #expect(resolution.server == servers[2].address)
                #expect(servers.map(\.queries.count) == [1, 1, 1])
            }
        }

        @Test func goesOnToTheNextServerAfterARefusedPort() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply(Self.answer)] }
                let resolver = try stage.resolver(
                    "nameserver \(stage.newHost())\nnameserver \(server.address.ip)", port: server.address.port)
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().server == server.address)
            }
        }

        @Test func takesNXDOMAINForAnAnswer() throws {
            try Stage.run { stage in
                let servers = try Self.servers(2, on: stage) { [$0 == 0 ? $1.reply(.nxDomain) : $1.reply(Self.answer)] }
                let resolver = try Self.resolver(servers, on: stage)
                #expect(await ResolverTests.reason("chat.test", with: resolver) == .dnsNXDomain)
                #expect(servers[1].queries.isEmpty)
            }
        }

        @Test func triesAgainAsOftenAsItIsTold() throws {
            try Stage.run { stage in
                let servers = try Self.servers(2, on: stage) { [Array($1.reply().prefix(6))] }
                let resolver = try Self.resolver(servers, "options attempts:3", on: stage)
                #expect(await ResolverTests.reason("chat.test", with: resolver) == .dnsMalformed)
                #expect(servers.map(\.queries.count) == [3, 3])
            }
        }

        @Test func givesUpAtTheDeadline() throws {
            try Stage.run { stage in
                let servers = try Self.servers(2, on: stage) { _, _ in [] }
                let resolver = try Self.resolver(servers, on: stage)
                #expect(await ResolverTests.reason("chat.test", with: resolver, within: Stage.impatience) == .dnsTimeout)
                #expect(servers.map(\.queries.count) == [1, 1])
            }
        }

        @Test func stopsWhenCancelled() throws {
            try Stage.run { stage in
                let servers = try Self.servers(2, on: stage) { _, _ in [] }
                let resolver = try Self.resolver(servers, on: stage)
                let asking = Task(executorPreference: stage.loop) { await ResolverTests.reason("chat.test", with: resolver) }
                await stage.until { !servers[0].queries.isEmpty }
                asking.cancel()
                #expect(await asking.value == .other)
                #expect(servers[1].queries.isEmpty)
            }
        }

        @Test func rotatesWhenTold() throws {
            try Stage.run { stage in
                let servers = try Self.servers(3, on: stage) { [$1.reply(.nxDomain)] }
                let resolver = try Self.resolver(servers, "options rotate", on: stage)
                for _ in 0..<6 { _ = await ResolverTests.reason("chat.test", with: resolver) }
                #expect(servers.map(\.queries.count) == [2, 2, 2])
            }
        }

        @Test func asksOverIPv6() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer], at: IPAddress("::1")!)
                let resolver = try stage.resolver("nameserver ::1", port: server.address.port)
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().server == server.address)
            }
        }

        @Test func saysThatAServerIsUnreachable() throws {
            try Stage.run { stage in
                let resolver = try stage.resolver("nameserver \(stage.newHost())", port: 9)
                #expect(await ResolverTests.reason("chat.test", with: resolver) == .dnsUnreachable)
            }
        }

        @Test func saysThatThisHostForbidsIt() throws {
            try Stage.run { stage in
                // The kernel keeps a socket from a broadcast address unless told otherwise (ip(7)).
                let resolver = try stage.resolver("nameserver 127.255.255.255", port: 9)
                #expect(await ResolverTests.reason("chat.test", with: resolver) == .permissionDenied)
            }
        }

        @Test(arguments: [nil, "", "# nothing\n"] as [String?])
        func saysThatThereIsNoResolver(configuration: String?) throws {
            try Stage.run { stage in
                let (descriptor, address) = try stage.bind(.udp, at: SocketAddress(IPAddress("127.0.0.1")!, port: 0))
                close(descriptor)
                let resolver = try stage.resolver(configuration, port: address.port)
                #expect(await ResolverTests.reason("chat.test", with: resolver) == .dnsNoResolver)
            }
        }

        @Test func asksThisMachineWithoutAServer() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer], at: IPAddress("127.0.0.1")!)
                let resolver = try stage.resolver(nil, port: server.address.port)
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
            }
        }

        // MARK: Names

        @Test func triesSuffixesAfterNXDOMAIN() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test.b.test": Self.answer])
                let resolver = try Self.resolver([server], "search a.test b.test c.test", on: stage)
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
                #expect(server.names == ["chat.test", "chat.test.a.test", "chat.test.b.test"])
            }
        }

        @Test func triesSuffixesFirstForNamesWithFewDots() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer])
                let resolver = try Self.resolver([server], "search a.test\noptions ndots:5", on: stage)
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
                #expect(server.names == ["chat.test.a.test", "chat.test"])
            }
        }

        @Test func triesNoSuffixOfAFullName() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: [:])
                let resolver = try Self.resolver([server], "search a.test\noptions ndots:5", on: stage)
                #expect(await ResolverTests.reason("chat.test.", with: resolver) == .dnsNXDomain)
                #expect(server.names == ["chat.test"])
            }
        }

        @Test func asksAnotherServerForTheNameAsItStands() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: [:])
                let resolver = try stage.resolver("search a.test\noptions ndots:5")
                let result = await ResolverTests.resolve("chat.test", with: resolver, server: server.address)
                #expect(throws: ProbeFailure.self) { try result.get() }
                #expect(server.names == ["chat.test"])
            }
        }

        @Test func mindsNoTroubleWithASuffix() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { query in
                    [query.name == "chat.test" ? query.reply(Self.answer) : query.reply(.servFail)]
                }
                let resolver = try Self.resolver([server], "search a.test\noptions ndots:5", on: stage)
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().addresses == [Self.answer])
            }
        }

        @Test func keepsItsWordWhenSuffixesAreSilent() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { $0.name == "chat.test" ? [$0.reply(.nxDomain)] : [] }
                let resolver = try Self.resolver([server], "search a.test", on: stage)
                #expect(await ResolverTests.reason("chat.test", with: resolver, within: Stage.impatience) == .dnsNXDomain)
            }
        }

        // MARK: Files

        @Test func readsTheHostsFileFirst() throws {
            try Stage.run { stage in
                let server = try stage.nameServer(knowing: ["chat.test": Self.answer, "web.test": Self.answer])
                let resolver = try stage.resolver(
                    "nameserver \(server.address.ip)", hosts: "192.0.2.1 CHAT.test", port: server.address.port)
                let listed = try await ResolverTests.resolve("chat.test", with: resolver).get()
                #expect((listed.source, listed.addresses) == (.hostsFile, [IPAddress("192.0.2.1")!]))
                #expect(try await ResolverTests.resolve("web.test", with: resolver).get().source == .dns)
                let asked = try await ResolverTests.resolve("chat.test", with: resolver, server: server.address).get()
                #expect(asked.addresses == [Self.answer])
            }
        }

        @Test func readsChangedFilesAgain() throws {
            try Stage.run { stage in
                let servers = try Self.servers(2, on: stage) { [$1.reply(Self.answer, ttl: $0 == 0 ? 0 : 1)] }
                let resolver = try Self.resolver([servers[0]], on: stage)
                _ = await ResolverTests.resolve("chat.test", with: resolver)
                _ = try stage.write("# moved\nnameserver \(servers[1].address.ip)", to: "resolv.conf")
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().server == servers[1].address)
                _ = try stage.write("192.0.2.1 chat.test", to: "hosts")
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().source == .hostsFile)
                try FileManager.default.removeItem(atPath: stage.directory + "/hosts")
                #expect(try await ResolverTests.resolve("chat.test", with: resolver).get().source != .hostsFile)
                try FileManager.default.removeItem(atPath: stage.directory + "/resolv.conf")
                #expect(resolver.configuration == ResolverConfiguration())
            }
        }
    }
}
