/// Collectors that node_exporter 1.11 has and this program has not: their flags are taken, said to do nothing, and no reason not to start.
enum ForeignCollectors {
    /// Every collector of node_exporter on Linux, in its own order.
    private static let all: Set = [
        "arp", "bcache", "bcachefs", "bonding", "btrfs", "buddyinfo", "cgroups", "conntrack", "cpu", "cpu_vulnerabilities",
        "cpufreq", "diskstats", "dmi", "dmmultipath", "drbd", "drm", "edac", "entropy", "ethtool", "fibrechannel", "filefd",
        "filesystem", "hwmon", "infiniband", "interrupts", "ipvs", "kernel_hung", "ksmd", "lnstat", "loadavg", "logind", "mdadm",
        "meminfo", "meminfo_numa", "mountstats", "netclass", "netdev", "netstat", "network_route", "nfs", "nfsd", "ntp", "nvme",
        "nvmesubsystem", "os", "pcidevice", "perf", "powersupplyclass", "pressure", "processes", "qdisc", "rapl", "runit",
        "schedstat", "selinux", "slabinfo", "sockstat", "softirqs", "softnet", "stat", "supervisord", "swap", "sysctl", "systemd",
        "tapestats", "tcpstat", "textfile", "thermal_zone", "time", "timex", "udp_queues", "uname", "vmstat", "watchdog", "wifi",
        "xfrm", "xfs", "zfs", "zoneinfo",
    ]

    /// Groups of flags that are not named like their collectors.
    private static let otherNames = ["powersupply": "powersupplyclass", "qdisk": "qdisc"]

    /// The collector of theirs, and not of ours, that a flag is about; `nil` for any other flag.
    /// - Parameter spelling: with its dashes, without a value.
    static func collector(of spelling: String, ours: some Sequence<String>) -> String? {
        let words = spelling.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == "--collector" || words[0] == "--no-collector" else { return nil }
        let name = otherNames[String(words[1])] ?? String(words[1])
        return all.contains(name) && !ours.contains(name) ? name : nil
    }

    /// Whether a flag sets something, rather than switching a collector on or off, and may be followed by a value.
    static func isSetting(_ spelling: String) -> Bool {
        spelling.split(separator: ".").count > 2
    }
}
