import CLinux
import Glibc

/// How the kernel steers the system clock, in the units of `struct timex` (man 2 adjtimex).
package struct ClockDiscipline: Sendable {
    /// Whether a reference holds the clock; the kernel forgets it unless told again.
    package let isSynchronized: Bool
    /// Bits `STA_*`.
    package let status: Int64
    /// Parts of a second in which ``offset`` and ``pulseJitter`` are counted: 10^9 with `STA_NANO`, else 10^6.
    package let partsPerSecond: Double
    /// Offset from the reference still to be made up, in ``partsPerSecond``.
    package let offset: Int64
    /// Parts per million, times 65,536.
    package let frequency: Int64
    /// Largest error thought possible.
    package let maximumErrorMicroseconds: Int64
    /// Error thought likely.
    package let estimatedErrorMicroseconds: Int64
    /// Time constant of the phase-locked loop.
    package let loopTimeConstant: Int64
    /// Between two ticks of the clock.
    package let tickMicroseconds: Int64
    /// International atomic time less coordinated universal time, in seconds.
    package let taiOffsetSeconds: Int64
    /// Of the pulse per second, as ``frequency``.
    package let pulseFrequency: Int64
    /// Of the pulse per second, in ``partsPerSecond``.
    package let pulseJitter: Int64
    /// Logarithm to base 2 of the interval between calibrations, in seconds.
    package let pulseShift: Int64
    /// Of the pulse per second, as ``frequency``.
    package let pulseStability: Int64
    /// Pulses with too much jitter.
    package let pulseJitterCount: Int64
    /// Intervals used to calibrate.
    package let pulseCalibrationCount: Int64
    /// Intervals that failed to.
    package let pulseErrorCount: Int64
    /// Times the frequency was not stable enough.
    package let pulseInstabilityCount: Int64

    /// Asks the kernel and changes nothing.
    /// - Throws: `EPERM` where a filter of system calls is in the way.
    package init() throws(Errno) {
        var kernel = timex()
        let state = unsafe adjtimex(&kernel)
        guard state >= 0 else { throw .last }
        isSynchronized = state != TIME_ERROR
        status = Int64(kernel.status)
        partsPerSecond = kernel.status & STA_NANO != 0 ? 1e9 : 1e6
        offset = Int64(kernel.offset)
        frequency = Int64(kernel.freq)
        maximumErrorMicroseconds = Int64(kernel.maxerror)
        estimatedErrorMicroseconds = Int64(kernel.esterror)
        loopTimeConstant = Int64(kernel.constant)
        tickMicroseconds = Int64(kernel.tick)
        taiOffsetSeconds = Int64(kernel.tai)
        pulseFrequency = Int64(kernel.ppsfreq)
        pulseJitter = Int64(kernel.jitter)
        pulseShift = Int64(kernel.shift)
        pulseStability = Int64(kernel.stabil)
        pulseJitterCount = Int64(kernel.jitcnt)
        pulseCalibrationCount = Int64(kernel.calcnt)
        pulseErrorCount = Int64(kernel.errcnt)
        pulseInstabilityCount = Int64(kernel.stbcnt)
    }
}
