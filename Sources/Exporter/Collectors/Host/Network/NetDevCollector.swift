import Netlink
import Posix
import ProcFS
import Prometheus
import Synchronization

/// `node_network_{receive,transmit}_*_total`, and addresses where they are asked for.
final class NetDevCollector: Collector {
    let name = "netdev"
    private let source: any NetDevSource
    private let aliases: InterfaceAliases?
    private let addresses: NetDevAddresses?
    private let table: Mutex<NetDevTable>

    init(_ context: HostContext) throws {
        let settings = context.settings.netdev
        let filter = try NameFilter(settings.devices)
        // A copy of another host's files has its own answer; where it has none, the kernel is asked, as node_exporter always does.
        // A sandbox may want no netlink; what the file has is most of it.
        let isFileMissing = (try? namesInDirectory("\(context.procfs.root)/net"))?.contains("dev") != true
        source =
            if settings.netlink, context.isOwnKernel || isFileMissing, RouteSocket.isAllowed {
                NetDevLinks(filter: filter, isDetailed: settings.detailed)
            } else {
                NetDevFile(files: context.files(), filter: filter, isDetailed: settings.detailed)
            }
        aliases = settings.labelsAlias ? InterfaceAliases(sysfs: context.sysfs) : nil
        addresses = settings.addressInfo ? NetDevAddresses(filter) : nil
        table = Mutex(NetDevTable(source.families))
    }

    func collect(into sink: inout MetricSink) throws {
        try table.withLock { table in
            table.removeRows()
            try source.read(into: &table, aliases: aliases)
            table.write(into: &sink)
        }
        try addresses?.write(into: &sink)
    }
}
