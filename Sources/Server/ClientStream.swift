import Posix
import TLS

/// A connection to a client, bare or with TLS, and how it is ended.
protocol ClientStream: ByteStream, ~Copyable {
    /// Whether what it carries is hidden from others.
    static var isSecured: Bool { get }

    /// Tells the client that nothing more will come, where its protocol has words for it; the connection is about to close.
    borrowing func bidFarewell()

    /// Writes bytes; with `thenMore` they may wait for the next ones, to go in one packet with them.
    borrowing func write(_ bytes: [UInt8], thenMore: Bool, until deadline: Deadline) async throws(SocketError)

    /// Ends our side; the client's can still be read.
    /// - Returns: `false` when there is no connection any more.
    borrowing func endWriting() -> Bool
}

extension Socket: ClientStream {
    static var isSecured: Bool { false }

    borrowing func bidFarewell() {}
}

extension TLSStream: ClientStream {
    static var isSecured: Bool { true }

    borrowing func bidFarewell() { shutdown() }

    /// A record is a packet's worth or more: nothing is gained by waiting.
    borrowing func write(_ bytes: [UInt8], thenMore: Bool, until deadline: Deadline) async throws(SocketError) {
        try await write(bytes, until: deadline)
    }
}

extension ClientStream where Self: ~Copyable {
    /// Ends our side and throws away what still comes, until the peer ends its own.
    ///
    /// Closing over unread bytes makes the kernel send a reset, at which the peer may lose the answer it has not read yet
    /// (RFC 9112 section 9.6).
    borrowing func drain(until deadline: Deadline) async {
        guard endWriting() else { return }
        var discarded: [UInt8] = []
        while let count = try? await read(into: &discarded, until: deadline), count > 0 {
            discarded.removeAll(keepingCapacity: true)
            // A peer that sends faster than we read would otherwise never let go of the loop.
            await Task.yield()
        }
    }
}
