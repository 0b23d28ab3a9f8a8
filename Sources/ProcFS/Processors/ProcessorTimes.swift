/// Time one processor has spent in each mode since boot, in ticks of 1/100 s.
///
/// The tick is the kernel's interface to user space (`USER_HZ`), whatever its own timer does.
package struct ProcessorTimes: Equatable, Sendable {
    /// `USER_HZ`, the same on every architecture Swift runs on.
    package static let ticksPerSecond = 100.0

    /// The processor's number in the kernel; offline ones leave gaps.
    package let number: UInt64
    /// Includes ``guest``.
    package var user: UInt64
    /// Includes ``guestNice``.
    package var nice: UInt64
    /// In the kernel.
    package var system: UInt64
    /// With nothing to do.
    package var idle: UInt64
    /// With nothing to do while a task waits for a disk.
    package var ioWait: UInt64
    /// Serving interrupts.
    package var irq: UInt64
    /// Doing the work interrupts left for later.
    package var softIRQ: UInt64
    /// Zero, like both guest times, where the kernel has no such column (Linux 2.6.11, 2.6.24 and 2.6.33 brought them).
    package var steal: UInt64
    /// Running guests' processors.
    package var guest: UInt64
    /// Running low-priority guests' processors.
    package var guestNice: UInt64

    /// Reads the numbers of a `cpuN` line, from after its name.
    init(number: UInt64, parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        self.number = number
        user = try bytes.decimal(&offset)
        nice = try bytes.decimal(&offset)
        system = try bytes.decimal(&offset)
        idle = try bytes.decimal(&offset)
        ioWait = try bytes.decimal(&offset)
        irq = try bytes.decimal(&offset)
        softIRQ = try bytes.decimal(&offset)
        func laterColumn() throws(Malformed) -> UInt64 {
            bytes.skipBlanks(&offset)
            return bytes.isLineEnd(offset) ? 0 : try bytes.decimal(&offset)
        }
        steal = try laterColumn()
        guest = try laterColumn()
        guestNice = try laterColumn()
    }
}
