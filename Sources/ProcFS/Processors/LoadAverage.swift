package import Posix

/// Mean number of tasks running or waiting for a processor or a disk.
package struct LoadAverage: Equatable, Sendable {
    /// Mean of the last minute.
    package let oneMinute: Double
    /// Mean of the last 5 minutes.
    package let fiveMinutes: Double
    /// Mean of the last 15 minutes.
    package let fifteenMinutes: Double

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        oneMinute = try bytes.decimalFraction(&offset)
        fiveMinutes = try bytes.decimalFraction(&offset)
        fifteenMinutes = try bytes.decimalFraction(&offset)
    }
}

extension ProcFS {
    /// Reads `loadavg` (kernel: fs/proc/loadavg.c).
    package func loadAverage(with reader: inout FileReader) throws(ProcFSError) -> LoadAverage {
        try read("loadavg", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in try LoadAverage(parsing: bytes) }
    }
}
