package import Posix
package import TLS

/// A connection to a peer, bare or under TLS.
package enum PeerStream: ~Copyable {
    case plain(Socket)
    case secured(TLSStream)
    /// Given up: what is left where a change to TLS failed.
    case closed

    /// Tells a peer under TLS that nothing more will come; the connection itself closes with its owner.
    package func shutdown() {
        switch self {
        case .secured(let stream): stream.shutdown()
        default: break
        }
    }
}

extension PeerStream: ByteStream {
    package func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int {
        switch self {
        case .plain(let socket): try await socket.read(into: &buffer, until: deadline)
        case .secured(let stream): try await stream.read(into: &buffer, until: deadline)
        case .closed: 0
        }
    }

    package func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError) {
        switch self {
        case .plain(let socket): try await socket.write(bytes, until: deadline)
        case .secured(let stream): try await stream.write(bytes, until: deadline)
        case .closed: throw .cancelled
        }
    }
}
