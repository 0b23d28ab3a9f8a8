import Foundation
import Posix
import Synchronization
import TLS
import Testing
import Wire

@testable import Probing

/// The suites that open sockets, one test at a time.
@Suite(.serialized) enum OverLoopback {}

/// What one test plays on: a loop, loopback addresses of its own, a directory, and peers that end with it.
final class Stage: Sendable {
    static let patience = Duration.seconds(60)
    /// Time given to a probe that is meant to run out of it.
    static let impatience = Duration.milliseconds(800)

    private static let lastHost = Atomic<UInt32>(UInt32.random(in: 0..<200) << 8)

    let loop: EventLoop
    let directory: String
    private let peers = Mutex<[Task<Void, Never>]>([])
    private let kept = Mutex<[Int32]>([])

    private init() throws {
        loop = try EventLoop()
        directory = NSTemporaryDirectory() + "probing-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    }

    deinit {
        for number in kept.withLock({ $0 }) { close(number) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Runs `body` on a loop of its own and ends all peers after it.
    static func run<Result: Sendable>(_ body: @escaping @Sendable (Stage) async throws -> Result) throws -> Result {
        let stage = try Stage()
        let result = stage.loop.run { () -> Swift.Result<Result, any Error> in
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(stage)) } catch { result = .failure(error) }
            for peer in stage.peers.withLock({ $0 }) {
                peer.cancel()
                await peer.value
            }
            return result
        }
        return try #require(result).get()
    }

    /// A host nobody else is: an address of 127.0.0.0/8 not given out before.
    func newHost() -> IPAddress {
        .v4(0x7F20_0000 + Self.lastHost.add(1, ordering: .relaxed).newValue)
    }

    /// Runs a peer's task until the test ends.
    func play(_ body: @escaping @Sendable () async -> Void) {
        let peer = loop.spawn(body)
        peers.withLock { $0.append(peer) }
    }

    /// Keeps a descriptor open until the test ends.
    func keep(_ descriptor: Int32) {
        kept.withLock { $0.append(descriptor) }
    }

    func sleep(_ duration: Duration) async {
        _ = await loop.sleep(until: .after(duration))
    }

    /// Waits until something is so.
    func until(_ condition: () -> Bool) async {
        let deadline = Deadline.after(Self.patience)
        while !condition(), .now < deadline { await sleep(.milliseconds(1)) }
        #expect(condition())
    }

    func write(_ text: String, to name: String) throws -> String {
        let path = "\(directory)/\(name)"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// A resolver whose `resolv.conf` and `hosts` say this; without text there is no such file.
    func resolver(
        _ configuration: String?, hosts: String? = nil, nameserver: SocketAddress? = nil, port: UInt16 = 53
    ) throws -> Resolver {
        if let configuration { _ = try write(configuration, to: "resolv.conf") }
        if let hosts { _ = try write(hosts, to: "hosts") }
        return Resolver(
            on: loop, configurationPath: "\(directory)/resolv.conf", hostsPath: "\(directory)/hosts",
            nameserver: nameserver, port: port)
    }

    /// An environment that resolves nothing unless told how, and trusts nobody unless told whom.
    func environment(
        _ resolver: Resolver? = nil, trusting trustedFile: String? = nil, at time: @escaping @Sendable () -> Double = unixTimeNow
    ) throws -> ProbeEnvironment {
        ProbeEnvironment(
            loop: loop, resolver: try resolver ?? self.resolver(nil),
            tls: try TLSContext(systemTrust: TrustSources(), trustedFile: trustedFile), now: time)
    }

    /// Probes once.
    func probe(
        _ prober: some Prober, _ address: SocketAddress, in environment: ProbeEnvironment? = nil,
        within limit: Duration = patience
    ) async throws -> ProbeOutcome {
        let target = Target(name: "test", host: "\(address.ip)", port: address.port, prober: prober)
        return await prober.probe(target, over: nil, in: try environment ?? self.environment(), until: .after(limit))
    }
}

extension ProbeOutcome {
    /// The phases that were timed.
    var timed: [Phase] { Phase.allCases.filter { phases[$0] != nil } }
}
