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
    /// The longest body taken, in the place of the server's limit; longer ones get 413 unread.
    package var maxBodyBytes: Int?
    /// Whether its handler itself sees to who may ask: the server's passwords are not for it, its TLS and rate limit are.
    package var hasOwnAccess = false
    /// Hears of requests for it that got an answer before the handler saw them, by their status: a body too long (413), too slow
    /// (408), broken (400), or one too many at a time (503). Runs on the server's loop.
    package var onRefusal: (@Sendable (_ status: Int) -> Void)?
    let handler: Handler

    package init(
        _ method: String, _ path: String, maxConcurrentRequests: Int? = nil, handlerTimeout: Duration? = nil,
        maxBodyBytes: Int? = nil, hasOwnAccess: Bool = false, handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.maxConcurrentRequests = maxConcurrentRequests
        self.handlerTimeout = handlerTimeout
        self.maxBodyBytes = maxBodyBytes
        self.hasOwnAccess = hasOwnAccess
        self.handler = handler
    }

    /// A route for GET, which serves HEAD too.
    package static func get(
        _ path: String, maxConcurrentRequests: Int? = nil, handlerTimeout: Duration? = nil, handler: @escaping Handler
    ) -> Route {
        Route("GET", path, maxConcurrentRequests: maxConcurrentRequests, handlerTimeout: handlerTimeout, handler: handler)
    }

    /// A route for POST.
    package static func post(
        _ path: String, maxConcurrentRequests: Int? = nil, maxBodyBytes: Int? = nil, hasOwnAccess: Bool = false,
        handler: @escaping Handler
    ) -> Route {
        Route(
            "POST", path, maxConcurrentRequests: maxConcurrentRequests, maxBodyBytes: maxBodyBytes, hasOwnAccess: hasOwnAccess,
            handler: handler)
    }
}
