import Posix
import Synchronization

/// libpq as a codec: bytes of a server in, bytes for it and rows out. It opens no connection and waits for nothing.
///
/// libpq insists on a socket of its own making. It gets one that ends in this process, so that what it says and hears can be
/// carried by any connection of ours, over TLS of ours, with deadlines of ours; and what a server makes it do is bounded.
/// The steps are synchronous and short, but for ``login()`` after ``isLaborious`` has become true.
package final class PostgresConversation: Sendable {
    private let library: Mutex<Library>

    /// Prepares a login.
    /// - Throws: `.local` when this host is out of descriptors or memory.
    package init(_ login: PostgresLogin) throws(PostgresError) {
        library = Mutex(try Library(login))
    }

    /// Whether the next step derives a key from the password: milliseconds, and at most a second.
    package var isLaborious: Bool { library.withLock { $0.messages.isLaborious && !$0.isLoggedIn } }

    /// Such as "15.18"; "" before the server told.
    package var serverVersion: String { library.withLock { $0.parameter("server_version") } }

    /// Such as 150018; 0 before the server told.
    package var serverVersionNumber: Int { library.withLock { $0.versionNumber } }

    /// Whether the server says that it only follows another (since PostgreSQL 14).
    package var isInHotStandby: Bool? {
        let word = library.withLock { $0.parameter("in_hot_standby") }
        return word.isEmpty ? nil : word == "on"
    }

    /// Whether the server has had the password in clear text.
    package var hasGivenPassword: Bool { library.withLock { $0.messages.hasGivenPassword } }

    /// The last error the server reported, also when it did so unasked.
    package var complaint: ServerComplaint? { library.withLock { $0.messages.complaint } }

    /// Why the server has ended the connection, if it said so.
    package var lastWords: ServerComplaint? { library.withLock { $0.messages.lastWords } }

    /// What is to be sent to the server; to be called after each step.
    package func outgoing() -> [UInt8] { library.withLock { $0.outgoing() } }

    /// Takes in what the server sent.
    package func take(_ bytes: [UInt8]) throws(PostgresError) {
        try library.withLock { library throws(PostgresError) in try library.take(bytes) }
    }

    /// Goes on with the login.
    /// - Returns: false when it takes more of the server's bytes.
    package func login() throws(PostgresError) -> Bool {
        try library.withLock { library throws(PostgresError) in try library.login() }
    }

    /// Begins a query.
    /// - Parameters:
    ///   - sql: statements of ours, several if there is more than one; a stranger's is ``askOne(_:keeping:)``'s.
    ///   - count: how many rows are to be kept.
    package func ask(_ sql: String, keeping count: Int) throws(PostgresError) {
        try library.withLock { library throws(PostgresError) in try library.ask(sql, isAlone: false, keeping: count) }
    }

    /// Begins a query that the server refuses if it is more than one statement.
    package func askOne(_ sql: String, keeping count: Int) throws(PostgresError) {
        try library.withLock { library throws(PostgresError) in try library.ask(sql, isAlone: true, keeping: count) }
    }

    /// Goes on with the query.
    /// - Returns: `nil` when it takes more of the server's bytes.
    /// - Throws: `.server` when the server has reported an error and, unless that is fatal, is ready for the next query.
    package func answer() throws(PostgresError) -> PostgresAnswer? {
        try library.withLock { library throws(PostgresError) in try library.proceed() }
    }

    /// Ends the conversation.
    /// - Returns: the last bytes for the server, so that it need not wonder.
    package func farewell() -> [UInt8] { library.withLock { $0.farewell() } }
}
