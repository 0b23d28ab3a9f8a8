import Glibc
import Netlink
import Posix
import ProcFS
import Prometheus
import Wire

/// `node_tcp_connection_states`: TCP sockets by state, and the bytes in their queues.
struct TCPStatCollector: Collector {
    let name = "tcpstat"
    let procfs: ProcFS
    /// Whether the kernel we run on is to be asked by sock_diag(7). Its files say the same, but for how many connections may wait
    /// at listening sockets, which node_exporter counts in tx_queued_bytes.
    let asksKernel: Bool

    private static let connectionStates = MetricFamily(
        "node_tcp_connection_states", .gauge,
        help: "TCP sockets by state; for rx_queued_bytes and tx_queued_bytes, the bytes in all their queues.")

    /// By the kernel's numbers, <net/tcp_states.h>.
    private static let names = [
        "unknown", "established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait", "close", "close_wait",
        "last_ack", "listen", "closing",
    ]

    func collect(into sink: inout MetricSink) throws {
        let table = asksKernel ? try ask() : try read()
        guard table.total > 0 else { return }
        sink.begin(Self.connectionStates)
        for (state, count) in table.counts.enumerated() where count > 0 {
            sink.sample("state", Self.names[state], count)
        }
        sink.sample("state", "rx_queued_bytes", table.receiveQueueBytes)
        sink.sample("state", "tx_queued_bytes", table.sendQueueBytes)
    }

    private func ask() throws -> SocketTable {
        var query = SocketQuery()
        do throws(NetlinkError) {
            var table = try Self.sockets(of: .ip4, by: &query)
            do throws(NetlinkError) { table.add(try Self.sockets(of: .ip6, by: &query)) } catch {
                guard error == .refused(Errno(ENOENT)) else { throw error }
            }
            return table
        } catch {
            switch error {
            // A sandbox that wants no such sockets, a kernel without this kind of them.
            case .system, .refused: return try read()
            case .interrupted, .malformed, .tooMany: throw error
            }
        }
    }

    private static func sockets(of family: AddressFamily, by query: inout SocketQuery) throws(NetlinkError) -> SocketTable {
        var table = SocketTable()
        func add(_ socket: TCPSocket) {
            table.add(
                state: UInt64(socket.state), sendQueueBytes: UInt64(socket.sendQueueBytes),
                receiveQueueBytes: UInt64(socket.receiveQueueBytes))
        }
        try query.forEachTCPSocket(family, restart: { table = SocketTable() }, each: add)
        return table
    }

    private func read() throws -> SocketTable {
        guard var table = try procfs.sockets(.tcp) else {
            throw ProcFSError.read(path: "\(procfs.root)/net/tcp", Errno(ENOENT))
        }
        if let v6 = try procfs.sockets(.tcp6) { table.add(v6) }
        return table
    }
}
