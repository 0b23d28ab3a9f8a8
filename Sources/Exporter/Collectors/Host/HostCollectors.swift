import Glibc

/// The collectors of the host, with node_exporter's names, families and labels.
package enum HostCollectors {
    /// All of them, in the order their families are written.
    package static let kinds = processors + memory + network + storage + kernel + hardware + files

    /// The kernel's page, in which it counts memory.
    package static let pageSizeBytes = UInt64(clamping: sysconf(Int32(_SC_PAGESIZE)))
}
