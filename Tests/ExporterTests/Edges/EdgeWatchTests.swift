import Diagnosis
import Foundation
import Glibc
import Posix
import Probing
import TLS
import Testing
import WhatsApp
import Wire

@testable import Exporter

/// The watch on its loop, against DNS servers and addresses on loopback.
@Suite(.serialized) struct EdgeWatchTests {
    private static let host = "chat.example.com"

    /// A TCP port that accepts, until closed.
    private struct Listener {
        let descriptor: Int32
        let address: SocketAddress

        init(at host: IPAddress = LoopbackNames.newHost()) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
            address = try LoopbackNames.bind(descriptor, to: host)
            guard listen(descriptor, 128) == 0 else { throw Errno.last }
        }
    }

    private struct Estate: Sendable {
        let loop: EventLoop
        let system: LoopbackNames
        let other: LoopbackNames
        let ledger: EdgeLedger

        func until(_ condition: () -> Bool) async {
            let deadline = Deadline.after(.seconds(20))
            while !condition(), .now < deadline { _ = await loop.sleep(until: .after(.milliseconds(2))) }
            #expect(condition())
        }

        func edge(_ resolver: String) -> EdgeReading? {
            ledger.overview(at: unixTimeNow()).edges.first { $0.key == EdgeKey(role: .chat, resolver: resolver, family: .ip4) }
        }

        /// Both resolvers lead there.
        func lead(to address: IPAddress) {
            system.set(EdgeWatchTests.host, .address(address))
            other.set(EdgeWatchTests.host, .address(address))
        }
    }

    /// Watches one chat name at two resolvers while `body` runs.
    private func watch(
        port: UInt16 = 1, isPublic: Bool = false, _ body: @escaping @Sendable (Estate) async throws -> Void
    ) throws {
        let loop = try EventLoop()
        let (system, other) = (try LoopbackNames(), try LoopbackNames())
        let directory = URL.temporaryDirectory.appending(path: "edges-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        let configuration = directory.appending(path: "resolv.conf")
        try "nameserver \(system.address.ip)\nsearch lan.example\n".write(to: configuration, atomically: false, encoding: .utf8)

        var settings = EdgeSettings()
        settings.interval = .milliseconds(20)
        settings.resolverInterval = .milliseconds(20)
        settings.pinnedInterval = .milliseconds(20)
        settings.resolvers = [other.address]
        let target = Target(name: "chat", host: Self.host, port: port, prober: TCPProber(), isPublic: isPublic)
        let plan = EdgePlan([Endpoint(.component(.chat), target)], settings: settings)
        let resolver = Resolver(
            on: loop, configurationPath: configuration.path, hostsPath: directory.path + "/none", port: system.address.port)
        let environment = ProbeEnvironment(loop: loop, resolver: resolver, tls: try TLSContext())
        let estate = Estate(loop: loop, system: system, other: other, ledger: EdgeLedger(plan))
        let watch = EdgeWatch(plan, environment: environment, hostGap: .milliseconds(10), ledger: estate.ledger)
        let result = loop.run { () -> Result<Void, any Error> in
            let tasks = [
                loop.spawn { await system.serve(on: loop) }, loop.spawn { await other.serve(on: loop) },
                loop.spawn { await watch.run() },
            ]
            let result: Result<Void, any Error>
            do { result = .success(try await body(estate)) } catch { result = .failure(error) }
            for task in tasks {
                task.cancel()
                await task.value
            }
            return result
        }
        try #require(result).get()
    }

    @Test func followsBothResolversInBothFamilies() throws {
        let (here, there) = (LoopbackNames.newHost(), LoopbackNames.newHost())
        try watch { estate in
            estate.system.set(Self.host, .address(here), .address(.v6(high: 0x2a03_2880_f33c_0120, low: 1)))
            estate.other.set(Self.host, .address(there))
            let label = "\(estate.other.address)"
            await estate.until { estate.edge("system") != nil && estate.edge(label) != nil }
            #expect(estate.edge("system")?.address == here)
            #expect(estate.edge(label)?.edge == EdgeNetwork(of: there))
            await estate.until { estate.ledger.overview(at: unixTimeNow()).edges.count == 3 }
            let overview = estate.ledger.overview(at: unixTimeNow())
            #expect(overview.edges.allSatisfy { $0.state == .home })
            #expect(overview.agreement.resolvers.map(\.ratio) == [0.5])
            let answers = try #require(overview.answers.first { $0.key.resolver == label && $0.key.family == .ip4 })
            // As answered, each time: our own resolver's memory is passed by.
            await estate.until { estate.system.asked.count { $0 == "A \(Self.host)" } > 2 }
            #expect(answers.ttlSeconds == 57)
            #expect(answers.shares.map(\.address) == [there])
            await estate.until {
                estate.ledger.overview(at: unixTimeNow()).answers.contains { $0.key.family == .ip6 && $0.unanswered > 0 }
            }
        }
    }

    @Test func looksNamesUpOnceAndForward() throws {
        let (true_, forged, odd) = (LoopbackNames.newHost(), LoopbackNames.newHost(), LoopbackNames.newHost())
        let names = ["mia3", "atl3"].map { "whatsapp-chatd-edge-shv-01-\($0).facebook.com" }
        try watch { estate in
            for (address, name) in [(true_, names[0]), (forged, names[1]), (odd, "host.example.net")] {
                estate.system.set(address.reverseName, .ptr(try #require(DNSName(name))))
            }
            estate.system.set(names[0], .address(true_))
            estate.system.set(names[1], .address(true_))
            for (address, standing, place) in [
                (true_, AddressName.Standing.confirmed, "mia3"), (forged, .refuted, nil), (odd, .unconfirmed, nil),
                (LoopbackNames.newHost(), .unnamed, nil),
            ] as [(IPAddress, AddressName.Standing, String?)] {
                estate.lead(to: address)
                await estate.until { estate.edge("system")?.address == address && estate.edge("system")?.name != nil }
                #expect(estate.edge("system")?.name?.standing == standing)
                #expect(estate.edge("system")?.place?.description == place)
            }
            #expect(estate.system.asked.count { $0 == "PTR \(true_.reverseName)" } == 1)
            #expect(estate.system.asked.count { $0 == "A \(names[0])" } == 1)
            // Neither is an odd name worth a question, nor the other resolver asked about names, nor the search list used.
            #expect(!estate.system.asked.contains("A host.example.net"))
            #expect(!estate.other.asked.contains { $0.hasPrefix("PTR") })
            #expect(!estate.system.asked.contains { $0.hasSuffix("lan.example") })
        }
    }

    @Test func pinnedProbesTellSteeringFromFailover() throws {
        let home = try Listener()
        let elsewhere = LoopbackNames.newHost()
        try watch(port: home.address.port) { estate in
            estate.lead(to: home.address.ip)
            await estate.until { estate.edge("system")?.state == .home }
            // A home, not only where we were first led.
            let hour = Int(unixTimeNow() / 3600)
            estate.ledger.restore([
                EdgeHomeRow(key: "chat/system/ip4", hour: hour, edge: "\(home.address.ip)", count: 100_000)
            ])
            estate.lead(to: elsewhere)
            await estate.until { estate.edge("system")?.state == .steered }
            #expect(estate.edge("system")?.pinned?.address == home.address.ip)
            #expect(estate.edge("system")?.pinned?.handshakeSeconds != nil)
            close(home.descriptor)
            await estate.until { estate.edge("system")?.state == .failoverSuspected }
            #expect(estate.edge("system")?.pinned?.isSuccess == false)
            estate.lead(to: home.address.ip)
            await estate.until { estate.edge("system")?.state == .home }
            #expect(estate.edge("system")?.changes == 2)
        }
    }

    @Test func bogusAddressOfAPublicNameIsNoEdge() throws {
        try watch(isPublic: true) { estate in
            estate.lead(to: .v4(0))
            await estate.until {
                estate.ledger.overview(at: unixTimeNow()).answers.contains { $0.unanswered > 1 && $0.shares.isEmpty }
            }
            #expect(estate.ledger.overview(at: unixTimeNow()).edges.isEmpty)
        }
    }
}
