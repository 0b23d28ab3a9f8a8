import Glibc
import Synchronization
import Testing
import Wire

@testable import Posix

/// A DNS server that answers, over UDP and TCP, as it is told.
final class NameServer: Sendable {
    struct Query: Sendable {
        var message: DNSMessage
        var from: SocketAddress
        var isOverTCP: Bool

        var name: String { message.questions.first?.name.description.lowercased() ?? "" }
        var type: DNSType? { message.questions.first?.type }

        /// An answer that fits the query.
        func reply(_ code: DNSResponseCode = .noError, _ answers: [DNSRecord] = [], flags: DNSMessage.Flags = []) -> [UInt8] {
            DNSMessage(
                id: message.id, flags: flags.union([.response, .recursionAvailable]), responseCode: code,
                questions: message.questions, answers: answers
            ).serialize()
        }

        /// An answer with this address for the name asked for.
        func reply(_ address: IPAddress, ttl: UInt32 = 60) -> [UInt8] {
            reply(.noError, [DNSRecord(name: message.questions[0].name, ttlSeconds: ttl, data: .address(address))])
        }
    }

    let address: SocketAddress
    private let heard = Mutex<[Query]>([])

    fileprivate init(at address: SocketAddress) {
        self.address = address
    }

    /// All queries so far.
    var queries: [Query] { heard.withLock { $0 } }
    var names: [String] { queries.map(\.name) }

    fileprivate func hear(_ query: Query) {
        heard.withLock { $0.append(query) }
    }
}

extension Stage {
    /// A DNS server that sends what `answer` gives for each query: none, one or several messages.
    func nameServer(
        at ip: IPAddress? = nil, port: UInt16 = 0, _ answer: @escaping @Sendable (NameServer.Query) -> [[UInt8]]
    ) throws -> NameServer {
        let (datagrams, streams, address) = try bindBoth(at: SocketAddress(ip ?? newHost(), port: port))
        let server = NameServer(at: address)
        play { [loop] in
            do {
                let socket = try Socket(adopting: FileDescriptor(owning: datagrams), on: loop)
                while true {
                    var buffer = [UInt8](repeating: 0, count: 4096)
                    var count = -1
                    let peer = unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
                        count = unsafe recvfrom(socket.number, &buffer, buffer.count, 0, address, length)
                        if count < 0 { throw Errno.last }
                    }
                    guard count >= 0, let peer else {
                        try await socket.readable(until: .never)
                        continue
                    }
                    guard let message = try? DNSMessage(parsing: Array(buffer[..<count])) else { continue }
                    let query = NameServer.Query(message: message, from: peer, isOverTCP: false)
                    server.hear(query)
                    for reply in answer(query) { Self.send(reply, from: socket.number, to: peer) }
                }
            } catch {}
        }
        try serve(streams) { connection in
            var bytes: [UInt8] = []
            while DNSFrame.firstMessage(in: bytes) == nil { bytes += try await connection.receive(count: 1) }
            guard let frame = DNSFrame.firstMessage(in: bytes), let message = try? DNSMessage(parsing: Array(bytes[frame]))
            else { return }
            let query = NameServer.Query(message: message, from: server.address, isOverTCP: true)
            server.hear(query)
            for reply in answer(query) { try await connection.send(DNSFrame.wrap(reply)) }
        }
        return server
    }

    /// A UDP and a TCP descriptor of one address and port.
    private func bindBoth(at wanted: SocketAddress) throws -> (datagrams: Int32, streams: Int32, address: SocketAddress) {
        while true {
            let (datagrams, address) = try bind(.udp, at: wanted)
            do {
                return (datagrams, try bind(.tcp, at: address).descriptor, address)
            } catch let error as Errno where error.code == EADDRINUSE && wanted.port == 0 {
                // The port the kernel drew for UDP is somebody's for TCP: on a shared address that happens.
                close(datagrams)
            }
        }
    }

    /// A DNS server that knows these names' addresses and no others.
    func nameServer(
        knowing zone: [String: IPAddress], at ip: IPAddress? = nil, port: UInt16 = 0, ttl: UInt32 = 60
    ) throws -> NameServer {
        try nameServer(at: ip, port: port) { query in
            guard let address = zone[query.name] else { return [query.reply(.nxDomain)] }
            let isAsked = (query.type == .a) == (address.family == .ip4)
            return [isAsked ? query.reply(address, ttl: ttl) : query.reply()]
        }
    }

    /// Sends one datagram.
    static func send(_ bytes: [UInt8], from descriptor: Int32, to address: SocketAddress) {
        _ = unsafe address.withSockaddr { unsafe sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
    }
}
