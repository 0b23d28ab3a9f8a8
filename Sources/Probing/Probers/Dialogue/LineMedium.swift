import Posix
import TLS

/// A dialogue of lines and bytes over a connection.
///
/// A line ends with a newline, or with the connection; a carriage return before that is dropped. Lines and bytes are taken
/// from one buffer, so that neither loses what came together with the other.
struct LineMedium: ~Copyable {
    /// Longest line, newline included.
    static let lineLimitBytes = 64 << 10

    private var stream: PeerStream
    private let dialogue: Dialogue
    private let serverName: String
    private let tls: TLSSettings
    private var buffer: [UInt8] = []
    /// Where in ``buffer`` begins what nobody has taken.
    private var start = 0
    /// How far it is known to hold no newline.
    private var searched = 0
    private var heardBytes = 0
    private var isAtEnd = false

    /// - Parameter serverName: whom a certificate must name, unless the settings say so.
    init(over stream: consuming PeerStream, of dialogue: Dialogue, serverName: String, tls: TLSSettings) {
        self.stream = stream
        self.dialogue = dialogue
        self.serverName = serverName
        self.tls = tls
    }

    /// Tells the peer that nothing more will come.
    func shutdown() {
        stream.shutdown()
    }

    /// Reads on.
    private mutating func fill(until deadline: Deadline) async throws(DialogueError) {
        buffer.removeFirst(start)
        (start, searched) = (0, searched - start)
        let before = buffer.count
        do throws(SocketError) {
            isAtEnd = try await stream.read(into: &buffer, until: deadline) == 0
        } catch {
            throw .socket(error)
        }
        heardBytes += buffer.count - before
        guard heardBytes <= Dialogue.hearingLimitBytes else { throw .tooLarge(limitBytes: Dialogue.hearingLimitBytes) }
    }
}

extension LineMedium: DialogueMedium {
    static var piece: String { "line" }

    mutating func hear(until deadline: Deadline) async throws(DialogueError) -> [UInt8]? {
        while true {
            if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                guard newline - start < Self.lineLimitBytes else { throw .tooLarge(limitBytes: Self.lineLimitBytes) }
                return take(to: newline, skipping: 1)
            }
            searched = buffer.count
            guard buffer.count - start < Self.lineLimitBytes else { throw .tooLarge(limitBytes: Self.lineLimitBytes) }
            if isAtEnd { return start == buffer.count ? nil : take(to: buffer.count, skipping: 0) }
            try await fill(until: deadline)
        }
    }

    private mutating func take(to end: Int, skipping count: Int) -> [UInt8] {
        var line = buffer[start..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        start = end + count
        searched = start
        return Array(line)
    }

    mutating func hear(count: Int, until deadline: Deadline) async throws(DialogueError) -> [UInt8] {
        while buffer.count - start < count, !isAtEnd { try await fill(until: deadline) }
        let bytes = buffer[start...].prefix(count)
        start = bytes.endIndex
        searched = max(searched, start)
        return Array(bytes)
    }

    mutating func say(_ text: [UInt8], until deadline: Deadline) async throws(DialogueError) {
        try await say(exactly: text + [UInt8(ascii: "\n")], until: deadline)
    }

    mutating func say(exactly bytes: [UInt8], until deadline: Deadline) async throws(DialogueError) {
        do throws(SocketError) {
            try await stream.write(bytes, until: deadline)
        } catch {
            throw .socket(error)
        }
    }

    mutating func startTLS(into outcome: inout ProbeOutcome, until deadline: Deadline) async throws(ProbeFailure) {
        // Whoever stands in between could put words into the mouth of a server that is verified only from here on.
        guard start == buffer.count else {
            let count = buffer.count - start
            throw ProbeFailure(.replyUnexpected, "\(dialogue.peer) said \(count) bytes more before TLS was to begin")
        }
        stream = try await dialogue.environment.secured(
            exchange(&stream, with: .closed), for: serverName, peer: dialogue.peer, settings: tls, into: &outcome,
            until: deadline)
    }
}

extension ProbeEnvironment {
    /// Puts TLS over a connection that is bare until now: the phase `tls`.
    func secured(
        _ stream: consuming PeerStream, for serverName: String, peer: String, settings: TLSSettings,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> PeerStream {
        guard case .plain(let socket) = consume stream else {
            throw ProbeFailure(.tlsHandshakeFailed, "\(peer): TLS is on already")
        }
        do throws(ProbeFailure) {
            let secured = try await secure(
                socket, for: serverName, peer: outcome.peer, settings: settings, into: &outcome, until: deadline)
            return .secured(secured)
        } catch {
            // A peer without an internet address has no name but its path.
            guard outcome.address == nil else { throw error }
            throw ProbeFailure(error.reason, "\(peer): \(error.detail)")
        }
    }
}
