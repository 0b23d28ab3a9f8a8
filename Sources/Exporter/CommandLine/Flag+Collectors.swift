import Patterns
import YAML

extension Flag {
    /// How host collectors are set; names and defaults are node_exporter's.
    static let collectorSettings =
        [
            Flag(
                name: "collector.timeout", group: .collectors,
                action: .value(.text("DURATION")) { (draft, text) throws(UsageError) in
                    draft.serve.host.timeout = try duration(text, from: .milliseconds(10), to: .seconds(60), "5s")
                }, modes: [.serve],
                help: "How long a host collector may take in a scrape before it is left behind. Default: 5s."),
            switching("collector.arp.netlink", \.arpNetlink, "Ask by netlink, not by net/arp. Default: yes."),
            switching("collector.cpu.guest", \.cpu.guest, "Tell time spent on guests apart. Default: yes."),
            switching("collector.cpu.info", \.cpu.info, "Read cpuinfo too. Default: no."),
            expression("collector.cpu.info.flags-include", \.cpu.flagsInclude, "Abilities of processors to name, with cpu.info."),
            expression("collector.cpu.info.bugs-include", \.cpu.bugsInclude, "Faults of processors to name, with cpu.info."),
            expression("collector.netclass.ignored-devices", \.netclass.devices.exclude, "Interfaces to leave out. Default: ^$."),
            switching(
                "collector.netclass.ignore-invalid-speed", \.netclass.ignoresInvalidSpeed,
                "Leave out negative speeds. Default: no."),
            switching("collector.netclass.netlink", \.netclass.netlink, "Ask by netlink, not by sysfs. Default: no."),
            switching(
                "collector.netclass_rtnl.with-stats", \.netclass.withStatistics, "Serve the traffic counters too. Default: no."),
            switching("collector.netdev.netlink", \.netdev.netlink, "Ask by netlink, not by net/dev. Default: yes."),
            switching("collector.netdev.address-info", \.netdev.addressInfo, "List addresses. Default: no."),
            switching(
                "collector.netdev.enable-detailed-metrics", \.netdev.detailed,
                "Serve each kind of error apart, by netlink. Default: no."),
            switching(
                "collector.netdev.label-ifalias", \.netdev.labelsAlias, "Add the interface's alias as a label. Default: no."),
            expression("collector.netstat.fields", \.netstatFields.include, "Fields to serve, as Protocol_Field."),
            expression("collector.vmstat.fields", \.vmstatFields.include, "Fields to serve."),
            switching("collector.stat.softirq", \.countsSoftIRQs, "Serve deferred interrupt work by kind. Default: no."),
            switching(
                "collector.interrupts.include-zeros", \.includesZeroInterrupts, "Serve interrupts that never came. Default: yes."),
            expression(
                "collector.powersupply.ignored-supplies", \.powerSupplies.exclude, "Power supplies to leave out. Default: ^$."),
            switching("collector.rapl.enable-zone-label", \.labelsEnergyZones, "Name energy zones in a label. Default: no."),
            Flag(
                name: "collector.sysctl.include", group: .collectors,
                action: .value(.text("NAME[:KEY,...]")) { (draft, text) throws(UsageError) in
                    guard SysctlChoice(text) != nil else {
                        throw UsageError("\(text.debugDescription) is no parameter, write for example fs.file-nr:a,b,c")
                    }
                    draft.serve.host.sysctlNumbers.append(text)
                }, modes: [.serve], isRepeatable: true, help: "Kernel parameter of numbers to serve, and names for them."),
            Flag(
                name: "collector.sysctl.include-info", group: .collectors,
                action: .value(.text("NAME")) { (draft, text) throws(UsageError) in
                    guard !text.isEmpty else { throw UsageError("the name is empty, write for example kernel.ostype") }
                    draft.serve.host.sysctlText.append(text)
                }, modes: [.serve], isRepeatable: true, help: "Kernel parameter of words to serve, as labels."),
            Flag(
                name: "collector.textfile.directory", group: .collectors,
                action: .directory { $0.serve.host.textfileDirectories.append($1) }, modes: [.serve], isRepeatable: true,
                help: "Directory whose *.prom files are served; may have * ? [...]."),
            Flag(
                name: "collector.filesystem.mount-timeout", group: .collectors,
                action: .value(.text("DURATION")) { (draft, text) throws(UsageError) in
                    draft.serve.host.filesystem.mountTimeout = try duration(text, from: .milliseconds(10), to: .seconds(60), "5s")
                }, modes: [.serve], help: "How long a mounted file system may take to answer. Default: 5s."),
            Flag(
                name: "collector.filesystem.stat-workers", group: .collectors,
                action: .value(.text("NUMBER")) { (draft, text) throws(UsageError) in
                    guard let number = Int(text), (1...256).contains(number) else {
                        throw UsageError("\(text.debugDescription) is no number from 1 to 256, write for example 4")
                    }
                    draft.serve.host.filesystem.statWorkers = number
                }, modes: [.serve], help: "How many file systems are asked at a time. Default: 4."),
        ]
        + names("collector.arp.device", \.arpDevices, "interfaces") + names("collector.diskstats.device", \.diskDevices, "disks")
        + names("collector.filesystem.mount-points", \.filesystem.mountPoints, "mount points")
        + names("collector.filesystem.fs-types", \.filesystem.types, "types of file systems")
        + [
            exclusion("collector.diskstats.ignored-devices", "collector.diskstats.device", \.diskDevices, help: ""),
            exclusion(
                "collector.filesystem.ignored-mount-points", "collector.filesystem.mount-points", \.filesystem.mountPoints,
                help: ""),
            exclusion("collector.filesystem.ignored-fs-types", "collector.filesystem.fs-types", \.filesystem.types, help: ""),
            inclusion("collector.netdev.device-whitelist", "collector.netdev.device", \.netdev.devices, help: ""),
            exclusion("collector.netdev.device-blacklist", "collector.netdev.device", \.netdev.devices, help: ""),
        ]
        + names("collector.hwmon.chip", \.hwmonChips, "sensor chips") + names("collector.hwmon.sensor", \.hwmonSensors, "sensors")
        + names("collector.interrupts.name", \.interrupts, "interrupts")
        + names("collector.netdev.device", \.netdev.devices, "interfaces")

