package import Posix
package import Wire

/// A whole request, as handlers see it.
package struct Request: Sendable {
    package let head: HTTPRequestHead
    /// Path and query, decoded.
    package let target: HTTPRequestTarget
    /// Unchunked; empty without one.
    package let body: [UInt8]
    /// Where it came from; `nil` when the kernel would not say.
    package let peer: SocketAddress?
    /// What the client wrote in place of the route's `{name}` segments, decoded and never empty.
    package let parameters: [String: String]

    package init(
        head: HTTPRequestHead, target: HTTPRequestTarget, body: [UInt8] = [], peer: SocketAddress? = nil,
        parameters: [String: String] = [:]
    ) {
        self.head = head
        self.target = target
        self.body = body
        self.peer = peer
        self.parameters = parameters
    }

    /// As sent: `HEAD` where a GET handler serves it.
    package var method: String { head.method }
    package var path: String { target.path }
    package var query: [HTTPRequestTarget.QueryItem] { target.query }
}
