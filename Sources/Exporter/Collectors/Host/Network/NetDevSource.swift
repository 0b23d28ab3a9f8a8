import Netlink
import Posix
import ProcFS
import Prometheus
import Synchronization

/// Where the traffic of interfaces is read.
protocol NetDevSource: Sendable {
    /// What its rows have a value of each.
    var families: [MetricFamily] { get }

    /// Fills the table, which has no rows yet.
    /// - Parameter aliases: what tells an interface's alias, where that is a label too.
    func read(into table: inout NetDevTable, aliases: InterfaceAliases?) throws
}

/// Administrators' words for interfaces.
struct InterfaceAliases: Sendable {
    let sysfs: SysFS

    func labels(of interface: String) -> Labels {
        var reader = FileReader(capacity: 1 << 10)
        return Labels(["device": interface, "ifalias": sysfs.alias(of: interface, with: &reader)])
    }
}

/// `net/dev`.
final class NetDevFile: NetDevSource {
    let families: [MetricFamily]
    private let files: HostFiles
    private let interfaces: Mutex<InterfaceLabels>

    init(files: HostFiles, filter: NameFilter, isDetailed: Bool) {
        families = NetDevFamilies.fileFamilies(isDetailed: isDetailed)
        self.files = files
        interfaces = Mutex(InterfaceLabels(filter))
    }

    func read(into table: inout NetDevTable, aliases: InterfaceAliases?) throws {
        let devices = try files.read { try $0.netDev(with: &$1) }
        interfaces.withLock { interfaces in
            for device in devices {
                guard let labels = interfaces.labels(of: device.name) else { continue }
                table.append(aliases?.labels(of: device.name) ?? labels) { device.appendCounters(to: &$0) }
            }
        }
    }
}

/// rtnetlink(7).
final class NetDevLinks: NetDevSource {
    let families: [MetricFamily]
    private let sums: [Term]
    private let state: Mutex<State>

    /// A counter in the sums of all families, one after the other: an array of arrays would be slow to go through.
    private struct Term {
        let counter: LinkCounter
        /// Whether it is the last of its family.
        let isLast: Bool
    }

    private struct State: ~Copyable {
        var socket = RouteSocket()
        var links: ReportedLinks
        /// Whether traffic is told apart from all else, or comes with it (before Linux 4.7).
        var hasStatistics = true
    }

    init(filter: NameFilter, isDetailed: Bool) {
        let columns = isDetailed ? NetDevFamilies.detailedColumns : NetDevFamilies.columns
        sums = columns.flatMap { column in
            column.counters.indices.map { Term(counter: column.counters[$0], isLast: $0 == column.counters.indices.last) }
        }
        families = columns.map(\.family)
        state = Mutex(State(links: ReportedLinks(filter)))
    }

    func read(into table: inout NetDevTable, aliases: InterfaceAliases?) throws {
        try state.withLock { state in
            try state.links.refresh(with: &state.socket)
            if state.hasStatistics {
                do throws(NetlinkError) {
                    return try readStatistics(with: &state.socket, of: state.links, into: &table, aliases)
                } catch {
                    guard case .refused = error else { throw error }
                    state.hasStatistics = false
                }
            }
            table.removeRows()
            for link in try state.socket.links() {
                guard let statistics = link.statistics else { continue }
                append(link.index, statistics, guess: 0, of: state.links, to: &table, aliases)
            }
        }
    }

    private func readStatistics(
        with socket: inout RouteSocket, of links: borrowing ReportedLinks, into table: inout NetDevTable,
        _ aliases: InterfaceAliases?
    ) throws(NetlinkError) {
        var guess = 0
        try socket.forEachStatistics(
            restart: {
                guess = 0
                table.removeRows()
            },
            each: { index, statistics in
                append(index, statistics, guess: guess, of: links, to: &table, aliases)
                guess += 1
            })
    }

    private func append(
        _ index: UInt32, _ statistics: LinkStatistics, guess: Int, of links: borrowing ReportedLinks,
        to table: inout NetDevTable, _ aliases: InterfaceAliases?
    ) {
        guard let place = links.place(of: index, guess: guess), let labels = links.labels[place] else { return }
        table.append(aliases?.labels(of: links.name(at: place)) ?? labels) { values in
            var sum: UInt64 = 0
            for term in sums {
                sum &+= statistics[term.counter]
                guard term.isLast else { continue }
                values.append(sum)
                sum = 0
            }
        }
    }
}
