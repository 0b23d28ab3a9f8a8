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

    package init(head: HTTPRequestHead, target: HTTPRequestTarget, body: [UInt8] = [], peer: SocketAddress? = nil) {
        self.head = head
        self.target = target
        self.body = body
        self.peer = peer
    }

    /// As sent: `HEAD` where a GET handler serves it.
    package var method: String { head.method }
    package var path: String { target.path }
    package var query: [HTTPRequestTarget.QueryItem] { target.query }
}
