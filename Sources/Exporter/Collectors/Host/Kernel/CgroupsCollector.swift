import ProcFS
import Prometheus

/// `node_cgroups_*`: the controllers of control groups.
struct CgroupsCollector: Collector {
    let name = "cgroups"
    let files: HostFiles

    private static let groups = MetricFamily("node_cgroups_cgroups", .gauge, help: "Control groups a controller has.")
    private static let enabled = MetricFamily("node_cgroups_enabled", .gauge, help: "Whether a controller was left on at boot.")

    func collect(into sink: inout MetricSink) throws {
        let controllers = try files.read { try $0.controllers(with: &$1) }
        guard !controllers.isEmpty else { return }
        sink.begin(Self.groups)
        for controller in controllers { sink.sample("subsys_name", controller.name, controller.groups) }
        sink.begin(Self.enabled)
        for controller in controllers { sink.sample("subsys_name", controller.name, controller.isEnabled) }
    }
}
