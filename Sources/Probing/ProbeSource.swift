package import Posix
package import Wire

/// Where a probe leaves this host.
package struct ProbeSource: Sendable, Equatable {
    /// An address of this host's; `nil` leaves the choice to the kernel.
    package var address: IPAddress?
    /// A network interface's name; needs CAP_NET_RAW unless the kernel is 5.7 or later.
    package var interface: String?

    package init(address: IPAddress? = nil, interface: String? = nil) {
        self.address = address
        self.interface = interface
    }

    /// Has a socket leave from here; to be called before it connects or sends.
    /// - Throws: `.addressUnavailable` when the address is none of this host's, or is of another family than the peer's;
    ///   `.permissionDenied`, `.networkUnreachable` and their like when the kernel refuses.
    package func apply(to socket: borrowing Socket, for peer: SocketAddress) throws(ProbeFailure) {
        if let address, address.family != peer.ip.family {
            throw ProbeFailure(.addressUnavailable, "\(peer) cannot be reached from the source address \(address)")
        }
        do throws(Errno) {
            if let interface { try socket.bind(toInterface: interface) }
            if let address { try socket.bind(to: SocketAddress(address, port: 0)) }
        } catch {
            let source = [address?.description, interface].compactMap(\.self).joined(separator: " at ")
            throw ProbeFailure(FailureReason(error) ?? .addressUnavailable, "no way out from \(source): \(error)")
        }
    }
}
