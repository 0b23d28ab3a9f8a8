import ProcFS
import Prometheus

/// How fast processors run: `node_cpu_frequency_*` and `node_cpu_scaling_*`.
struct CPUFreqCollector: Collector {
    let name = "cpufreq"
    private let files: HostFiles
    private let sysfs: SysFS
    /// `nil` unless `cpuinfo` is to be read.
    private let cpuInfo: SharedReading<CPUInfo>?

    private typealias Column = (family: MetricFamily, kilohertz: @Sendable (ProcessorFrequency) -> UInt64?)

    private static let current = MetricFamily(
        "node_cpu_frequency_hertz", .gauge,
        help: "Frequency each processor runs at, as cpuinfo says with labels for its place, and as its driver says.")
    private static let columns: [Column] = [
        (gauge("frequency_avg_hertz", "Frequency each processor ran at lately."), { $0.averageKilohertz }),
        (gauge("frequency_min_hertz", "Lowest frequency of each processor's hardware."), { $0.minimumKilohertz }),
        (gauge("frequency_max_hertz", "Highest frequency of each processor's hardware."), { $0.maximumKilohertz }),
        (
            gauge("scaling_frequency_hertz", "Frequency the kernel last set, or measured where the driver can."),
            { $0.scalingKilohertz }
        ),
        (gauge("scaling_frequency_min_hertz", "Lowest frequency the kernel may set."), { $0.scalingMinimumKilohertz }),
        (gauge("scaling_frequency_max_hertz", "Highest frequency the kernel may set."), { $0.scalingMaximumKilohertz }),
    ]
    private static let governor = gauge("scaling_governor", "1 for who chooses the frequency, 0 for those who could.")

    private static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_cpu_\(name)", .gauge, help: help)
    }

    init(_ context: HostContext) {
        files = context.files()
        sysfs = context.sysfs
        cpuInfo = context.settings.cpu.readsInfo ? context.cpuInfo : nil
    }

    func collect(into sink: inout MetricSink) throws {
        let places = try cpuInfo?.take(or: files).processors.filter { $0.megahertz != nil } ?? []
        let processors = try frequencies()
        let isCurrentKnown = processors.contains { $0.frequency.currentKilohertz != nil }
        if !places.isEmpty || isCurrentKnown { sink.begin(Self.current) }
        for place in places {
            sink.sample(
                "package", place.package, "core", place.core, "cpu", place.number, (place.megahertz ?? 0) * 1e6)
        }
        if isCurrentKnown { write({ $0.currentKilohertz }, of: processors, into: &sink) }
        for (family, kilohertz) in Self.columns where processors.contains(where: { kilohertz($0.frequency) != nil }) {
            sink.begin(family)
            write(kilohertz, of: processors, into: &sink)
        }
        writeGovernors(of: processors, into: &sink)
    }

    private func frequencies() throws -> [(number: Int, frequency: ProcessorFrequency)] {
        try files.read { [sysfs] procfs, reader in
            let numbers = try sysfs.processorsNotOffline(with: &reader)
            var processors: [(number: Int, frequency: ProcessorFrequency)] = []
            for number in numbers {
                if number == numbers.first { procfs.measureFrequencies(with: &reader) }
                guard let frequency = sysfs.frequency(ofProcessor: number, with: &reader) else { continue }
                processors.append((number, frequency))
            }
            return processors
        }
    }

    private func write(
        _ kilohertz: (ProcessorFrequency) -> UInt64?, of processors: [(number: Int, frequency: ProcessorFrequency)],
        into sink: inout MetricSink
    ) {
        for (number, frequency) in processors {
            if let kilohertz = kilohertz(frequency) { sink.sample("cpu", number, Double(kilohertz) * 1000) }
        }
    }

    private func writeGovernors(
        of processors: [(number: Int, frequency: ProcessorFrequency)], into sink: inout MetricSink
    ) {
        var hasBegun = false
        for (number, frequency) in processors {
            var seen: Set<Substring> = []
            for governor in frequency.governors.split(separator: " ") where seen.insert(governor).inserted {
                if !hasBegun { sink.begin(Self.governor) }
                hasBegun = true
                sink.sample("cpu", number, "governor", governor, governor == frequency.governor)
            }
        }
    }
}
