/// One path, one method and who answers them.
package struct Route: Sendable {
    /// Runs on the server's loop: it may wait there, but not block.
    package typealias Handler = @Sendable (Request) async -> Response

    package let method: String
    /// Decoded, compared as a whole; a segment `{name}` stands for any that is not empty (``Request/parameters``).
    package let path: String
    /// Requests for the path answered at one time, further ones get 503; `nil` for no bound but the connections'.
    package let maxConcurrentRequests: Int?
    /// How long its handler may take, in the place of the server's limit, for those that bound themselves.
    package let handlerTimeout: Duration?
    let handler: Handler

    package init(
        _ method: String, _ path: String, maxConcurrentRequests: Int? = nil, handlerTimeout: Duration? = nil,
        handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.maxConcurrentRequests = maxConcurrentRequests
        self.handlerTimeout = handlerTimeout
        self.handler = handler
    }

    /// A route for GET, which serves HEAD too.
    package static func get(
        _ path: String, maxConcurrentRequests: Int? = nil, handlerTimeout: Duration? = nil, handler: @escaping Handler
    ) -> Route {
        Route("GET", path, maxConcurrentRequests: maxConcurrentRequests, handlerTimeout: handlerTimeout, handler: handler)
    }

    /// A route for POST.
    package static func post(_ path: String, maxConcurrentRequests: Int? = nil, handler: @escaping Handler) -> Route {
        Route("POST", path, maxConcurrentRequests: maxConcurrentRequests, handler: handler)
    }
}
