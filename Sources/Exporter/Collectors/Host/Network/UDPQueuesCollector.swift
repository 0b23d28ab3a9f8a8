import Glibc
import Posix
import ProcFS
import Prometheus

/// `node_udp_queues`: what waits in all UDP sockets.
struct UDPQueuesCollector: Collector {
    let name = "udp_queues"
    let procfs: ProcFS

    private static let queues = MetricFamily(
        "node_udp_queues", .gauge, help: "Bytes of memory held by datagrams that wait to be sent or fetched.")

    func collect(into sink: inout MetricSink) throws {
        let v4 = try procfs.sockets(.udp)
        let v6 = try procfs.sockets(.udp6)
        // Without either family nothing is known, which is not the same as nothing waiting.
        guard v4 != nil || v6 != nil else { throw ProcFSError.read(path: "\(procfs.root)/net/udp", Errno(ENOENT)) }
        sink.begin(Self.queues)
        for (family, table) in [("v4", v4), ("v6", v6)] {
            guard let table else { continue }
            sink.sample("queue", "tx", "ip", family, table.sendQueueBytes)
            sink.sample("queue", "rx", "ip", family, table.receiveQueueBytes)
        }
    }
}
