package import Posix
package import Wire

/// A neighbour on the local network, as IPv4's address resolution knows it.
package struct ARPEntry: Equatable, Sendable {
    /// IPv4 address asked for.
    package let address: IPAddress
    /// Bits of <linux/if_arp.h>.
    package let flags: UInt64
    /// Lower case, colons between the bytes; zeros while ``isComplete`` is false.
    package let hardwareAddress: String
    /// Interface the neighbour is on.
    package let device: String

    /// Whether the neighbour has answered (`ATF_COM`).
    package var isComplete: Bool { flags & 0x2 != 0 }

    /// A heading, then lines of address, hardware type, flags, hardware address, mask and device.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [ARPEntry] {
        var entries: [ARPEntry] = []
        var offset = 0
        guard bytes.isText("IP address", startingAt: 0) else { throw Malformed(offset: 0) }
        bytes.skipLine(&offset)
        while offset < bytes.count {
            let start = offset
            guard let address = IPAddress(bytes.string(at: bytes.word(&offset))) else { throw Malformed(offset: start) }
            _ = bytes.word(&offset)
            let flags = bytes.word(&offset)
            guard bytes.isText("0x", startingAt: flags.lowerBound), flags.count > 2 else { throw Malformed(offset: start) }
            let bits = try bytes.hexadecimal(in: flags.lowerBound + 2..<flags.upperBound)
            let hardwareAddress = bytes.word(&offset)
            _ = bytes.word(&offset)
            let device = bytes.word(&offset)
            guard !device.isEmpty else { throw Malformed(offset: start) }
            entries.append(
                ARPEntry(
                    address: address, flags: bits, hardwareAddress: bytes.string(at: hardwareAddress),
                    device: bytes.string(at: device)))
            bytes.skipLine(&offset)
        }
        return entries
    }
}

extension ProcFS {
    /// Reads `net/arp` (man 5 proc_net).
    package func arp(with reader: inout FileReader) throws(ProcFSError) -> [ARPEntry] {
        try read("net/arp", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in try ARPEntry.parse(bytes) }
    }
}
