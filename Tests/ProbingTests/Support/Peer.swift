import CLinux
import Glibc
import Synchronization
import Testing
import Wire

@testable import Posix

/// One accepted connection of a TCP peer.
struct Connection: ~Copyable {
    let socket: Socket

    /// Reads until `end` has come, or the other side ends.
    func receive(through end: String) async throws -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).contains(end) {
            if try await socket.read(into: &bytes, until: .after(Stage.patience)) == 0 { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads at least so many bytes.
    func receive(count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if try await socket.read(into: &bytes, until: .after(Stage.patience)) == 0 { throw SocketError.cancelled }
        }
        return bytes
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await socket.write(bytes, until: .after(Stage.patience))
    }

    /// Makes the coming close a reset.
    func resetAtClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(socket.number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Says nothing until the other side, or the test, ends.
    func keepSilent() async throws {
        var bytes: [UInt8] = []
        while try await socket.read(into: &bytes, until: .never) > 0 { bytes.removeAll() }
    }
}

extension Stage {
    enum Transport {
        case tcp, udp
    }

    /// A descriptor bound to a loopback address, by default a new host's.
    func bind(_ transport: Transport, at address: SocketAddress? = nil) throws -> (descriptor: Int32, address: SocketAddress) {
        let wanted = address ?? SocketAddress(newHost(), port: 0)
        let type = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
        let flags = Int32(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(wanted.ip.family == .ip4 ? AF_INET : AF_INET6, flags, 0)
        guard number >= 0, unsafe wanted.withSockaddr({ unsafe Glibc.bind(number, $0, $1) }) == 0 else { throw Errno.last }
        let bound = unsafe try SocketAddress.filled { (address, length) throws(Errno) in
            if unsafe getsockname(number, address, length) != 0 { throw Errno.last }
        }
        return (number, try #require(bound))
    }

    /// A TCP peer that plays `script` to each connection, one after the other, and closes it at the script's end.
    func peer(
        at address: SocketAddress? = nil, _ script: @escaping @Sendable (borrowing Connection) async throws -> Void
    ) throws -> SocketAddress {
        let (number, address) = try bind(.tcp, at: address)
        try serve(number, script)
        return address
    }

    /// Plays `script` to each connection of a bound descriptor, one after the other.
    func serve(_ number: Int32, _ script: @escaping @Sendable (borrowing Connection) async throws -> Void) throws {
        guard listen(number, 64) == 0 else { throw Errno.last }
        play { [loop] in
            do {
                let listener = try ListeningSocket(adopting: FileDescriptor(owning: number), on: loop)
                while true {
                    let descriptor = try await listener.accept(until: .never).take()
                    let connection = Connection(socket: try Socket(adopting: FileDescriptor(owning: descriptor), on: loop))
                    // What a client that left early makes of the script is none of its business.
                    do { try await script(connection) } catch {}
                }
            } catch {}
        }
    }

    /// A web server that answers each request with these bytes and closes.
    func web(_ answer: String) throws -> SocketAddress {
        try peer { connection in
            _ = try await connection.receive(through: "\r\n\r\n")
            try await connection.send(answer)
        }
    }

    /// A TCP address that refuses connections: its port is taken, but nobody listens.
    func closedAddress() throws -> SocketAddress {
        let (number, address) = try bind(.tcp)
        keep(number)
        return address
    }

    /// An address whose kernel drops connection requests: its queue is full, and nobody accepts.
    func blackHole() throws -> SocketAddress {
        let (number, address) = try bind(.tcp)
        keep(number)
        guard listen(number, 0) == 0 else { throw Errno.last }
        for _ in 0..<2 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
            keep(client)
            _ = unsafe address.withSockaddr { unsafe connect(client, $0, $1) }
        }
        return address
    }
}
