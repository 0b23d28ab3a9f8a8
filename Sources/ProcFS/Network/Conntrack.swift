package import Posix

/// Connections the packet filter keeps track of.
package struct Conntrack: Equatable, Sendable {
    /// Connections tracked now.
    package let entries: UInt64
    /// New connections are dropped beyond this many.
    package let entriesLimit: UInt64
}

extension ProcFS {
    /// Reads `sys/net/netfilter/nf_conntrack_{count,max}` (kernel: Documentation/networking/nf_conntrack-sysctl.rst); `nil` when
    /// connection tracking is not loaded.
    package func conntrack(with reader: inout FileReader) throws(ProcFSError) -> Conntrack? {
        func number(_ file: String) throws(ProcFSError) -> UInt64? {
            try readIfPresent("sys/net/netfilter/\(file)", with: &reader) { (bytes) throws(Malformed) in
                var offset = 0
                return try bytes.decimal(&offset)
            }
        }
        guard let entries = try number("nf_conntrack_count"), let limit = try number("nf_conntrack_max") else { return nil }
        return Conntrack(entries: entries, entriesLimit: limit)
    }
}
