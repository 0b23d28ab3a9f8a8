package import Posix

/// Connections the packet filter keeps track of.
package struct Conntrack: Equatable, Sendable {
    /// Connections tracked now.
    package let entries: UInt64
    /// New connections are dropped beyond this many.
    package let entriesLimit: UInt64
}

extension ProcFS {
    /// Reads `sys/net/netfilter/nf_conntrack_{count,max}` (kernel: Documentation/networking/nf_conntrack-sysctl.rst).
    ///
    /// - Throws: `.read(ENOENT)` while connection tracking is not loaded.
    package func conntrack(with reader: inout FileReader) throws(ProcFSError) -> Conntrack {
        Conntrack(
            entries: try number("sys/net/netfilter/nf_conntrack_count", with: &reader),
            entriesLimit: try number("sys/net/netfilter/nf_conntrack_max", with: &reader))
    }

    /// The first number of a file of one line.
    func number(_ file: String, with reader: inout FileReader) throws(ProcFSError) -> UInt64 {
        try read(file, with: &reader, limit: 256, extent: .oneRecord) { (bytes) throws(Malformed) in
            var offset = 0
            return try bytes.decimal(&offset)
        }
    }
}
