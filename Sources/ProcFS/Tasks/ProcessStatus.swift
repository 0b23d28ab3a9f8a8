package import Posix

/// What `self/status` says of our process's memory; a field this kernel lacks is `nil`.
package enum ProcessStatus {
    /// Sizes in bytes, then counts.
    package static let table = FieldTable(sizes + ["Threads", "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"])
    private static let sizes = ["VmPeak", "VmSize", "VmHWM", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmSwap"]

    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> FieldValues {
        var values = FieldValues(of: table)
        var offset = 0
        while offset < bytes.count {
            let start = offset
            let name = try bytes.word(&offset, before: ":")
            if let index = table.index(of: name, bytes) {
                let value = try bytes.decimal(&offset)
                let (scaled, overflow) = value.multipliedReportingOverflow(by: index < sizes.count ? 1024 : 1)
                guard !overflow else { throw Malformed(offset: start) }
                values[index] = scaled
            }
            bytes.skipLine(&offset)
        }
        guard values["Threads"] != nil else { throw Malformed(offset: 0) }
        return values
    }
}

extension ProcFS {
    /// Reads `self/status` (man 5 proc_pid_status): see ``ProcessStatus``.
    package func processStatus(with reader: inout FileReader) throws(ProcFSError) -> FieldValues {
        try read("self/status", with: &reader) { (bytes) throws(Malformed) in try ProcessStatus.parse(bytes) }
    }
}
