"""The collectors that are compared, and what each reads of a host's trees."""

import dataclasses
import pathlib

# What a package of node_exporter may have changed is said to both.
MOUNT_POINTS = "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)"
TEXTFILES = pathlib.Path(__file__).parent / "textfile"


@dataclasses.dataclass(frozen=True)
class Collector:
    """One collector, by node_exporter's name."""

    name: str
    # What it reads below the folders `proc` and `sys` of a host: each is damaged in turn.
    reads: tuple = ()
    # Of these the ones it can do without.
    spares: tuple = ()
    # The flags it is compared with.
    flags: tuple = ()


COLLECTORS = {
    collector.name: collector
    for collector in [
        Collector("cpu", ("proc/stat",)),
        Collector("cpufreq"),
        Collector("cpu_vulnerabilities"),
        Collector("loadavg", ("proc/loadavg",)),
        Collector("stat", ("proc/stat",), flags=("--collector.stat.softirq",)),
        Collector("interrupts", ("proc/interrupts",)),
        Collector("softirqs", ("proc/softirqs",)),
        Collector("schedstat", ("proc/schedstat",)),
        Collector("meminfo", ("proc/meminfo",)),
        Collector("pressure", ("proc/pressure/cpu", "proc/pressure/io", "proc/pressure/memory", "proc/pressure/irq")),
        Collector("vmstat", ("proc/vmstat",)),
        Collector("buddyinfo", ("proc/buddyinfo",)),
        Collector("ksmd"),
        Collector("meminfo_numa"),
        Collector("swap", ("proc/swaps",)),
        Collector("netdev", ("proc/net/dev",)),
        Collector("netclass"),
        Collector("network_route"),
        Collector("netstat", ("proc/net/netstat", "proc/net/snmp", "proc/net/snmp6"), spares=("proc/net/snmp6",)),
        Collector("sockstat", ("proc/net/sockstat", "proc/net/sockstat6"), spares=("proc/net/sockstat6",)),
        Collector("softnet", ("proc/net/softnet_stat",)),
        Collector("conntrack", (
            "proc/sys/net/netfilter/nf_conntrack_count", "proc/sys/net/netfilter/nf_conntrack_max", "proc/net/stat/nf_conntrack")),
        Collector("tcpstat"),
        Collector("udp_queues", ("proc/net/udp", "proc/net/udp6")),
        Collector("arp", ("proc/net/arp",)),
        Collector("bonding"),
        Collector("diskstats", ("proc/diskstats",)),
        Collector("filesystem", ("proc/1/mountinfo",), flags=(f"--collector.filesystem.mount-points-exclude={MOUNT_POINTS}",)),
        Collector("mdadm", ("proc/mdstat",)),
        Collector("filefd", ("proc/sys/fs/file-nr",)),
        Collector("entropy", ("proc/sys/kernel/random/entropy_avail", "proc/sys/kernel/random/poolsize")),
        Collector("kernel_hung", ("proc/sys/kernel/hung_task_detect_count",)),
        Collector("processes"),
        Collector("cgroups", ("proc/cgroups",)),
        Collector("os"),
        Collector("time"),
        Collector("timex"),
        Collector("uname"),
        Collector("selinux"),
        Collector("sysctl"),
        Collector("hwmon"),
        Collector("thermal_zone"),
        Collector("textfile", flags=(f"--collector.textfile.directory={TEXTFILES}",)),
        Collector("dmi"),
        Collector("powersupplyclass"),
        Collector("watchdog"),
        Collector("edac"),
        Collector("rapl"),
        Collector("nvme"),
    ]
}

# Collectors of ours that node_exporter has none of.
OWN = {"process", "own_cgroup"}
