/// What the server has done so far and has in hand.
package struct ServerStatistics: Hashable, Sendable {
    /// Figures of one path.
    package struct Handler: Hashable, Sendable {
        /// The route's path; `other` for requests that no route took.
        package let path: String
        /// Handlers that have not returned.
        package var inFlight = 0
        /// Responses with status 200...299 and so on; a timed-out handler's 503 is among them.
        package var successes = 0
        package var redirects = 0
        package var clientErrors = 0
        package var serverErrors = 0

        package init(path: String) {
            self.path = path
        }
    }

    package var connectionsOpen = 0
    /// Since the start, the refused ones not among them.
    package var connectionsAccepted = 0
    /// Answered 503, for there were too many.
    package var connectionsRefused = 0
    /// accept(2) failing: out of descriptors or memory.
    package var acceptFailures = 0
    /// TLS connections that ended before there was a request: clients without trust or certificate, strangers to TLS.
    package var handshakesFailed = 0
    /// Routes in their order, then `other`; all are there from the start.
    package var handlers: [Handler] = []

    package init() {}

    /// What two servers of one process have done together; handlers are told apart by their paths alone.
    package static func + (one: ServerStatistics, other: ServerStatistics) -> ServerStatistics {
        var sum = one
        sum.connectionsOpen += other.connectionsOpen
        sum.connectionsAccepted += other.connectionsAccepted
        sum.connectionsRefused += other.connectionsRefused
        sum.acceptFailures += other.acceptFailures
        sum.handshakesFailed += other.handshakesFailed
        for handler in other.handlers {
            if let index = sum.handlers.firstIndex(where: { $0.path == handler.path }) {
                sum.handlers[index].add(handler)
            } else {
                sum.handlers.append(handler)
            }
        }
        return sum
    }
}

extension ServerStatistics.Handler {
    fileprivate mutating func add(_ other: ServerStatistics.Handler) {
        inFlight += other.inFlight
        successes += other.successes
        redirects += other.redirects
        clientErrors += other.clientErrors
        serverErrors += other.serverErrors
    }
}
