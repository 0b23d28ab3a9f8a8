import Posix
import Prometheus

/// `node_uname_info`.
struct UnameCollector: Collector {
    let name = "uname"

    private static let info = MetricFamily("node_uname_info", .gauge, help: "How the kernel and the host call themselves.")

    func collect(into sink: inout MetricSink) {
        let system = SystemName()
        sink.begin(Self.info)
        sink.label("domainname", system.domainname)
        sink.label("machine", system.machine)
        sink.label("nodename", system.nodename)
        sink.label("release", system.release)
        sink.label("sysname", system.sysname)
        sink.label("version", system.version)
        sink.value(1 as UInt64)
    }
}
