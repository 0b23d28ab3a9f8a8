import Foundation
import Glibc
import Synchronization
import Wire

@testable import Posix

/// A DNS server on a loopback address of its own that knows what it is told, and hears every question.
final class LoopbackNames: Sendable {
    private struct State: Sendable {
        var zone: [String: [DNSData]] = [:]
        var asked: [String] = []
    }

    private static let lastHost = Atomic<UInt32>(UInt32.random(in: 0..<150) << 8)

    let address: SocketAddress
    private let state = Mutex(State())
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        address = try Self.bind(descriptor, to: Self.newHost())
    }

    /// An address of 127.0.0.0/8 in a /24 not given out before.
    static func newHost() -> IPAddress {
        .v4(0x7F40_0021 + lastHost.add(1, ordering: .relaxed).newValue << 8)
    }

    /// Binds a descriptor to a free port of a host.
    static func bind(_ descriptor: Int32, to host: IPAddress) throws -> SocketAddress {
        let wanted = SocketAddress(host, port: 0)
        guard descriptor >= 0, unsafe wanted.withSockaddr({ unsafe Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw Errno.last
        }
        let bound = unsafe try SocketAddress.filled { (address, length) throws(Errno) in
            if unsafe getsockname(descriptor, address, length) != 0 { throw Errno.last }
        }
        return try bound ?? { throw Errno.last }()
    }

    /// Questions so far, as `A chat.example.com`.
    var asked: [String] { state.withLock { $0.asked } }

    func set(_ name: String, _ data: DNSData...) {
        state.withLock { $0.zone[name] = data }
    }

    /// Answers until cancelled.
    func serve(on loop: EventLoop) async {
        guard let socket = try? Socket(adopting: FileDescriptor(owning: descriptor), on: loop) else { return }
        while !Task.isCancelled {
            var buffer = [UInt8](repeating: 0, count: 4096)
            var count = -1
            let peer = unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
                count = unsafe recvfrom(socket.number, &buffer, buffer.count, 0, address, length)
                if count < 0 { throw Errno.last }
            }
            guard count >= 0, let peer else {
                do { try await socket.readable(until: .never) } catch { return }
                continue
            }
            guard let query = try? DNSMessage(parsing: Array(buffer[..<count])) else { continue }
            let reply = answer(query)
            _ = unsafe peer.withSockaddr { unsafe sendto(socket.number, reply, reply.count, 0, $0, $1) }
        }
    }

    private func answer(_ query: DNSMessage) -> [UInt8] {
        state.withLock { state in
            guard let question = query.questions.first else { return query.serialize() }
            let name = question.name.description.lowercased()
            state.asked.append("\(question.type) \(name)")
            let known = state.zone[name]
            let records = (known ?? []).filter { $0.type == question.type }
            return DNSMessage(
                id: query.id, flags: [.response, .recursionAvailable], responseCode: known == nil ? .nxDomain : .noError,
                questions: query.questions, answers: records.map { DNSRecord(name: question.name, ttlSeconds: 57, data: $0) }
            ).serialize()
        }
    }
}
