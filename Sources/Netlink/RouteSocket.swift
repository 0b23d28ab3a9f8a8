import Posix

/// Questions to the kernel about the network this process sees: interfaces, addresses, routes and neighbours (rtnetlink(7)).
///
/// Confined to whoever owns it. Each question blocks for as long as the kernel takes to list what is asked for: microseconds, but
/// for a lock it shares with whoever sets up an interface. The socket is made at the first one, and anew after an error.
package struct RouteSocket: ~Copyable {
    /// The Internet's whole routing table has a million.
    private static let mostRoutes = 1 << 17

    private var channel = NetlinkChannel(.route)

    /// Opens nothing yet.
    package init() {}

    /// Whether this process may have such sockets at all.
    package static var isAllowed: Bool {
        do throws(Errno) {
            _ = try NetlinkSocket(.route)
            return true
        } catch {
            return false
        }
    }

    /// All interfaces, in the kernel's order.
    package mutating func links() throws(NetlinkError) -> [Link] {
        try list(.links(withStatistics: true)) { (datagram, payload) throws(NetlinkError) in
            try Link(parsing: datagram, at: payload)
        }
    }

    /// The names of all interfaces, in the kernel's order.
    package mutating func linkNames() throws(NetlinkError) -> [LinkName] {
        try list(.links(withStatistics: false)) { (datagram, payload) throws(NetlinkError) in
            try LinkName(parsing: datagram, at: payload)
        }
    }

    /// All addresses of this host, in the kernel's order: IPv4's come first.
    package mutating func addresses() throws(NetlinkError) -> [LinkAddress] {
        try list(.addresses) { (datagram, payload) throws(NetlinkError) in try LinkAddress(parsing: datagram, at: payload) }
    }

    /// The routes of all tables that packets are sent on by.
    ///
    /// - Throws: `.tooMany` on a router of a whole network's routes.
    package mutating func routes() throws(NetlinkError) -> [Route] {
        try list(.routes, limit: Self.mostRoutes) { (datagram, payload) throws(NetlinkError) in
            try Route(parsing: datagram, at: payload)
        }
    }

    /// Calls `each` with each neighbour that IPv4's address resolution knows of.
    ///
    /// - Parameter restart: called before the first, and whenever the list is begun anew.
    package mutating func forEachNeighbour4(
        restart: () -> Void, each: (Neighbour) -> Void
    ) throws(NetlinkError) {
        try channel.ask(
            .neighbours(family: 2), restart: restart,
            each: { (head, datagram) throws(NetlinkError) in each(try Neighbour(parsing: datagram, at: head.payload)) })
    }

    /// Calls `each` with the number and the traffic of each interface, in the kernel's order.
    ///
    /// - Parameter restart: called before the first, and whenever the list is begun anew.
    /// - Throws: `.refused(EOPNOTSUPP)` before Linux 4.7.
    package mutating func forEachStatistics(
        restart: () -> Void, each: (UInt32, LinkStatistics) -> Void
    ) throws(NetlinkError) {
        try channel.ask(
            .statistics, restart: restart,
            each: { (head, datagram) throws(NetlinkError) in
                let link: UInt32 = try datagram.native(at: 4, in: head.payload)
                try Attribute.forEach(after: LinkStatistics.fixedSize, of: head.payload, in: datagram) {
                    (attribute) throws(NetlinkError) in
                    guard attribute.type == LinkStatistics.attribute else { return }
                    each(link, try LinkStatistics(parsing: datagram, at: attribute.value))
                }
            })
    }

    private mutating func list<Item>(
        _ question: Question, limit: Int = .max, _ parse: (Span<UInt8>, Range<Int>) throws(NetlinkError) -> Item?
    ) throws(NetlinkError) -> [Item] {
        var items: [Item] = []
        try channel.ask(
            question, restart: { items = [] },
            each: { (head, datagram) throws(NetlinkError) in
                guard let item = try parse(datagram, head.payload) else { return }
                guard items.count < limit else { throw .tooMany }
                items.append(item)
            })
        return items
    }
}
