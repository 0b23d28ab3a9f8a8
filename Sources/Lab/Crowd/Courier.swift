import Posix
import Wire

/// Carries requests to the exporter, each over a connection of its own.
struct Courier: Sendable {
    /// What came back: a status, and the body's beginning.
    struct Receipt: Equatable {
        var status: Int
        var body: [UInt8]
    }

    /// The exporter's own page.
    let url: HTTPURL
    let address: SocketAddress
    let loop: EventLoop

    private static let patience = Duration.seconds(10)
    private static let limits = HTTPLimits()

    /// Where a page is; `nil` for one that is not bare HTTP at an address of loopback: nothing is to leave this machine.
    static func address(of url: HTTPURL) -> SocketAddress? {
        guard url.scheme == .http, let address = SocketAddress(literal: url.host, port: url.port) else { return nil }
        return address.ip.reach == .loopback ? address : nil
    }

    /// `nil` for a page that ``address(of:)`` has none for.
    init?(to url: HTTPURL, on loop: EventLoop) {
        guard let address = Self.address(of: url) else { return nil }
        self.url = url
        self.address = address
        self.loop = loop
    }

    /// - Returns: `nil` when nothing came back, or not within ten seconds.
    func carry(_ post: Post) async -> Receipt? {
        try? await exchange(post)
    }

    private func exchange(_ post: Post) async throws -> Receipt? {
        var fields: HTTPFields = ["Host": url.hostField, "Connection": "close"]
        for line in post.fields.lines { fields.append(line.name, line.value) }
        if !post.body.isEmpty { fields.append("Content-Length", "\(post.body.count)") }
        guard let head = HTTPRequestHead(method: post.method, target: post.target, fields: fields) else { return nil }
        let deadline = Deadline.after(Self.patience)
        let socket = try Socket.stream(for: address.ip.family, on: loop)
        // All of 127.0.0.0/8 is ours to speak from, and of IPv6 one address.
        if let source = post.source, address.ip.family == source.family {
            try socket.bind(to: SocketAddress(source, port: 0))
        }
        try await socket.connect(to: address, until: deadline)
        var bytes: [UInt8] = []
        head.serialize(into: &bytes)
        try await socket.write(bytes + post.body, until: deadline)
        return try await receipt(from: socket, until: deadline)
    }

    private func receipt(from socket: consuming Socket, until deadline: Deadline) async throws -> Receipt {
        var parser = HTTPResponseParser()
        var received: [UInt8] = []
        while true {
            if case .complete(let head, let consumedBytes) = try parser.parse(received.span) {
                received.removeFirst(consumedBytes)
                guard head.status >= 200 else { continue }
                return Receipt(status: head.status, body: try await rest(received, of: socket, deadline))
            }
            guard try await socket.read(into: &received, until: deadline) > 0 else { throw HTTPParseError.truncated }
        }
    }

    /// All until the connection ends, which it does with the answer; of long ones the beginning.
    private func rest(_ begun: [UInt8], of socket: borrowing Socket, _ deadline: Deadline) async throws -> [UInt8] {
        var body = begun
        while body.count < Self.limits.maxHeadBytes, try await socket.read(into: &body, until: deadline) > 0 {}
        return body
    }
}