    private typealias Setting<Value> = any WritableKeyPath<HostSettings, Value> & Sendable

    private static func switching(_ name: String, _ setting: Setting<Bool>, _ help: String) -> Flag {
        Flag(
            name: name, group: .collectors, action: .toggle { $0.serve.host[keyPath: setting] = $1 }, modes: [.serve], help: help)
    }

    private static func expression(_ name: String, _ setting: Setting<String?>, _ help: String) -> Flag {
        Flag(
            name: name, group: .collectors,
            action: .value(.text("REGEX")) { (draft, text) throws(UsageError) in
                draft.serve.host[keyPath: setting] = try checked(text)
            }, modes: [.serve], help: help)
    }

    /// The pair of flags that choose names. One's own choice of what to include takes the place of a default exclusion.
    private static func names(_ name: String, _ setting: Setting<NamePatterns>, _ what: String) -> [Flag] {
        [
            inclusion("\(name)-include", name, setting, help: "Serve only \(what) this matches."),
            exclusion(
                "\(name)-exclude", name, setting,
                help: "Leave out \(what) this matches."
                    + (HostSettings()[keyPath: setting].exclude == nil ? "" : " Default: as node_exporter's.")),
        ]
    }

    /// - Parameters:
    ///   - spelling: the flag's name: of today, or a former one, about which the help is silent.
    ///   - name: what the pair of flags is known by.
    private static func inclusion(_ spelling: String, _ name: String, _ setting: Setting<NamePatterns>, help: String) -> Flag {
        Flag(
            name: spelling, group: .collectors,
            action: .value(.text("REGEX")) { (draft, text) throws(UsageError) in
                let expression = try checked(text)
                guard !draft.excluded.contains(name) || expression == nil else { throw both("\(name)-exclude") }
                draft.included.insert(name)
                draft.serve.host[keyPath: setting] = NamePatterns(include: expression)
            }, modes: [.serve], isFormer: help.isEmpty, help: help)
    }

    private static func exclusion(_ spelling: String, _ name: String, _ setting: Setting<NamePatterns>, help: String) -> Flag {
        Flag(
            name: spelling, group: .collectors,
            action: .value(.text("REGEX")) { (draft, text) throws(UsageError) in
                let expression = try checked(text)
                guard !draft.included.contains(name) || expression == nil else { throw both("\(name)-include") }
                draft.excluded.insert(name)
                draft.serve.host[keyPath: setting].exclude = expression
            }, modes: [.serve], isFormer: help.isEmpty, help: help)
    }

    private static func both(_ other: String) -> UsageError {
        UsageError("does not go with --\(other) at once, keep one")
    }

    /// A regular expression that compiles; `nil` for none.
    private static func checked(_ text: String) throws(UsageError) -> String? {
        guard !text.isEmpty else { return nil }
        do throws(Pattern.SyntaxError) {
            _ = try Pattern(text)
            return text
        } catch {
            throw UsageError("\(text.debugDescription) is no regular expression: \(error)")
        }
    }

    private static func duration(
        _ text: String, from least: Duration, to most: Duration, _ example: String
    ) throws(UsageError) -> Duration {
        guard let duration = DurationText.parse(text), duration >= least, duration <= most else {
            throw UsageError("\(text.debugDescription) is no duration from 10ms to 1m, write for example \(example)")
        }
        return duration
    }
}
