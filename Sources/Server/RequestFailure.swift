import Wire

/// Why a connection has no further request.
enum RequestFailure: Error {
    /// There is nothing to say, or nobody to say it to: closed, idle for too long, or the server stops.
    case ended
    /// Answered with a status; where the next request would begin is unknown.
    case refused(status: Int)

    /// Reads a part of a request, and refuses what cannot be read.
    static func refusing<Value>(_ parse: () throws(HTTPParseError) -> Value) throws(RequestFailure) -> Value {
        do { return try parse() } catch { throw .refused(status: error.status) }
    }
}
