import Posix
import Probing
import TLS
import Wire

/// An HTTPS server of one host, and behind one of its paths the chat service.
struct WebService: Sendable {
    let host: String
    let board: FaultBoard
    let certificates: CertificateShelf
    let chat: ChatService
    let platform: BusinessPlatform
    let loop: EventLoop

    /// How long a client may take for anything.
    private static let patience = Duration.seconds(60)

    /// Serves one connection to its end.
    func serve(_ socket: consuming Socket, _ strike: Strike) async throws {
        if strike.tls == .notTLS {
            var hello: [UInt8] = []
            _ = try await socket.read(into: &hello, until: .after(Self.patience))
            return try await socket.write(encode(.portal, for: nil), until: .after(Self.patience))
        }
        let deadline = Deadline.after(Self.patience)
        let time = board.trueTime
        let stream = try TLSStream(over: socket, context: certificates.context(for: host, fault: strike.tls, at: time))
        if strike.tls == .stalled {
            _ = try await stream.clientHello(until: deadline)
            _ = await loop.sleep(until: deadline)
            return
        }
        try await stream.accept(until: deadline)
        try await converse(stream, strike)
    }

    /// Answers requests, one after the other.
    private func converse(_ stream: consuming TLSStream, _ strike: Strike) async throws {
        var parser = HTTPRequestParser()
        var received: [UInt8] = []
        while true {
            let result = try parser.parse(received.span)
            guard case .complete(let request, let consumedBytes) = result else {
                guard try await stream.read(into: &received, until: .after(Self.patience)) > 0 else { return }
                continue
            }
            received.removeFirst(consumedBytes)
            if host == "web.whatsapp.com", request.target.hasPrefix("/ws/chat"), let key = WebSocketOpening.key(of: request) {
                var head: [UInt8] = []
                WebSocketOpening.answer(proving: try WebSocketOpening.proof(of: key)).serialize(into: &head)
                try await stream.write(head, until: .after(Self.patience))
                let socket = WebSocketStream(over: WebSocketChannel(over: .secured(stream), as: .server, received: received))
                try await chat.serve(socket, strike)
                return await socket.close(until: .after(Self.patience))
            }
            guard try await respond(to: request, over: stream, strike), request.fields.first("content-length") == nil else {
                stream.shutdown()
                return
            }
        }
    }

    /// - Returns: whether the connection may go on.
    private func respond(
        to request: HTTPRequestHead, over stream: borrowing TLSStream, _ strike: Strike
    ) async throws -> Bool {
        var answer = platform.answer(of: host, to: request) ?? Estate.answer(of: host, to: request)
        switch strike.http {
        case .status(let status): answer = .failing(status)
        case .wrongBody: (answer.contentType, answer.body) = (WebAnswer.portal.contentType, WebAnswer.portal.body)
        case .slowFirstByte(let delay): _ = await loop.sleep(until: .after(delay))
        case .foreignRedirect: (answer.status, answer.location) = (302, Estate.strangersPage)
        case .truncated, nil: break
        }
        var bytes = encode(answer, for: request)
        let isTruncated = strike.http == .truncated
        if isTruncated { bytes.removeLast(bytes.endsWithHead ? 1 : min(answer.body.utf8.count, 8)) }
        try await stream.write(bytes, until: .after(Self.patience))
        return !isTruncated && request.keepAlive
    }

    private func encode(_ answer: WebAnswer, for request: HTTPRequestHead?) -> [UInt8] {
        var head = answer.head
        if answer.isDated { head.fields.append("Date", HTTPDate.format(unixSeconds: Int64(board.trueTime))) }
        for line in (answer.fields ?? Estate.fields(of: host)).lines { head.fields.append(line.name, line.value) }
        head.fields.append("Content-Length", "\(answer.body.utf8.count)")
        var bytes: [UInt8] = []
        head.serialize(into: &bytes)
        return request?.method == "HEAD" ? bytes : bytes + Array(answer.body.utf8)
    }
}

extension [UInt8] {
    /// Whether nothing follows a head: it ends with its empty line.
    fileprivate var endsWithHead: Bool { suffix(4).elementsEqual("\r\n\r\n".utf8) }
}
