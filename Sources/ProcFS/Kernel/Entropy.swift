package import Posix

/// The kernel's random number pool.
package struct Entropy: Equatable, Sendable {
    /// Bits that can be drawn; always all of them since Linux 5.18.
    package let availableBits: UInt64
    /// Bits the pool can hold.
    package let poolSizeBits: UInt64
}

extension ProcFS {
    /// Reads `sys/kernel/random/entropy_avail` and `poolsize` (man 4 random).
    package func entropy(with reader: inout FileReader) throws(ProcFSError) -> Entropy {
        Entropy(
            availableBits: try sysctlNumber(at: "kernel/random/entropy_avail", with: &reader),
            poolSizeBits: try sysctlNumber(at: "kernel/random/poolsize", with: &reader))
    }

    /// Tasks that hung for longer than the kernel thinks right, since boot.
    ///
    /// Reads `sys/kernel/hung_task_detect_count` (kernel: Documentation/admin-guide/sysctl/kernel.rst).
    /// - Throws: `.read(ENOENT)` before Linux 6.13, or where hung tasks are not looked for.
    package func hungTasks(with reader: inout FileReader) throws(ProcFSError) -> UInt64 {
        try sysctlNumber(at: "kernel/hung_task_detect_count", with: &reader)
    }
}
