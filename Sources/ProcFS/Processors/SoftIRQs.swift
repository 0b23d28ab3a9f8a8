package import Posix

/// Deferred interrupt work done since boot, by kind and processor.
package struct SoftIRQs: Equatable, Sendable {
    /// Those that may ever come, ascending.
    package let processors: [Int]
    /// The kinds we know that this kernel has, in its order.
    package private(set) var kinds: [Kind] = []

    /// One kind of work.
    package struct Kind: Equatable, Sendable {
        /// As the kernel spells it.
        package let name: String
        /// One for each processor.
        package let counts: [UInt64]
    }

    private static let names = [
        "HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU",
    ]

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        let table = try ProcessorTable(parsingHeading: bytes, &offset)
        processors = table.processors
        while offset < bytes.count {
            let range = try table.name(&offset, bytes)
            if let name = Self.names.first(where: { bytes.isText($0, at: range) }) {
                guard !kinds.contains(where: { $0.name == name }) else { throw Malformed(offset: range.lowerBound) }
                var counts: [UInt64] = []
                counts.reserveCapacity(processors.count)
                try table.counts(&offset, bytes, into: &counts)
                kinds.append(Kind(name: name, counts: counts))
            }
            bytes.skipLine(&offset)
        }
    }
}

extension ProcFS {
    /// Reads `softirqs` (kernel: fs/proc/softirqs.c).
    package func softIRQs(with reader: inout FileReader) throws(ProcFSError) -> SoftIRQs {
        try read("softirqs", with: &reader) { (bytes) throws(Malformed) in try SoftIRQs(parsing: bytes) }
    }
}
