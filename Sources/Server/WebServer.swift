package import Posix
import Synchronization
import Wire

/// An HTTP/1.1 server: listens at several addresses and answers by its routes, all on one event loop.
package final class WebServer: Sendable {
    let router: Router
    let limits: ServerLimits
    let loop: EventLoop
    let gate: Gate?
    let encoder = ResponseEncoder()
    let connections = ConnectionTable()
    let counters: RequestCounters
    let bodies: BodyBudget
    let asksForPasswords: Bool
    let listeners = Mutex<[Task<Void, Never>]>([])

    /// A server that listens nowhere yet.
    /// - Parameters:
    ///   - gate: `nil` for bare HTTP that is open to everybody.
    ///   - asksForPasswords: whether the gate's users are asked for, except where a route has its own access; without, a port is not
    ///     one to try passwords at.
    package init(
        _ router: Router, limits: ServerLimits = ServerLimits(), gate: Gate? = nil, asksForPasswords: Bool = true,
        on loop: EventLoop
    ) {
        self.router = router
        self.limits = limits
        self.loop = loop
        self.gate = gate
        self.asksForPasswords = asksForPasswords
        counters = RequestCounters(paths: router.paths)
        bodies = BodyBudget(limit: limits.maxBodiesBytes)
    }

    /// What it has done so far.
    package var statistics: ServerStatistics {
        var statistics = ServerStatistics()
        connections.fill(&statistics)
        statistics.handlers = counters.handlers
        return statistics
    }

    /// Ends the server: takes no connection more, ends the idle ones, and lets the others finish the request in hand.
    ///
    /// Returns when the last connection is closed: what lasts past the deadline is broken off, a handler left to itself.
    package func stop(gracefullyUntil deadline: Deadline) async {
        let open = connections.stop()
        let listeners = listeners.withLock { $0 }
        for listener in listeners { listener.cancel() }
        for listener in listeners { await listener.value }
        let enforcement = loop.spawn { [loop] in
            guard await loop.sleep(until: deadline) == .timedOut else { return }
            for connection in open { connection.cancel() }
        }
        for connection in open { await connection.value }
        enforcement.cancel()
    }

    /// The answer to a request, whatever becomes of its handler.
    func respond(to request: Request, matching match: Router.Match) async -> Response {
        switch match {
        case .refused(let response): return response
        case .notFound: return .error(404)
        case .notImplemented: return .error(501)
        case .options(let allow): return Response(status: 204, fields: ["Allow": allow])
        case .methodNotAllowed(let allow):
            var response = Response.error(405)
            response.fields.append("Allow", allow)
            return response
        case .route(let route, _): return await run(route, for: request)
        }
    }

    private func run(_ route: Route, for request: Request) async -> Response {
        guard counters.begin(route.path, limit: route.maxConcurrentRequests) else {
            route.onRefusal?(503)
            return .overloaded("too many requests for \(route.path) at one time")
        }
        let patience = route.handlerTimeout ?? limits.handlerTimeout
        let response = await HandlerRun.response(until: .after(patience), on: loop) { [counters] in
            defer { counters.end(route.path) }
            return await route.handler(request)
        }
        return response ?? .overloaded("no answer in time")
    }
}

extension Response {
    /// 503 that asks the client to come again.
    static func overloaded(_ detail: String) -> Response {
        var response = error(503, detail)
        response.fields.append("Retry-After", "1")
        return response
    }
}
