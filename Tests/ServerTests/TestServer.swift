import Posix
import Synchronization
import Testing
import Wire

@testable import Server

/// A server and its clients, all on one loop.
struct TestServer: Sendable {
    private static let lastHost = Atomic<UInt32>(UInt32.random(in: 0..<200) << 8)

    /// A host nobody else is, so that no other test's sockets are taken for this one's.
    static func newHost() -> IPAddress {
        .v4(0x7f40_0000 + lastHost.add(1, ordering: .relaxed).newValue)
    }

    static func anyPort(at host: IPAddress = newHost()) -> ListenAddress {
        ListenAddress(host: .ip(host), port: 0)
    }

    let server: WebServer
    let loop: EventLoop
    let address: SocketAddress

    /// Runs `body` beside a server, then stops that and looks that no descriptor of it is left.
    static func run<Result: Sendable>(
        _ routes: [Route], limits: ServerLimits = ServerLimits(), at address: ListenAddress = anyPort(),
        gate: @escaping @Sendable (EventLoop) -> Gate? = { _ in nil },
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) throws -> Result {
        let loop = try EventLoop()
        let result = loop.run { () -> Swift.Result<Result, any Error> in
            do {
                let server = WebServer(Router(routes), limits: limits, gate: gate(loop), on: loop)
                let address = try #require(try await server.listen(at: address).first)
                let value = try await body(TestServer(server: server, loop: loop, address: address))
                await server.stop(gracefullyUntil: .after(.milliseconds(200)))
                #expect(server.statistics.connectionsOpen == 0)
                #expect(descriptorCount(at: address) == 0)
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try #require(result).get()
    }

    func client() async throws -> Client {
        try await Client(to: address, on: loop)
    }

    /// Sends one request on a connection of its own.
    func ask(_ request: String, method: String = "GET") async throws -> Client.Answer? {
        var client = try await client()
        return try await client.ask(request, method: method)
    }

    func sleep(_ duration: Duration) async {
        _ = await loop.sleep(until: .after(duration))
    }

    /// Waits until something is so.
    func until(_ condition: () -> Bool) async {
        let deadline = Deadline.after(.seconds(30))
        while !condition(), .now < deadline { await sleep(.milliseconds(1)) }
        #expect(condition())
    }
}

/// A request with only what must be in it.
func request(_ method: String, _ target: String, _ lines: String...) -> String {
    "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
}

/// A GET request with only what must be in it.
func get(_ target: String, _ lines: String...) -> String {
    "GET \(target) HTTP/1.1\r\nHost: localhost\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
}
