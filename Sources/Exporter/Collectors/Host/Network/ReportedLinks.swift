import Netlink
import Prometheus

/// The interfaces of the kernel we run on, with what a collector writes of each.
struct ReportedLinks: ~Copyable {
    private var directory = LinkDirectory()
    private var interfaces: InterfaceLabels
    /// In the directory's order; `nil` for an interface that is not to be reported.
    private(set) var labels: [Labels?] = []

    init(_ filter: NameFilter) {
        interfaces = InterfaceLabels(filter)
    }

    /// Looks for interfaces that came, went or were renamed.
    mutating func refresh(with socket: inout RouteSocket) throws(NetlinkError) {
        guard try directory.refresh(with: &socket) else { return }
        labels = directory.links.map { interfaces.labels(of: $0.name) }
    }

    /// Where in ``labels`` the interface with this number is; `nil` for one that came since.
    func place(of index: UInt32, guess: Int) -> Int? { directory.place(of: index, guess: guess) }

    func name(at place: Int) -> String { directory.links[place].name }
}
