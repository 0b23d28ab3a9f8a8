import ProcFS
import Prometheus

/// `node_selinux_*`: whether Security-Enhanced Linux is on, and how strict it is.
struct SELinuxCollector: Collector {
    let name = "selinux"
    let sysfs: SysFS
    let rootfs: String
    let files: HostFiles

    private static let configMode = MetricFamily(
        "node_selinux_config_mode", .gauge, help: "Mode from the next boot on: -1 disabled, 0 permissive, 1 enforcing.")
    private static let currentMode = MetricFamily(
        "node_selinux_current_mode", .gauge, help: "Mode now: 0 permissive, 1 enforcing.")
    private static let enabled = MetricFamily("node_selinux_enabled", .gauge, help: "Whether SELinux is on.")

    func collect(into sink: inout MetricSink) throws {
        let selinux = try files.read { [sysfs, rootfs] _, reader in
            try SELinux(sysfs: sysfs, root: rootfs, with: &reader)
        }
        if let selinux {
            sink.begin(Self.configMode)
            sink.sample(selinux.configured.rawValue)
            sink.begin(Self.currentMode)
            sink.sample(selinux.current.rawValue)
        }
        sink.begin(Self.enabled)
        sink.sample(selinux != nil)
    }
}
