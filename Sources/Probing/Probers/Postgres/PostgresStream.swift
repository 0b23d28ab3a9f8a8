import Posix
import TLS

/// The way to a database, with or without TLS.
enum PostgresStream: ~Copyable {
    case plain(Socket)
    case secured(TLSStream)
}

extension PostgresStream: ByteStream {
    func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int {
        switch self {
        case .plain(let socket): try await socket.read(into: &buffer, until: deadline)
        case .secured(let stream): try await stream.read(into: &buffer, until: deadline)
        }
    }

    func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError) {
        switch self {
        case .plain(let socket): try await socket.write(bytes, until: deadline)
        case .secured(let stream): try await stream.write(bytes, until: deadline)
        }
    }
}
