/// Why a conversation with a server cannot go on.
package enum PostgresError: Error, Sendable, Equatable {
    /// The server's own words. Unless they are fatal, the next query may be asked.
    case server(ServerComplaint)
    /// No PostgreSQL server speaks like that.
    case malformed(String)
    /// The server wants to be convinced in a way that is not given in to, or that cannot be served.
    case refused(String)
    /// More than is taken in of any server.
    case tooLarge(String)
    /// This host lacks what it takes.
    case local(String)
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .server(let complaint): complaint.description
        case .malformed(let text), .refused(let text), .tooLarge(let text), .local(let text): text
        }
    }
}
