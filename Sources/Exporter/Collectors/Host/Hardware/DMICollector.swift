import ProcFS
import Prometheus
import Synchronization

/// `node_dmi_info`: what the firmware says the machine is, which it says once.
final class DMICollector: Collector {
    let name = "dmi"
    private let files: DeviceFiles
    private let labels = Mutex<Labels?>(nil)

    init(files: DeviceFiles) {
        self.files = files
    }

    private static let info = MetricFamily(
        "node_dmi_info", .gauge, help: "The machine by its firmware's tables: 1 under its labels.")

    func collect(into sink: inout MetricSink) throws {
        let labels = try labels.withLock { labels in
            if let labels { return labels }
            let identity = try files.read { try $0.machineIdentity(with: &$1) }
            let read = Labels(identity.map { (name: $0.name == "sys_vendor" ? "system_vendor" : $0.name, value: $0.text) })
            labels = read
            return read
        }
        sink.begin(Self.info)
        sink.sample(labels, 1)
    }
}
