import ProcFS
import Prometheus

/// `node_nvme_*`: controllers and namespaces of NVM Express.
struct NVMeCollector: Collector {
    let name = "nvme"
    let files: DeviceFiles

    private static let info = MetricFamily("node_nvme_info", .gauge, help: "An NVMe controller: 1 under its labels.")
    private static let namespaceInfo = MetricFamily(
        "node_nvme_namespace_info", .gauge, help: "An NVMe namespace: 1 under its labels.")

    private typealias Size = (family: MetricFamily, value: @Sendable (NVMeController.Namespace) -> UInt64)

    // Size and capacity are the same number, and counted in logical blocks where sysfs counts sectors: as node_exporter has them.
    private static let sizes: [Size] = [
        (family("capacity", "Size of an NVMe namespace: size times logical block size."), { $0.size &* $0.blockSizeBytes }),
        (family("logical_block_size", "Size of a logical block of an NVMe namespace."), { $0.blockSizeBytes }),
        (family("size", "Size of an NVMe namespace: size times logical block size."), { $0.size &* $0.blockSizeBytes }),
        (family("used", "What is in use of an NVMe namespace."), { $0.used &* $0.blockSizeBytes }),
    ]

    private static func family(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_nvme_namespace_\(name)_bytes", .gauge, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        let controllers = try files.read { try $0.nvmeControllers(with: &$1) }
        guard !controllers.isEmpty else { return }
        sink.begin(Self.info)
        for controller in controllers {
            sink.label("cntlid", controller.controllerID)
            sink.label("device", controller.name)
            sink.label("firmware_revision", controller.firmwareRevision)
            sink.label("model", controller.model)
            sink.label("serial", controller.serial)
            sink.sample("state", controller.state, 1)
        }
        guard controllers.contains(where: { !$0.namespaces.isEmpty }) else { return }
        sink.begin(Self.namespaceInfo)
        for controller in controllers {
            for space in controller.namespaces {
                sink.sample("ana_state", space.accessState, "device", controller.name, "nsid", space.id, 1)
            }
        }
        for (family, value) in Self.sizes {
            sink.begin(family)
            for controller in controllers {
                for space in controller.namespaces { sink.sample("device", controller.name, "nsid", space.id, value(space)) }
            }
        }
    }
}
