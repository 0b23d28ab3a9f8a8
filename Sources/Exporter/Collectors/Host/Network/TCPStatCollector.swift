import Glibc
import Posix
import ProcFS
import Prometheus

/// `node_tcp_connection_states`: TCP sockets by state, and the bytes in their queues.
struct TCPStatCollector: Collector {
    let name = "tcpstat"
    let procfs: ProcFS

    private static let connectionStates = MetricFamily(
        "node_tcp_connection_states", .gauge,
        help: "TCP sockets by state; for rx_queued_bytes and tx_queued_bytes, the bytes in all their queues.")

    /// By the kernel's numbers, <net/tcp_states.h>.
    private static let names = [
        "unknown", "established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait", "close", "close_wait",
        "last_ack", "listen", "closing",
    ]

    func collect(into sink: inout MetricSink) throws {
        guard var table = try procfs.sockets(.tcp) else { throw ProcFSError.read(path: "\(procfs.root)/net/tcp", Errno(ENOENT)) }
        if let v6 = try procfs.sockets(.tcp6) { table.add(v6) }
        guard table.total > 0 else { return }
        sink.begin(Self.connectionStates)
        for (state, count) in table.counts.enumerated() where count > 0 {
            sink.sample("state", Self.names[state], count)
        }
        sink.sample("state", "rx_queued_bytes", table.receiveQueueBytes)
        sink.sample("state", "tx_queued_bytes", table.sendQueueBytes)
    }
}
