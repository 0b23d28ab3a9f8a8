import ProcFS
import Prometheus
import Synchronization

/// `node_cpu_seconds_total` and `node_cpu_guest_seconds_total`.
final class CPUCollector: Collector {
    let name = "cpu"
    private let files: HostFiles
    private let stat: SharedStat
    private let seen = Mutex<[ProcessorTimes]>([])

    private static let seconds = MetricFamily(
        "node_cpu_seconds_total", .counter, help: "Time each processor spent in each mode.")
    private static let guestSeconds = MetricFamily(
        "node_cpu_guest_seconds_total", .counter, help: "Time each processor spent on guests; user and nice time have it too.")

    private typealias Mode = (name: String, ticks: @Sendable (ProcessorTimes) -> UInt64)

    private static let modes: [Mode] = [
        ("idle", { $0.idle }), ("iowait", { $0.ioWait }), ("irq", { $0.irq }), ("nice", { $0.nice }),
        ("softirq", { $0.softIRQ }), ("steal", { $0.steal }), ("system", { $0.system }), ("user", { $0.user }),
    ]
    private static let guestModes: [Mode] = [("nice", { $0.guestNice }), ("user", { $0.guest })]

    init(files: HostFiles, stat: SharedStat) {
        self.files = files
        self.stat = stat
    }

    func collect(into sink: inout MetricSink) throws {
        let read = try stat.read(files).processors
        let processors = seen.withLock { seen in
            let processors = read.indices.map { index in
                let number = read[index].number
                // At the same place as before, but when processors came or went.
                let last = index < seen.count && seen[index].number == number ? seen[index] : seen.first { $0.number == number }
                return read[index].neverBack(from: last)
            }
            seen = processors
            return processors
        }
        for (family, modes) in [(Self.seconds, Self.modes), (Self.guestSeconds, Self.guestModes)] {
            sink.begin(family)
            for processor in processors {
                for mode in modes {
                    sink.sample(
                        "cpu", Int(clamping: processor.number), "mode", mode.name,
                        Double(mode.ticks(processor)) / ProcessorTimes.ticksPerSecond)
                }
            }
        }
    }
}

extension ProcessorTimes {
    /// These times, with each that is below its last value held at that value.
    ///
    /// The kernel's accounting steps back a little at times (idle and iowait most), and a counter that falls looks like a reset.
    /// Idle time that falls by 3 s and more is a processor that was taken out and came back: all its times start anew.
    func neverBack(from last: ProcessorTimes?) -> ProcessorTimes {
        guard let last, last.idle <= idle || last.idle - idle < 300 else { return self }
        var times = self
        times.user = max(user, last.user)
        times.nice = max(nice, last.nice)
        times.system = max(system, last.system)
        times.idle = max(idle, last.idle)
        times.ioWait = max(ioWait, last.ioWait)
        times.irq = max(irq, last.irq)
        times.softIRQ = max(softIRQ, last.softIRQ)
        times.steal = max(steal, last.steal)
        times.guest = max(guest, last.guest)
        times.guestNice = max(guestNice, last.guestNice)
        return times
    }
}
