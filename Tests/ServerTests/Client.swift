import Posix
import Testing
import Wire

/// A client that says exactly what it is told to, on the loop of the server it talks to.
struct Client: ~Copyable {
    struct Answer: Sendable, Equatable {
        let head: HTTPResponseHead
        let body: [UInt8]

        var status: Int { head.status }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let socket: Socket
    private var input: [UInt8] = []
    private let patience = Deadline.after(.seconds(30))

    init(to address: SocketAddress, on loop: EventLoop) async throws {
        let socket = try Socket.stream(for: address.ip.family, on: loop)
        try await socket.connect(to: address, until: patience)
        self.socket = socket
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await socket.write(bytes, until: patience)
    }

    /// Reads one response; `nil` when the server closed instead.
    mutating func answer(to method: String = "GET") async throws -> Answer? {
        var parser = HTTPResponseParser()
        while true {
            if case .complete(let head, let consumed) = try parser.parse(input.span) {
                input.removeFirst(consumed)
                return Answer(head: head, body: try await body(of: head, method))
            }
            if try await socket.read(into: &input, until: patience) == 0 { return nil }
        }
    }

    private mutating func body(of head: HTTPResponseHead, _ method: String) async throws -> [UInt8] {
        var decoder = try BodyDecoder(
            framing: try head.bodyFraming(forRequestMethod: method), limits: HTTPLimits(maxBodyBytes: 1 << 26))
        var body: [UInt8] = []
        while true {
            input.removeFirst(try decoder.decode(input.span, into: &body))
            if decoder.isComplete { return body }
            try #require(try await socket.read(into: &input, until: patience) > 0, "the response is cut off")
        }
    }

    /// Sends one request and reads its response.
    mutating func ask(_ request: String, method: String = "GET") async throws -> Answer? {
        try await send(request)
        return try await answer(to: method)
    }

    /// Whether the server has closed and had nothing more to say.
    mutating func isClosed() async throws -> Bool {
        guard input.isEmpty else { return false }
        return try await socket.read(into: &input, until: patience) == 0
    }
}
