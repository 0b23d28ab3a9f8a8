package import Wire

/// Bounds on what clients together and each of them may cost.
package struct ServerLimits: Hashable, Sendable {
    /// For a further one, a connection that rests between two requests gives way; without such, it is answered 503.
    package var maxConnections = 1100
    /// TLS handshakes in hand; when there are more, the oldest is broken off.
    package var maxHandshakes = 128
    /// Bodies of all requests in hand together; who sends one more byte is answered 503.
    package var maxBodiesBytes = 32 << 20
    /// Sizes of one request.
    package var http = HTTPLimits()
    /// From a request's first byte to its head's last, from a connection's start to its first byte, and for a TLS handshake.
    package var headTimeout = Duration.seconds(10)
    /// From a head's last byte to the body's.
    package var bodyTimeout = Duration.seconds(30)
    /// Between two requests of a connection. Longer than the usual scrape intervals, so that a scraper keeps its connection.
    package var idleTimeout = Duration.seconds(120)
    /// For a handler to answer, before the server answers 503 in its place.
    package var handlerTimeout = Duration.seconds(30)
    /// For a client to take in one response.
    package var writeTimeout = Duration.seconds(30)
    /// For a client to notice that its connection is being closed while it still sends.
    package var lingerTimeout = Duration.seconds(2)

    package init() {}
}
