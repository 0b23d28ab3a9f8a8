import Glibc
import Posix

/// The sockets of one protocol: how many are in each state, and what waits in their queues.
package struct SocketTable: Equatable, Sendable {
    /// The file.
    package enum Kind: String, Sendable {
        case tcp, tcp6, udp, udp6
    }

    /// Sockets in each state of <net/tcp_states.h>, whose numbers begin with 1; what has another number is at 0.
    package private(set) var counts = [UInt64](repeating: 0, count: 12)
    /// Bytes not sent, or not acknowledged.
    package private(set) var sendQueueBytes: UInt64 = 0
    /// Bytes not fetched by the programs; in a listening socket, connections not accepted.
    package private(set) var receiveQueueBytes: UInt64 = 0
    /// Lines taken so far, the heading among them.
    private(set) var lines = 0

    /// Sockets in any state.
    package var total: UInt64 { counts.reduce(0, &+) }

    package init() {}

    /// Adds a socket.
    /// - Parameter state: its number.
    package mutating func add(state: UInt64, sendQueueBytes sent: UInt64, receiveQueueBytes received: UInt64) {
        counts[state < 12 ? Int(state) : 0] &+= 1
        sendQueueBytes &+= sent
        receiveQueueBytes &+= received
    }

    /// Adds the sockets of another table.
    package mutating func add(_ other: SocketTable) {
        for state in counts.indices { counts[state] &+= other.counts[state] }
        sendQueueBytes &+= other.sendQueueBytes
        receiveQueueBytes &+= other.receiveQueueBytes
    }

    /// The next lines: a heading, then for each socket its number, both its addresses, its state, `<send queue>:<receive queue>`,
    /// these three in hexadecimal, and more.
    mutating func take(_ bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        while offset < bytes.count {
            if lines == 0 {
                guard bytes.isText("sl", at: bytes.word(&offset)) else { throw Malformed(offset: 0) }
            } else {
                try takeSocket(bytes, &offset)
            }
            bytes.skipLine(&offset)
            // The kernel writes whole lines.
            guard offset <= bytes.count else { throw Malformed(offset: bytes.count - 1) }
            lines += 1
        }
    }

    private mutating func takeSocket(_ bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        for _ in 0..<3 { _ = bytes.word(&offset) }
        let state = try bytes.hexadecimal(&offset)
        let queues = bytes.word(&offset)
        guard queues.count == 17, bytes[queues.lowerBound + 8] == UInt8(ascii: ":") else {
            throw Malformed(offset: queues.lowerBound)
        }
        let middle = queues.lowerBound + 8
        add(
            state: state, sendQueueBytes: try bytes.hexadecimal(in: queues.lowerBound..<middle),
            receiveQueueBytes: try bytes.hexadecimal(in: middle + 1..<queues.upperBound))
    }
}

extension ProcFS {
    /// Reads `net/{tcp,udp}[6]` (kernel: net/ipv4/tcp_ipv4.c, udp.c), in as little memory for a million sockets as for one.
    ///
    /// `nil` when there is no such file: a namespace without that family.
    package func sockets(_ kind: SocketTable.Kind) throws(ProcFSError) -> SocketTable? {
        do throws(ProcFSError) {
            return try SocketTable(reading: "\(root)/net/\(kind.rawValue)")
        } catch {
            if case .read(_, Errno(ENOENT)) = error { return nil }
            throw error
        }
    }
}

extension SocketTable {
    fileprivate init(reading path: String) throws(ProcFSError) {
        var stream = try Self.reading(path) { () throws(Errno) in try LineStream(path) }
        while try Self.reading(path, { () throws(Errno) in try stream.advance() }) {
            try stream.withLines { (bytes) throws(ProcFSError) in
                let linesBefore = lines
                do throws(Malformed) {
                    try take(bytes)
                } catch {
                    let line = linesBefore + bytes.lineNumber(at: error.offset)
                    throw .malformed(path: path, line: line, text: bytes.excerpt(at: error.offset))
                }
            }
        }
    }

    private static func reading<Value: ~Copyable>(
        _ path: String, _ body: () throws(Errno) -> Value
    ) throws(ProcFSError) -> Value {
        do throws(Errno) { return try body() } catch { throw .read(path: path, error) }
    }
}
