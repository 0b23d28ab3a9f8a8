package import Posix

/// Time since the kernel started.
package struct Uptime: Equatable, Sendable {
    /// Since boot, suspended time included.
    package let upSeconds: Double
    /// Summed over processors.
    package let idleSeconds: Double

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        upSeconds = try bytes.decimalFraction(&offset)
        idleSeconds = try bytes.decimalFraction(&offset)
    }
}

extension ProcFS {
    /// Reads `uptime` (kernel: fs/proc/uptime.c).
    package func uptime(with reader: inout FileReader) throws(ProcFSError) -> Uptime {
        try read("uptime", with: &reader) { (bytes) throws(Malformed) in try Uptime(parsing: bytes) }
    }
}
