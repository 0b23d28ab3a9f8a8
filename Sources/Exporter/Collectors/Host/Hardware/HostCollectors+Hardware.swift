extension HostCollectors {
    /// Of sensors and the like.
    static let hardware: [HostCollectorKind] = [
        HostCollectorKind("hwmon") {
            HardwareMonitorCollector(
                files: DeviceFiles($0.sysfs), chips: try NameFilter($0.settings.hwmonChips),
                sensors: try NameFilter($0.settings.hwmonSensors))
        },
        HostCollectorKind("thermal_zone") { ThermalCollector(files: DeviceFiles($0.sysfs)) },
        HostCollectorKind("dmi") { DMICollector(files: DeviceFiles($0.sysfs)) },
        HostCollectorKind("powersupplyclass") {
            PowerSupplyCollector(files: DeviceFiles($0.sysfs), supplies: try NameFilter($0.settings.powerSupplies))
        },
        HostCollectorKind("watchdog") { WatchdogCollector(files: DeviceFiles($0.sysfs)) },
        HostCollectorKind("edac") { EDACCollector(files: DeviceFiles($0.sysfs)) },
        HostCollectorKind("rapl") {
            RAPLCollector(files: DeviceFiles($0.sysfs), labelsZones: $0.settings.labelsEnergyZones)
        },
        HostCollectorKind("nvme") { NVMeCollector(files: DeviceFiles($0.sysfs)) },
    ]
}
