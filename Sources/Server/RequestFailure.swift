import Wire

/// Why a connection has no further request.
enum RequestFailure: Error {
    /// There is nothing to say, or nobody to say it to: closed, idle for too long, or the server stops.
    case ended
    /// Answered with a status; where the next request would begin is unknown.
    /// - Parameter route: whose body it was; `nil` when it is not known yet.
    case refused(status: Int, route: Route? = nil)

    /// Reads a part of a request, and refuses what cannot be read.
    static func refusing<Value>(
        for route: Route? = nil, _ parse: () throws(HTTPParseError) -> Value
    ) throws(RequestFailure) -> Value {
        do { return try parse() } catch { throw .refused(status: error.status, route: route) }
    }
}
