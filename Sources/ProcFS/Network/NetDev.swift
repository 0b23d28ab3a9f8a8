package import Posix
import Wire

/// Traffic of one network interface since it was made.
package struct NetDev: Equatable, Sendable {
    /// Interface: see ``InterfaceName``.
    package let name: String
    /// Traffic in.
    package let receive: Receive
    /// Traffic out.
    package let transmit: Transmit

    /// The columns of incoming traffic.
    package struct Receive: Equatable, Sendable {
        /// Packets, but for `bytes`; `frame` sums what has a bad length, checksum or alignment.
        package let bytes, packets, errors, drop, fifo, frame, compressed, multicast: UInt64
    }

    /// The columns of outgoing traffic.
    package struct Transmit: Equatable, Sendable {
        /// Packets, but for `bytes` and `collisions`.
        package let bytes, packets, errors, drop, fifo, collisions, carrier, compressed: UInt64
    }

    /// Two lines of headings, then one line for each interface.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [NetDev] {
        var offset = 0
        guard bytes.isText("Inter-|", startingAt: 0) else { throw Malformed(offset: 0) }
        bytes.skipLine(&offset)
        bytes.skipLine(&offset)
        var devices: [NetDev] = []
        while offset < bytes.count {
            devices.append(try NetDev(parsing: bytes, &offset))
            bytes.skipLine(&offset)
        }
        return devices
    }

    private init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        bytes.skipBlanks(&offset)
        let start = offset
        // Before Linux 3.8 the first number could follow the colon directly.
        while !bytes.isLineEnd(offset), bytes[offset] != UInt8(ascii: ":") { offset += 1 }
        guard offset > start, !bytes.isLineEnd(offset) else { throw Malformed(offset: start) }
        name = InterfaceName.text(of: bytes.extracting(start..<offset))
        offset += 1
        receive = Receive(
            bytes: try bytes.decimal(&offset), packets: try bytes.decimal(&offset), errors: try bytes.decimal(&offset),
            drop: try bytes.decimal(&offset), fifo: try bytes.decimal(&offset), frame: try bytes.decimal(&offset),
            compressed: try bytes.decimal(&offset), multicast: try bytes.decimal(&offset))
        transmit = Transmit(
            bytes: try bytes.decimal(&offset), packets: try bytes.decimal(&offset), errors: try bytes.decimal(&offset),
            drop: try bytes.decimal(&offset), fifo: try bytes.decimal(&offset), collisions: try bytes.decimal(&offset),
            carrier: try bytes.decimal(&offset), compressed: try bytes.decimal(&offset))
    }
}

extension ProcFS {
    /// Reads `net/dev` (kernel: net/core/net-procfs.c): the interfaces of our network namespace, in the kernel's order.
    package func netDev(with reader: inout FileReader) throws(ProcFSError) -> [NetDev] {
        try read("net/dev", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in try NetDev.parse(bytes) }
    }
}
