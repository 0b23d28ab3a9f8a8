import ProcFS
import Prometheus

/// `node_watchdog_*`: the timers that restart a machine which no longer feeds them.
struct WatchdogCollector: Collector {
    let name = "watchdog"
    let files: DeviceFiles

    private static let numbers: [(file: String, family: MetricFamily)] = [
        ("bootstatus", family("bootstatus", "Why the machine last started, as flags of the watchdog interface.")),
        ("fw_version", family("fw_version", "Version of the watchdog's firmware.")),
        ("nowayout", family("nowayout", "Whether the watchdog cannot be stopped once it runs.")),
        ("timeleft", family("timeleft_seconds", "Time left until the watchdog restarts the machine.")),
        ("timeout", family("timeout_seconds", "Time without being fed until the watchdog restarts the machine.")),
        ("pretimeout", family("pretimeout_seconds", "Time before the restart at which the watchdog warns.")),
        ("access_cs0", family("access_cs0", "Whether the watchdog lets the first boot source be used again.")),
    ]
    private static let words = ["options", "identity", "state", "status", "pretimeout_governor"]
    private static let info = family("info", "A watchdog in words: 1 under its labels.")

    private static func family(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_watchdog_\(name)", .gauge, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        let watchdogs = try files.read { sysfs, reader in
            try sysfs.presentNames(in: "class/watchdog").map { name in
                (
                    name: name,
                    numbers: try Self.numbers.map {
                        try sysfs.readableInteger("class/watchdog/\(name)/\($0.file)", with: &reader)
                    },
                    words: Self.words.map { sysfs.textIfReadable("class/watchdog/\(name)/\($0)", with: &reader) ?? "" }
                )
            }
        }
        guard !watchdogs.isEmpty else { return }
        for (index, (_, family)) in Self.numbers.enumerated() where watchdogs.contains(where: { $0.numbers[index] != nil }) {
            sink.begin(family)
            for watchdog in watchdogs {
                if let number = watchdog.numbers[index] { sink.sample("name", watchdog.name, number) }
            }
        }
        sink.begin(Self.info)
        for watchdog in watchdogs {
            for (name, word) in zip(Self.words, watchdog.words) { sink.label(name, word) }
            sink.sample("name", watchdog.name, 1)
        }
    }
}
