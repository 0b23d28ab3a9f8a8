package import Wire

/// An address of this host's on one of its interfaces.
package struct LinkAddress: Hashable, Sendable {
    static let fixedSize = 8

    /// The interface's number.
    package let link: UInt32
    /// Ours, not that of the other end of a link between two.
    package let address: IPAddress
    /// Leading bits that the local network shares.
    package let prefixLength: UInt8

    /// `nil` for an address of another family than IP's.
    init?(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        prefixLength = try datagram.native(at: 1, in: payload)
        link = try datagram.native(at: 4, in: payload)
        var local: IPAddress?
        var address: IPAddress?
        try Attribute.forEach(after: Self.fixedSize, of: payload, in: datagram) { (attribute) throws(NetlinkError) in
            // IFA_LOCAL is the address, where IFA_ADDRESS may be the other end's.
            switch attribute.type {
            case 1: address = IPAddress(bytes: datagram.bytes(in: attribute.value))
            case 2: local = IPAddress(bytes: datagram.bytes(in: attribute.value))
            default: break
            }
        }
        guard let own = local ?? address else { return nil }
        self.address = own
    }
}
