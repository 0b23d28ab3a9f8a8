import Posix
package import Wire

/// Questions to the kernel about the sockets of this process's network namespace (sock_diag(7)).
///
/// Confined to whoever owns it. Each question blocks for as long as the kernel takes to list them: far less than it takes to
/// print them for `net/tcp`.
package struct SocketQuery: ~Copyable {
    private var channel = NetlinkChannel(.sockets)

    package init() {}

    /// Calls `each` with each TCP socket of a family.
    ///
    /// - Parameter restart: called before the first, and whenever the list is begun anew.
    /// - Throws: `.refused(ENOENT)` where the kernel has no such family or was built without this.
    package mutating func forEachTCPSocket(
        _ family: AddressFamily, restart: () -> Void, each: (TCPSocket) -> Void
    ) throws(NetlinkError) {
        // AF_INET and AF_INET6.
        try channel.ask(.tcpSockets(family: family == .ip4 ? 2 : 10), restart: restart) { (head, datagram) throws(NetlinkError) in
            each(try TCPSocket(parsing: datagram, at: head.payload))
        }
    }
}
