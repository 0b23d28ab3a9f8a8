import ProcFS
import Prometheus

/// The time each processor spent in each mode: counters that never go back, and their labels.
struct ProcessorSeconds: Sendable {
    private var times: [ProcessorTimes] = []
    /// For each processor those of ``modes``, then those of ``guestModes``.
    private var labels: [Labels] = []

    private static let seconds = MetricFamily(
        "node_cpu_seconds_total", .counter, help: "Time each processor spent in each mode.")
    private static let guestSeconds = MetricFamily(
        "node_cpu_guest_seconds_total", .counter, help: "Time each processor spent on guests; user and nice time have it too.")

    private static let modes = ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"]
    private static let guestModes = ["nice", "user"]

    /// Takes in what the kernel says now; processors that are gone are forgotten.
    /// - Parameter read: ascending by number.
    mutating func advance(to read: [ProcessorTimes]) {
        guard read.count == times.count, zip(read, times).allSatisfy({ $0.number == $1.number }) else { return replace(by: read) }
        for index in times.indices { times[index] = read[index].neverBack(from: times[index]) }
    }

    private mutating func replace(by read: [ProcessorTimes]) {
        var last = times[...]
        times = read.map { processor in
            last = last.drop { $0.number < processor.number }
            return last.first?.number == processor.number ? processor.neverBack(from: last.first) : processor
        }
        labels = times.flatMap { processor in
            (Self.modes + Self.guestModes).map { Labels([("cpu", String(processor.number)), ("mode", $0)]) }
        }
    }

    /// Writes both families, or one.
    func write(withGuests: Bool, into sink: inout MetricSink) {
        guard !times.isEmpty else { return }
        let stride = Self.modes.count + Self.guestModes.count
        func sample(_ ticks: UInt64, _ label: Int) {
            sink.sample(labels[label], Double(ticks) / ProcessorTimes.ticksPerSecond)
        }
        sink.begin(Self.seconds)
        for (index, times) in times.enumerated() {
            let first = index * stride
            sample(times.idle, first)
            sample(times.ioWait, first + 1)
            sample(times.irq, first + 2)
            sample(times.nice, first + 3)
            sample(times.softIRQ, first + 4)
            sample(times.steal, first + 5)
            sample(times.system, first + 6)
            sample(times.user, first + 7)
        }
        guard withGuests else { return }
        sink.begin(Self.guestSeconds)
        for (index, times) in times.enumerated() {
            let first = index * stride + Self.modes.count
            sample(times.guestNice, first)
            sample(times.guest, first + 1)
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
