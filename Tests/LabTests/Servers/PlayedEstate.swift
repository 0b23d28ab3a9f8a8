import Foundation
import Posix
import Probing
import ProcFS
import TLS
import Testing
import WhatsApp
import Wire

@testable import Lab

/// The suites that open an estate's sockets, one test at a time.
@Suite(.serialized) enum OverLoopback {}

/// The estate on loopback ports of its own, and the catalogue's probes of it.
struct PlayedEstate {
    /// 46.175.31.10, where somebody else serves the web.
    static let stranger = IPAddress.v4(0x2EAF_1F0A)

    let board = FaultBoard()
    let servers: EstateServers
    let environment: ProbeEnvironment
    let placement: Placement
    let secrets: LabSecrets
    private let rootKey: ChatRootKey

    /// Opens it for one test.
    static func run<Result: Sendable>(_ body: @escaping @Sendable (PlayedEstate) async throws -> Result) throws -> Result {
        let loop = try EventLoop()
        let result = loop.run { () -> Swift.Result<Result, any Error> in
            do {
                let estate = try PlayedEstate(on: loop)
                try await estate.servers.open()
                let result = try await body(estate)
                await estate.servers.close()
                return .success(result)
            } catch {
                return .failure(error)
            }
        }
        return try #require(result).get()
    }

    private init(on loop: EventLoop) throws {
        // Below the ports that the kernel gives to clients.
        placement = .loopback(portShift: .random(in: 1...7000))
        let identity = try ChatIdentity()
        rootKey = identity.rootKey
        secrets = try LabSecrets()
        let certificates = try CertificateShelf(at: unixTimeNow())
        servers = EstateServers(
            placement, board: board, identity: identity, stranger: try ChatIdentity(), certificates: certificates,
            secrets: secrets, strangers: [Self.stranger], on: loop)
        let directory = FileManager.default.temporaryDirectory.appending(path: "lab-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        let trusted = directory.appending(path: "ca.pem")
        try Data(certificates.rootPEM.utf8).write(to: trusted)
        environment = ProbeEnvironment(
            loop: loop, resolver: Resolver(on: loop, configurationPath: "/nonexistent", hostsPath: "/nonexistent"),
            tls: try TLSContext(systemTrust: TrustSources(), trustedFile: trusted.path))
    }

    /// Has other faults strike from now on.
    func suffer(_ faults: [FaultWindow]) async throws {
        board.replace(faults)
        try await servers.follow()
    }

    /// Probes as the catalogue's target of this name does.
    func probe(_ name: String, within limit: Duration = .seconds(10)) async throws -> ProbeOutcome {
        let endpoints = Catalogue.endpoints(rootKey: rootKey, procfs: ProcFS())
        var target = try #require(endpoints.first { $0.target.name == name }).target
        if let address = IPAddress(target.host) { target.host = "\(placement.listening(address, port: 0).ip)" }
        target.port = placement.port(target.port)
        target.resolver = placement.listening(Estate.systemResolver.address, port: 53)
        // All of loopback is bogus to a probe of a public host.
        target.isPublic = false
        // What a fault had it remember is none of the next probe's.
        defer { environment.resolver.forget(target.host) }
        return await target.prober.probe(
            target, over: target.families.families[0], in: environment, until: .after(limit))
    }

    /// Shakes hands with the chat service behind the web's WebSocket.
    func probeChatOverWebSocket(within limit: Duration = .seconds(10)) async throws -> ProbeOutcome {
        let host = "web.whatsapp.com"
        let port = placement.port(443)
        let prober = ChatProber(
            rootKey: rootKey, webSocket: try HTTPURL(parsing: "https://\(host):\(port)/ws/chat"), http: HTTPSettings())
        var target = Target(name: "test", host: host, port: port, prober: prober)
        target.resolver = placement.listening(Estate.systemResolver.address, port: 53)
        defer { environment.resolver.forget(host) }
        return await prober.probe(target, over: nil, in: environment, until: .after(limit))
    }

    /// Asks a DNS server of the estate.
    func ask(_ name: String, _ type: DNSType = .a, at server: String = "192.168.71.53") async throws -> DNSMessage {
        let address = try #require(IPAddress(server))
        return try await environment.resolver.query(
            name, type: type, server: placement.listening(address, port: 53), recursionDesired: true,
            until: .after(.seconds(10))
        ).message
    }
}

extension FaultWindow {
    /// From the start on, everywhere, unless told otherwise.
    static func now(_ fault: Fault, share: Share = .all, _ narrow: (inout Selection) -> Void = { _ in }) -> FaultWindow {
        var selection = Selection()
        narrow(&selection)
        return FaultWindow(from: .zero, at: selection, share: share, fault: fault)
    }
}
