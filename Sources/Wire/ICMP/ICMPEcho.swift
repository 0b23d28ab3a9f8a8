/// An ICMP echo: a request, or the reply that carries the same back (RFC 792, RFC 4443 section 4).
package struct ICMPEcho: Hashable, Sendable {
    /// Before the payload.
    package static let headerSizeBytes = 8

    /// Tells one asker's echoes from another's.
    package var identifier: UInt16
    package var sequence: UInt16
    package var payload: [UInt8]

    package init(identifier: UInt16, sequence: UInt16, payload: [UInt8]) {
        self.identifier = identifier
        self.sequence = sequence
        self.payload = payload
    }

    /// The wire form of the request, without an IP header; over IPv6 its checksum is left to the kernel, who knows the addresses.
    package func request(over family: AddressFamily) -> [UInt8] {
        var bytes: [UInt8] = [family == .ip4 ? 8 : 128, 0, 0, 0]
        for number in [identifier, sequence] {
            bytes += [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
        }
        bytes += payload
        if family == .ip4 {
            let checksum = Self.checksum(of: bytes)
            bytes[2] = UInt8(truncatingIfNeeded: checksum >> 8)
            bytes[3] = UInt8(truncatingIfNeeded: checksum)
        }
        return bytes
    }

    /// Reads a reply without its IP header; `nil` for any other message. The checksum is the kernel's to verify.
    package init?(reply bytes: some Collection<UInt8>, over family: AddressFamily) {
        self.init(bytes, type: family == .ip4 ? 0 : 129)
    }

    /// Reads what an error quotes of a request, payload hardly included; `nil` for any other message.
    package init?(quotedRequest bytes: some Collection<UInt8>, over family: AddressFamily) {
        self.init(bytes, type: family == .ip4 ? 8 : 128)
    }

    private init?(_ bytes: some Collection<UInt8>, type: UInt8) {
        let head = Array(bytes.prefix(Self.headerSizeBytes))
        guard head.count == Self.headerSizeBytes, head[0] == type, head[1] == 0 else { return nil }
        identifier = UInt16(head[4]) << 8 | UInt16(head[5])
        sequence = UInt16(head[6]) << 8 | UInt16(head[7])
        payload = Array(bytes.dropFirst(Self.headerSizeBytes))
    }

    /// The internet checksum (RFC 1071).
    private static func checksum(of bytes: [UInt8]) -> UInt16 {
        var sum: UInt64 = 0
        for index in bytes.indices { sum += UInt64(bytes[index]) << (index & 1 == 0 ? 8 : 0) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return ~UInt16(sum)
    }
}
