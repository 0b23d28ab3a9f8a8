import Posix
import Prometheus

/// `node_timex_*`: how the kernel steers the clock, by NTP or a pulse per second (man 2 adjtimex).
struct TimexCollector: Collector {
    let name = "timex"

    private typealias Field = (family: MetricFamily, value: @Sendable (ClockDiscipline) -> Double)

    private static let million = 1e6
    /// Frequencies are parts per million with 16 bits of fraction.
    private static let frequencyUnit = 1e6 * 65_536

    private static let fields: [Field] = [
        (
            gauge("estimated_error_seconds", "Error of the clock thought likely."),
            { Double($0.estimatedErrorMicroseconds) / million }
        ),
        (
            gauge("frequency_adjustment_ratio", "How fast the clock is made to run, beside its own pace."),
            { 1 + Double($0.frequency) / frequencyUnit }
        ),
        (gauge("loop_time_constant", "Time constant of the loop that follows the reference."), { Double($0.loopTimeConstant) }),
        (gauge("maxerror_seconds", "Error of the clock thought possible."), { Double($0.maximumErrorMicroseconds) / million }),
        (
            gauge("offset_seconds", "Offset from the reference still to be made up."),
            { Double($0.offset) / $0.partsPerSecond }
        ),
        (counter("pps_calibration_total", "Intervals of the pulse used to calibrate."), { Double($0.pulseCalibrationCount) }),
        (counter("pps_error_total", "Intervals of the pulse not fit to calibrate."), { Double($0.pulseErrorCount) }),
        (gauge("pps_frequency_hertz", "Frequency offset by the pulse."), { Double($0.pulseFrequency) / frequencyUnit }),
        (gauge("pps_jitter_seconds", "Jitter of the pulse."), { Double($0.pulseJitter) / $0.partsPerSecond }),
        (counter("pps_jitter_total", "Pulses with too much jitter."), { Double($0.pulseJitterCount) }),
        (gauge("pps_shift_seconds", "Interval of calibration by the pulse, as a power of two."), { Double($0.pulseShift) }),
        (
            counter("pps_stability_exceeded_total", "Times the pulse was not stable enough."),
            { Double($0.pulseInstabilityCount) }
        ),
        (gauge("pps_stability_hertz", "Stability of the pulse's frequency."), { Double($0.pulseStability) / frequencyUnit }),
        (gauge("status", "Bits STA_* of adjtimex(2)."), { Double($0.status) }),
        (gauge("sync_status", "Whether a reference holds the clock."), { $0.isSynchronized ? 1 : 0 }),
        (gauge("tai_offset_seconds", "International atomic time less UTC."), { Double($0.taiOffsetSeconds) }),
        (gauge("tick_seconds", "Time between two ticks of the clock."), { Double($0.tickMicroseconds) / million }),
    ]

    private static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_timex_\(name)", .gauge, help: help)
    }

    private static func counter(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_timex_\(name)", .counter, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        let clock = try ClockDiscipline()
        for (family, value) in Self.fields {
            sink.begin(family)
            sink.sample(value(clock))
        }
    }
}
