import Glibc
import TLS
import Testing
import Wire

@testable import Posix

/// The suites that open sockets, one test at a time.
@Suite(.serialized) enum OverLoopback {
    static let patience = Duration.seconds(60)

    /// Runs `body` on a loop of its own.
    static func run<Result: Sendable>(_ body: @escaping @Sendable (EventLoop) async throws -> Result) throws -> Result {
        let loop = try EventLoop()
        let result = loop.run { () -> Swift.Result<Result, any Error> in
            do { return .success(try await body(loop)) } catch { return .failure(error) }
        }
        return try #require(result).get()
    }

    static func listen(on loop: EventLoop) throws -> ListeningSocket {
        try ListeningSocket(at: SocketAddress(.v4(0x7F00_0001), port: 0), on: loop)
    }

    static func address(of listener: borrowing ListeningSocket) throws -> SocketAddress {
        let address = listener.address
        return try #require(address)
    }

    static func connect(to address: SocketAddress, on loop: EventLoop) async throws -> Socket {
        let socket = try Socket.stream(for: address.ip.family, on: loop)
        try await socket.connect(to: address, until: .after(patience))
        return socket
    }

    /// Connects and shakes hands; what the handshake throws is a value here.
    static func handshake(
        with address: SocketAddress, _ context: TLSContext, as name: String, alpn: [String] = [], at time: Int64? = nil,
        within limit: Duration = patience, on loop: EventLoop
    ) async throws -> Result<TLSHandshake, TLSError> {
        let socket = try await connect(to: address, on: loop)
        do throws(TLSError) {
            let stream = try TLSStream(over: socket, context: context, serverName: name, alpn: alpn, verificationTime: time)
            let result = try await stream.handshake(until: .after(limit))
            guard OpenSSLError.drain().codes.isEmpty else { return .failure(.failed("errors left in OpenSSL's queue")) }
            stream.shutdown()
            return .success(result)
        } catch {
            guard OpenSSLError.drain().codes.isEmpty else { return .failure(.failed("errors left in OpenSSL's queue")) }
            return .failure(error)
        }
    }

    static func handshake(
        with server: OpenSSLServer, _ context: TLSContext, as name: String, alpn: [String] = [], at time: Int64? = nil
    ) throws -> Result<TLSHandshake, TLSError> {
        let address = server.address
        return try run { try await handshake(with: address, context, as: name, alpn: alpn, at: time, on: $0) }
    }

    /// Shakes hands with a peer that does what `peer` does with its accepted descriptor.
    static func handshake(
        within limit: Duration = patience, peer: @escaping @Sendable (consuming Socket) async throws -> Void
    ) throws -> Result<TLSHandshake, TLSError> {
        let context = try TLSContext(systemTrust: TrustSources())
        return try run { loop in
            let listener = try listen(on: loop)
            let address = try address(of: listener)
            let client = Task(executorPreference: loop) {
                try await handshake(with: address, context, as: "peer.test", within: limit, on: loop)
            }
            let connection = try await listener.accept(until: .after(patience))
            let number = connection.take()
            let serving = Task(executorPreference: loop) {
                try await peer(try Socket(adopting: FileDescriptor(owning: number), on: loop))
            }
            let result = try await client.value
            serving.cancel()
            _ = await serving.result
            return result
        }
    }

    /// Open sockets of this process whose other end is one of the addresses, whatever other suites have open.
    static func descriptorsConnected(to addresses: [SocketAddress]) -> Int {
        (0..<Int32(4096)).count { number in
            let peer = unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
                guard unsafe getpeername(number, address, length) == 0 else { throw Errno.last }
            }
            return peer.flatMap(\.self).map(addresses.contains) ?? false
        }
    }
}
