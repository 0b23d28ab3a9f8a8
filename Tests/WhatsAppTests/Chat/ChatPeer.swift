import Posix
import Probing
import TLS
import Testing
import WhatsApp
import Wire

/// A chat server on loopback that answers a first flight as it is told, and what a probe makes of it.
enum ChatPeer {
    enum Manner: Sendable {
        /// Sends these bytes and waits for the client to leave.
        case stays
        /// Sends these bytes and closes.
        case leaves
    }

    /// Probes a server that answers with what `answer` makes of the first flight.
    static func probe(
        _ manner: Manner = .stays, within limit: Duration = .seconds(20), at time: Double = Double(ChatResponder.time),
        _ answer: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) throws -> ProbeOutcome {
        let loop = try EventLoop()
        let rootKey = try ChatResponder.rootKey()
        let outcome = loop.run { () -> Result<ProbeOutcome, any Error> in
            do {
                let listener = try ListeningSocket(at: SocketAddress(.v4(0x7F00_0001), port: 0), on: loop)
                let bound = listener.address
                let address = try #require(bound)
                let environment = ProbeEnvironment(
                    loop: loop, resolver: Resolver(on: loop), tls: try TLSContext(systemTrust: TrustSources()), now: { time })
                let target = Target(
                    name: "test", host: "\(address.ip)", port: address.port, prober: ChatProber(rootKey: rootKey))
                let probing = Task(executorPreference: loop) {
                    await target.prober.probe(target, over: nil, in: environment, until: .after(limit))
                }
                let connection = try await listener.accept(until: .after(.seconds(20)))
                try await serve(connection.take(), manner, on: loop, answer)
                return .success(await probing.value)
            } catch {
                return .failure(error)
            }
        }
        return try #require(outcome).get()
    }

    private static func serve(
        _ descriptor: Int32, _ manner: Manner, on loop: EventLoop, _ answer: ([UInt8]) throws -> [UInt8]
    ) async throws {
        let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
        var flight: [UInt8] = []
        while flight.count < 43 {
            guard try await socket.read(into: &flight, until: .after(.seconds(20))) > 0 else { return }
        }
        #expect(flight.count == 43 && flight.starts(with: ChatHandshake.header))
        do {
            try await socket.write(answer(flight), until: .after(.seconds(20)))
            var rest: [UInt8] = []
            while manner == .stays, try await socket.read(into: &rest, until: .after(.seconds(20))) > 0 {}
            #expect(rest.isEmpty, "nothing that looks like a login follows")
        } catch is SocketError {
            // A client that has seen enough leaves in the middle of it.
        }
    }
}
