import Posix

/// What a dialogue goes over, and in what pieces the peer speaks: lines, datagrams or messages.
protocol DialogueMedium: ~Copyable {
    /// What a piece is called: "line".
    static var piece: String { get }

    /// Waits for the peer's next piece; `nil` when it has ended the connection and no piece is left.
    /// - Throws: ``DialogueError``, and what the way to the peer has to say.
    mutating func hear(until deadline: Deadline) async throws(DialogueError) -> [UInt8]?

    /// Waits for exactly so many bytes; fewer when the peer has ended the connection, or its datagram, before them.
    mutating func hear(count: Int, until deadline: Deadline) async throws(DialogueError) -> [UInt8]

    /// Says a text, ended as texts are here.
    mutating func say(_ text: [UInt8], until deadline: Deadline) async throws(DialogueError)

    /// Says bytes as they are.
    mutating func say(exactly bytes: [UInt8], until deadline: Deadline) async throws(DialogueError)

    /// Goes on under TLS.
    mutating func startTLS(into outcome: inout ProbeOutcome, until deadline: Deadline) async throws(ProbeFailure)
}

/// Why nothing could be heard or said.
enum DialogueError: Error {
    case socket(SocketError)
    /// The peer says more than anybody listens to: in one piece, or in all.
    case tooLarge(limitBytes: Int)
    case broken(ProbeFailure)
}
