import Posix
import TLS
import Wire

/// An HTTPS server of one host, and behind one of its paths the chat service.
struct WebService: Sendable {
    let host: String
    let board: FaultBoard
    let certificates: CertificateShelf
    let chat: ChatService
    let loop: EventLoop

    /// How long a client may take for anything.
    private static let patience = Duration.seconds(60)

    /// Serves one connection to its end.
    func serve(_ socket: consuming Socket, _ strike: Strike) async throws {
        if strike.tls == .notTLS {
            var hello: [UInt8] = []
            _ = try await socket.read(into: &hello, until: .after(Self.patience))
            let answer = WebAnswers.Answer(400, ["Content-Type": "text/html"], WebAnswers.page("400", "Plain HTTP here."))
            return try await socket.write(encode(answer, for: nil), until: .after(Self.patience))
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
            if host == "web.whatsapp.com", request.target.hasPrefix("/ws/chat"),
                let opening = try WebSocketStream.opening(for: request)
            {
                var head: [UInt8] = []
                opening.serialize(into: &head)
                try await stream.write(head, until: .after(Self.patience))
                let socket = WebSocketStream(over: stream, received: received)
                try await chat.serve(socket, strike)
                return try await socket.close(until: .after(Self.patience))
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
        var answer = WebAnswers.answer(of: host, to: request)
        switch strike.http {
        case .status(let status): answer = WebAnswers.Answer(status, ["Content-Type": "text/plain"])
        case .wrongBody: answer = Self.portal
        case .slowFirstByte(let delay): _ = await loop.sleep(until: .after(delay))
        case .foreignRedirect:
            answer = WebAnswers.Answer(302, ["Location": "http://portal.example.net/login"])
        case .truncated, nil: break
        }
        var bytes = encode(answer, for: request)
        let isTruncated = strike.http == .truncated
        if isTruncated { bytes.removeLast(bytes.endsWithHead ? 1 : min(answer.body.count, 8)) }
        try await stream.write(bytes, until: .after(Self.patience))
        return !isTruncated && request.keepAlive && answer.fields.first("connection") != "close"
    }

    /// A page that says nothing of WhatsApp, as a portal has it for every address.
    private static let portal = WebAnswers.Answer(
        200, ["Content-Type": "text/html"], WebAnswers.page("Welcome", "Please sign in to this network."))

    private func encode(_ answer: WebAnswers.Answer, for request: HTTPRequestHead?) -> [UInt8] {
        var fields: HTTPFields = ["Date": HTTPDate.format(unixSeconds: Int64(board.trueTime))]
        for line in answer.fields.lines { fields.append(line.name, line.value) }
        fields.append("Content-Length", "\(answer.body.count)")
        var bytes: [UInt8] = []
        HTTPResponseHead(status: answer.status, fields: fields).serialize(into: &bytes)
        return request?.method == "HEAD" ? bytes : bytes + answer.body
    }
}

extension [UInt8] {
    /// Whether nothing follows a head: it ends with its empty line.
    fileprivate var endsWithHead: Bool { suffix(4).elementsEqual("\r\n\r\n".utf8) }
}
