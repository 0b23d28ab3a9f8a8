import Posix
import Wire

/// One client's connection: its requests in order, each answered before the next is read.
struct Connection<Stream: ClientStream & ~Copyable>: ~Copyable {
    private let stream: Stream
    private let peer: SocketAddress?
    private let id: ConnectionTable.ID
    private let server: WebServer
    private var input: RequestInput
    private var hasServed = false
    /// Whether the client may still be sending what nobody will read.
    private var leavesInput = false

    init(_ stream: consuming Stream, from peer: SocketAddress?, id: ConnectionTable.ID, of server: WebServer) {
        self.stream = stream
        self.peer = peer
        self.id = id
        self.server = server
        input = RequestInput(limits: server.limits.http)
    }

    /// Serves the client until one side has had enough.
    mutating func serve() async {
        do throws(RequestFailure) {
            var requests: UInt8 = 0
            while try await exchange() {
                requests &+= 1
                // A client whose next request is always there already must not keep the loop from the others.
                if requests % 16 == 0 { await Task.yield() }
            }
        } catch {
            guard case .refused(let status, let route) = error else { return stream.bidFarewell() }
            server.counters.count(route?.path ?? RequestCounters.other, status: status)
            route?.onRefusal?(status)
            leavesInput = true
            let answer = status == 503 ? Response.overloaded("too much is being sent at one time") : .error(status)
            guard await send(answer, to: nil, keepAlive: false) else { return }
        }
        if leavesInput || !input.isEmpty {
            await stream.drain(until: .after(server.limits.lingerTimeout))
        } else {
            stream.bidFarewell()
        }
    }

    /// Reads a request and answers it.
    /// - Returns: whether another may follow.
    private mutating func exchange() async throws(RequestFailure) -> Bool {
        let decoded = try await readHead()
        let (head, target) = (decoded.head, decoded.target)
        // RFC 9110 section 10.1.1: it is the only expectation there is, and not for HTTP/1.0.
        if head.version == .http11, head.fields.first("expect") != nil, !head.expectsContinue { throw .refused(status: 417) }
        var match = server.router.match(method: head.method, path: target.path)
        var extraFields: HTTPFields?
        if let gate = server.gate { extraFields = try await admit(head, at: gate, to: &match) }
        // Until the answer is there: the handler has the body that long.
        var share = BodyBudget.Share(of: server.bodies)
        let body = try await readBody(of: head, matching: match, as: &share)
        let request = Request(head: head, target: target, body: body, peer: peer, parameters: match.parameters)
        var response = await server.respond(to: request, matching: match)
        _ = consume share
        if let extraFields { response.apply(extraFields) }
        server.counters.count(match.countedPath, status: response.status)
        let keepAlive = head.keepAlive && !leavesInput && !server.connections.isStopping
        guard await send(response, to: head, keepAlive: keepAlive) else { throw .ended }
        hasServed = true
        return keepAlive
    }

    /// Keeps a client from its route if the server's terms do.
    /// - Returns: the fields that they add to the answer.
    private func admit(
        _ head: HTTPRequestHead, at gate: Gate, to match: inout Router.Match
    ) async throws(RequestFailure) -> HTTPFields? {
        let patience = Deadline.after(server.limits.handlerTimeout)
        let needsPassword = server.asksForPasswords && match.route?.hasOwnAccess != true
        switch await gate.admission(of: head, isSecured: Stream.isSecured, needsPassword: needsPassword, until: patience) {
        case .admitted(let fields): return fields
        case .refused(let response):
            match = .refused(response)
            return nil
        case .hungUp: throw .ended
        }
    }

    private mutating func readHead() async throws(RequestFailure) -> RequestInput.DecodedHead {
        let limits = server.limits
        if input.isEmpty {
            guard server.connections.beginIdling(id, hasServed: hasServed) else { throw .ended }
            let patience = hasServed ? limits.idleTimeout : limits.headTimeout
            try await receive(until: .after(patience), late: .ended)
            server.connections.endIdling(id)
        }
        let deadline = Deadline.after(limits.headTimeout)
        while true {
            if let head = try RequestFailure.refusing({ () throws(HTTPParseError) in try input.nextHead() }) { return head }
            try await receive(until: deadline, late: .refused(status: 408))
        }
    }

    /// Reads the body a route will get; for any other answer it is left where it is, and the connection ends with the answer.
    private mutating func readBody(
        of head: HTTPRequestHead, matching match: Router.Match, as share: inout BodyBudget.Share
    ) async throws(RequestFailure) -> [UInt8] {
        let route = match.route
        var limits = server.limits.http
        if let most = route?.maxBodyBytes { limits.maxBodyBytes = most }
        var decoder = try RequestFailure.refusing(for: route) { [limits] () throws(HTTPParseError) in
            try BodyDecoder(framing: try head.bodyFraming(), limits: limits)
        }
        if decoder.isComplete { return [] }
        guard route != nil else {
            leavesInput = true
            return []
        }
        if head.expectsContinue, input.isEmpty {
            guard await send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { throw .ended }
        }
        let deadline = Deadline.after(server.limits.bodyTimeout)
        var body: [UInt8] = []
        while true {
            try RequestFailure.refusing(for: route) { () throws(HTTPParseError) in
                try input.takeBody(with: &decoder, into: &body)
            }
            guard share.grow(to: body.count) else { throw .refused(status: 503, route: route) }
            if decoder.isComplete { return body }
            try await receive(until: deadline, late: .refused(status: 408, route: route))
        }
    }

    private mutating func receive(until deadline: Deadline, late: RequestFailure) async throws(RequestFailure) {
        do {
            guard try await input.receive(from: stream, until: deadline) else { throw RequestFailure.ended }
        } catch SocketError.timedOut {
            throw late
        } catch {
            throw .ended
        }
    }

    private func send(_ response: Response, to request: HTTPRequestHead?, keepAlive: Bool) async -> Bool {
        let (first, rest) = server.encoder.encode(response, to: request, keepAlive: keepAlive)
        guard await send(first, thenMore: !rest.isEmpty) else { return false }
        return rest.isEmpty ? true : await send(rest)
    }

    /// - Returns: whether the client took it all.
    private func send(_ bytes: [UInt8], thenMore: Bool = false) async -> Bool {
        do {
            try await stream.write(bytes, thenMore: thenMore, until: .after(server.limits.writeTimeout))
            return true
        } catch {
            return false
        }
    }
}
