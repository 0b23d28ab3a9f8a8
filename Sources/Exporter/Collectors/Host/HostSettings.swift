/// How the collectors of the host are set: each a flag of node_exporter's, with its default.
package struct HostSettings: Sendable, Equatable {
    /// How long a collector may take in a scrape before it is left behind.
    package var timeout = Duration.seconds(5)
    package var arpDevices = NamePatterns()
    /// Whether the kernel is asked by rtnetlink(7) in place of `net/arp`, where it is the one we run on.
    package var arpNetlink = true
    package var cpu = CPU()
    package var diskDevices = NamePatterns(exclude: #"^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$"#)
    package var filesystem = Filesystem()
    package var hwmonChips = NamePatterns()
    package var hwmonSensors = NamePatterns()
    package var interrupts = NamePatterns()
    /// Whether interrupts that never came are reported.
    package var includesZeroInterrupts = true
    package var netclass = NetClass()
    package var netdev = NetDevice()
    /// Names as `<protocol>_<field>`.
    package var netstatFields = NamePatterns(
        include: "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)"
            + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
            + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
            + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$")
    package var powerSupplies = NamePatterns(exclude: "^$")
    /// Whether zones of energy are told apart by a label and not by families' names.
    package var labelsEnergyZones = false
    /// Whether `stat` tells of deferred interrupt work by kind.
    package var countsSoftIRQs = false
    /// Kernel parameters that are numbers, as `fs.file-nr` or `fs.file-nr:total,current,max`.
    package var sysctlNumbers: [String] = []
    /// Kernel parameters that are words.
    package var sysctlText: [String] = []
    /// Directories of `*.prom` files; `*`, `?` and `[...]` stand for what they do in a shell.
    package var textfileDirectories: [String] = []
    package var vmstatFields = NamePatterns(include: "^(oom_kill|pgpg|pswp|pg.*fault).*")

    package init() {}

    package struct CPU: Sendable, Equatable {
        /// Whether time spent on guests is told apart.
        package var guest = true
        /// Whether `cpuinfo` is read.
        package var info = false
        /// The processors' abilities to name, none by default; this or the next switches `info` on.
        package var flagsInclude: String?
        /// The processors' faults to name, none by default.
        package var bugsInclude: String?
    }

    package struct Filesystem: Sendable, Equatable {
        package var mountPoints = NamePatterns(
            exclude: "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)")
        package var types = NamePatterns(
            exclude: "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|"
                + "overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$")
        /// How long a mounted file system may take to say how full it is.
        package var mountTimeout = Duration.seconds(5)
        /// How many of them may be asked at a time.
        package var statWorkers = 4
    }

    package struct NetClass: Sendable, Equatable {
        package var devices = NamePatterns(exclude: "^$")
        /// Whether a negative speed is left out.
        package var ignoresInvalidSpeed = false
        /// Whether the kernel is asked by rtnetlink(7) in place of sysfs.
        package var netlink = false
        /// Whether the netdev families come along, by netlink.
        package var withStatistics = false
    }

    package struct NetDevice: Sendable, Equatable {
        package var devices = NamePatterns()
        /// Whether the kernel is asked by rtnetlink(7) in place of `net/dev`, where it is the one we run on.
        package var netlink = true
        /// Whether addresses are listed.
        package var addressInfo = false
        /// Whether each cause of an error has a family of its own, by netlink only.
        package var detailed = false
        /// Whether the interface's alias is a label.
        package var labelsAlias = false
    }
}

/// Names to report, by regular expressions that match anywhere in a name; at most one of the two is the operator's own.
package struct NamePatterns: Sendable, Equatable {
    /// Only those; `nil` for all.
    package var include: String?
    /// All but those.
    package var exclude: String?

    package init(include: String? = nil, exclude: String? = nil) {
        self.include = include
        self.exclude = exclude
    }
}
