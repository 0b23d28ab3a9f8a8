package import Posix

/// The fields of `meminfo` we know: those node_exporter has.
package enum MemInfo {
    /// Sizes first, in bytes; the last four are counts of huge pages.
    package static let table = FieldTable(sizes + counts)

    /// Number of the table's names that are sizes.
    package static let sizeCount = sizes.count

    private static let sizes = [
        "MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached", "SwapCached", "Active", "Inactive", "Active(anon)",
        "Inactive(anon)", "Active(file)", "Inactive(file)", "Unevictable", "Mlocked", "SwapTotal", "SwapFree", "Zswap",
        "Zswapped", "Dirty", "Writeback", "AnonPages", "Mapped", "Shmem", "Slab", "SReclaimable", "SUnreclaim", "KernelStack",
        "PageTables", "NFS_Unstable", "Bounce", "WritebackTmp", "CommitLimit", "Committed_AS", "VmallocTotal", "VmallocUsed",
        "VmallocChunk", "Percpu", "HardwareCorrupted", "AnonHugePages", "ShmemHugePages", "ShmemPmdMapped", "CmaTotal", "CmaFree",
        "Hugepagesize", "DirectMap4k", "DirectMap2M", "DirectMap1G",
    ]

    private static let counts = ["HugePages_Total", "HugePages_Free", "HugePages_Rsvd", "HugePages_Surp"]

    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> FieldValues {
        var values = FieldValues(of: table)
        var offset = 0
        while offset < bytes.count {
            let start = offset
            let name = try bytes.word(&offset, before: ":")
            if let index = table.index(of: name, bytes) {
                let value = try bytes.decimal(&offset)
                let (scaled, overflow) = value.multipliedReportingOverflow(by: index < sizeCount ? 1024 : 1)
                guard !overflow else { throw Malformed(offset: start) }
                values[index] = scaled
            }
            bytes.skipLine(&offset)
        }
        guard values[0] != nil else { throw Malformed(offset: 0) }
        return values
    }
}

extension ProcFS {
    /// Reads `meminfo` (kernel: Documentation/filesystems/proc.rst), whose sizes in kB become bytes: see ``MemInfo``.
    package func memInfo(with reader: inout FileReader) throws(ProcFSError) -> FieldValues {
        try read("meminfo", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in try MemInfo.parse(bytes) }
    }
}
