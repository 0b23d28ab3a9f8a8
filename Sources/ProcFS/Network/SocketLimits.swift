package import Posix

/// How many sockets, and how much memory for them, this kernel allows.
package struct SocketLimits: Equatable, Sendable {
    /// Beyond this much memory TCP drops what arrives.
    package internal(set) var tcpMemoryPages: UInt64?
    /// Connections no program holds any more; the next is reset.
    package internal(set) var tcpOrphans: UInt64?
    /// Ports the kernel chooses from when a program does not.
    package internal(set) var ephemeralPorts: ClosedRange<UInt64>?
}

extension ProcFS {
    /// Reads `sys/net/ipv4/{tcp_mem,tcp_max_orphans,ip_local_port_range}` (kernel:
    /// Documentation/networking/ip-sysctl.rst); what cannot be read is `nil`.
    package func socketLimits(with reader: inout FileReader) -> SocketLimits {
        var limits = SocketLimits()
        limits.tcpMemoryPages = try? read("sys/net/ipv4/tcp_mem", with: &reader, limit: 256) { (bytes) throws(Malformed) in
            var offset = 0
            // Low, pressure, high.
            _ = try bytes.decimal(&offset)
            _ = try bytes.decimal(&offset)
            return try bytes.decimal(&offset)
        }
        limits.tcpOrphans = try? number("sys/net/ipv4/tcp_max_orphans", with: &reader)
        limits.ephemeralPorts =
            try? read("sys/net/ipv4/ip_local_port_range", with: &reader, limit: 256) { (bytes) throws(Malformed) in
                var offset = 0
                let first = try bytes.decimal(&offset)
                let last = try bytes.decimal(&offset)
                guard first <= last, last < 1 << 16 else { throw Malformed(offset: 0) }
                return first...last
            }
        return limits
    }
}
