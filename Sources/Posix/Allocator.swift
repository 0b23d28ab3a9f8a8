import CLinux

/// The C library's allocator, which Swift's memory comes from.
package enum Allocator {
    /// From here on a block is memory of its own, returned to the kernel as soon as it is free.
    private static let largeBlockBytes: Int32 = 1 << 20

    /// Returns large blocks at once, for the life of the process.
    ///
    /// Left alone, glibc keeps ever larger ones for itself once they were freed (mallopt(3), `M_MMAP_THRESHOLD`): the bodies of a few
    /// scrapes would stay resident.
    package static func returnLargeBlocks() {
        _ = mallopt(M_MMAP_THRESHOLD, largeBlockBytes)
    }
}
