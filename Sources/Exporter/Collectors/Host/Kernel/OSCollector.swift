import ProcFS
import Prometheus

/// `node_os_*`: the distribution on the host, as os-release(5) has it.
struct OSCollector: Collector {
    let name = "os"
    let rootfs: String
    let files: HostFiles

    private static let info = MetricFamily("node_os_info", .gauge, help: "How the distribution calls itself in os-release.")
    private static let version = MetricFamily(
        "node_os_version", .gauge, help: "The number the distribution's version begins with: major, point, minor.")
    private static let supportEnd = MetricFamily(
        "node_os_support_end_timestamp_seconds", .gauge, help: "When the distribution's support ends, since 1970.")

    private static let labels = [
        "build_id", "id", "id_like", "image_id", "image_version", "name", "pretty_name", "variant", "variant_id", "version",
        "version_codename", "version_id",
    ].map { (label: $0, field: $0.uppercased()) }

    func collect(into sink: inout MetricSink) throws {
        let release = try files.read { [rootfs] _, reader in try OSRelease(root: rootfs, with: &reader) }
        sink.begin(Self.info)
        for (label, field) in Self.labels { sink.label(label, release[field]) }
        sink.value(1 as UInt64)
        if let version = release.majorMinor, version > 0 {
            sink.begin(Self.version)
            sink.sample("id", release["ID"], "id_like", release["ID_LIKE"], "name", release["NAME"], version)
        }
        if let end = release.supportEndSeconds {
            sink.begin(Self.supportEnd)
            sink.sample(end)
        }
    }
}
