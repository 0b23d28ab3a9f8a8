import ProcFS
import Prometheus
import Synchronization

/// `node_cpu_*`, but for the frequencies: what each processor is, did and may do.
final class CPUCollector: Collector {
    let name = "cpu"
    private let files: HostFiles
    private let sysfs: SysFS
    private let stat: SharedReading<KernelStat>
    private let cpuInfo: SharedReading<CPUInfo>
    private let settings: HostSettings.CPU
    private let state: Mutex<State>

    private struct State: Sendable {
        var identity: ProcessorIdentity
        var seconds = ProcessorSeconds()
        var layout = ProcessorLayout()
    }

    /// - Throws: when the expression for abilities or for faults is none.
    init(_ context: HostContext) throws {
        files = context.files()
        sysfs = context.sysfs
        stat = context.stat
        cpuInfo = context.cpuInfo
        settings = context.settings.cpu
        state = Mutex(State(identity: try ProcessorIdentity(settings)))
    }

    func collect(into sink: inout MetricSink) throws {
        let info = settings.readsInfo ? try cpuInfo.read(files) : nil
        let processors = try stat.read(files).processors
        try state.withLock { state in
            if let info { state.identity.write(info, into: &sink) }
            state.seconds.advance(to: processors)
            state.seconds.write(withGuests: settings.guest, into: &sink)
            try files.read { [sysfs] _, reader in
                try state.layout.refresh(from: sysfs, with: &reader)
                state.layout.write(from: sysfs, with: &reader, into: &sink)
            }
        }
    }
}

extension HostSettings.CPU {
    /// Whether `cpuinfo` is read: to ask for some of what it says is to ask for it.
    var readsInfo: Bool { info || flagsInclude != nil || bugsInclude != nil }
}
