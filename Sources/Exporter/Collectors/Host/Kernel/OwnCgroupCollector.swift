import ProcFS
import Prometheus

/// `whatsapp_exporter_cgroup_*`: the exporter's own control group of version 2, such as its container or its systemd unit.
struct OwnCgroupCollector: Collector {
    let name = "own_cgroup"
    /// Where `self` is this very process.
    let files: HostFiles

    private static let cpu = counter("cpu_seconds_total", "Processor time used in the exporter's control group.")
    private static let cpuLimit = gauge("cpu_limit_processors", "Processors the group may use on average, by the tightest limit.")
    private static let periods = counter("cpu_periods_total", "Periods of the group's processor limit in which it ran.")
    private static let throttled = counter(
        "cpu_throttled_periods_total", "Periods in which the group used up its limit and was stopped.")
    private static let throttledTime = counter(
        "cpu_throttled_seconds_total", "Time the group's tasks were stopped for having used up its processor limit.")
    private static let memory = gauge("memory_bytes", "Memory in use in the group, files kept in memory included.")
    private static let memoryLimit = gauge("memory_limit_bytes", "Memory the group may use, by the tightest limit.")
    private static let memoryEvents = counter(
        "memory_events_total", "Times the group came up against a memory limit, and tasks killed for it.")
    private static let waiting = counter(
        "pressure_waiting_seconds_total", "Time in which some task of the group waited for a resource.")
    private static let stalled = counter(
        "pressure_stalled_seconds_total", "Time in which no task of the group went on because all waited for a resource.")
    private static let tasks = gauge("tasks", "Processes and threads in the group.")
    private static let tasksLimit = gauge("tasks_limit", "Processes and threads the group may have, by the tightest limit.")

    private static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("whatsapp_exporter_cgroup_\(name)", .gauge, help: help)
    }

    private static func counter(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("whatsapp_exporter_cgroup_\(name)", .counter, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        guard let group = try files.read({ try $0.ownControlGroup(with: &$1) }) else { return }
        try writeProcessors(of: group, into: &sink)
        try writeMemory(of: group, into: &sink)
        try writePressure(of: group, into: &sink)
        write(Self.tasks, try files.read { try group.tasks(with: &$1) }, into: &sink)
        write(Self.tasksLimit, try files.read { try group.taskLimit(with: &$1) }, into: &sink)
    }

    private func writeProcessors(of group: ControlGroup, into sink: inout MetricSink) throws {
        if let use = try files.read({ try group.processorUse(with: &$1) }) {
            sink.begin(Self.cpu)
            sink.sample("mode", "system", seconds(use["system_usec"] ?? 0))
            sink.sample("mode", "user", seconds(use["user_usec"] ?? 0))
            write(Self.periods, use["nr_periods"], into: &sink)
            write(Self.throttled, use["nr_throttled"], into: &sink)
            write(Self.throttledTime, use["throttled_usec"].map(seconds), into: &sink)
        }
        write(Self.cpuLimit, try files.read { try group.processorLimit(with: &$1) }, into: &sink)
    }

    private func writeMemory(of group: ControlGroup, into sink: inout MetricSink) throws {
        write(Self.memory, try files.read { try group.memoryBytes(with: &$1) }, into: &sink)
        write(Self.memoryLimit, try files.read { try group.memoryLimitBytes(with: &$1) }, into: &sink)
        guard let events = try files.read({ try group.memoryEventCounts(with: &$1) }) else { return }
        sink.begin(Self.memoryEvents)
        for (index, event) in events.table.names.enumerated() {
            if let count = events[index] { sink.sample("event", event, count) }
        }
    }

    private func writePressure(of group: ControlGroup, into sink: inout MetricSink) throws {
        let pressures = try files.read { _, reader in
            try Pressure.Resource.allCases.map { try group.pressure($0, with: &reader) }
        }
        for (family, stall) in [(Self.waiting, \Pressure.some), (Self.stalled, \Pressure.full)] {
            guard pressures.contains(where: { $0?[keyPath: stall] != nil }) else { continue }
            sink.begin(family)
            for (resource, pressure) in zip(Pressure.Resource.allCases, pressures) {
                guard let stall = pressure?[keyPath: stall] else { continue }
                sink.sample("resource", resource.rawValue, seconds(stall.totalMicroseconds))
            }
        }
    }

    private func write(_ family: MetricFamily, _ value: (some SampleValue)?, into sink: inout MetricSink) {
        guard let value else { return }
        sink.begin(family)
        sink.sample(value)
    }

    private func seconds(_ microseconds: UInt64) -> Double { Double(microseconds) / 1e6 }
}
