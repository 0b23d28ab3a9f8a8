import Posix

/// A dialogue of datagrams: each is a piece, and the peer's end is never heard of.
struct DatagramMedium: ~Copyable {
    private let socket: Socket
    private var heardBytes = 0

    /// - Parameter socket: connected, so that nobody else is heard and a closed port is told by ICMP.
    init(over socket: consuming Socket) {
        self.socket = socket
    }
}

extension DatagramMedium: DialogueMedium {
    static var piece: String { "datagram" }

    mutating func hear(until deadline: Deadline) async throws(DialogueError) -> [UInt8]? {
        var datagram: [UInt8] = []
        do throws(SocketError) {
            // A datagram may be empty.
            heardBytes += try await socket.read(into: &datagram, until: deadline)
        } catch {
            throw .socket(error)
        }
        guard heardBytes <= Dialogue.hearingLimitBytes else { throw .tooLarge(limitBytes: Dialogue.hearingLimitBytes) }
        return datagram
    }

    mutating func hear(count: Int, until deadline: Deadline) async throws(DialogueError) -> [UInt8] {
        Array(try await hear(until: deadline)?.prefix(count) ?? [])
    }

    mutating func say(_ text: [UInt8], until deadline: Deadline) async throws(DialogueError) {
        try await say(exactly: text + [UInt8(ascii: "\n")], until: deadline)
    }

    mutating func say(exactly bytes: [UInt8], until deadline: Deadline) async throws(DialogueError) {
        do throws(SocketError) {
            try await socket.write(bytes, until: deadline)
        } catch {
            throw .socket(error)
        }
    }

    mutating func startTLS(into outcome: inout ProbeOutcome, until deadline: Deadline) async throws(ProbeFailure) {
        throw ProbeFailure(.tlsHandshakeFailed, "TLS does not go over datagrams")
    }
}
