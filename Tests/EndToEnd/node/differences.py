"""Where we and node_exporter differ, each with its reason; and what differs between node_exporters of different age."""

import dataclasses
import fnmatch


@dataclasses.dataclass(frozen=True)
class Difference:
    """Families that differ, and why."""

    why: str
    families: tuple
    # How a mismatch of them begins to be told; any by default.
    what: str = ""
    # The first node_exporter of which this is no longer so; `None` for those of today, too.
    until: tuple | None = None

    def covers(self, name, peer):
        return (self.until is None or peer < self.until) and any(fnmatch.fnmatchcase(name, pattern) for pattern in self.families)

    def explains(self, mismatch, peer):
        return self.covers(mismatch.family, peer) and mismatch.what.startswith(self.what)


@dataclasses.dataclass(frozen=True)
class Series(Difference):
    """Series of these families with such a value of a label."""

    label: str = ""
    pattern: str = ""

    def has(self, labels):
        return fnmatch.fnmatchcase(dict(labels).get(self.label, ""), self.pattern)


# Versions are those at hand: what came between 1.5 and 1.11 counts as of 1.11.
RECENT = (1, 11)

DIFFERENCES = [
    Difference("it gives up on a disk's queue when one of some forty attributes is missing, and says 0; later ones do not", (
        "node_disk_info",), "labels", until=(1, 12)),
    Difference("it came to ksmd later", ("node_ksmd_general_profit_bytes",), "theirs lacks it", until=(1, 12)),
    Difference("meminfo's fields were the kernel's own; today the list is fixed", (
        "node_memory_Balloon_bytes", "node_memory_CmaTotal_bytes", "node_memory_FileHugePages_bytes",
        "node_memory_FilePmdMapped_bytes", "node_memory_GPUActive_bytes", "node_memory_GPUReclaim_bytes",
        "node_memory_Hugetlb_bytes", "node_memory_KReclaimable_bytes", "node_memory_SecPageTables_bytes",
        "node_memory_Unaccepted_bytes",
    ), "ours lacks it", until=RECENT),
    Difference("these fields were not among the default ones", (
        "node_netstat_TcpExt_TCPOFOQueue", "node_netstat_TcpExt_TCPRcvQDrop"), "theirs lacks it", until=RECENT),
    Difference("these families came later", (
        "node_cpu_frequency_hertz", "node_cpu_isolated", "node_cpu_online", "node_cpu_scaling_governor",
        "node_filesystem_mount_info", "node_filesystem_purgeable_bytes",
        "node_md_degraded", "node_md_raid_disks", "node_network_address_assign_type", "node_network_address_info",
        "node_network_device_id", "node_network_name_assign_type", "node_os_support_end_timestamp_seconds",
        "node_pressure_irq_stalled_seconds_total", "node_softnet_backlog_len",
        "node_softnet_cpu_collision_total", "node_softnet_flow_limit_count_total", "node_softnet_received_rps_total",
    ), "theirs lacks it", until=RECENT),
]

# Series left out of both sides.
SERIES = [
    Series("a process runs, or waits for a disk, at one reading and not at the next, and who reads is one of them", (
        "node_processes_state",), label="state", pattern="[RD]"),
    Series("and so do its threads", ("node_processes_threads_state",), label="thread_state", pattern="[RD]"),
    Series("entries and their limit are told without the file of counters, too: that is no failure", (
        "node_scrape_collector_success",), label="collector", pattern="conntrack"),
    Series("of the kernel's four escapes it reads two", ("node_filesystem_*",), label="mountpoint", pattern="/srv/bind?*slash"),
    Series("the loopback interface was left out", (
        "node_network_receive_*", "node_network_transmit_*", "node_network_collisions_total", "node_network_multicast_total",
    ), label="device", pattern="lo", until=RECENT),
    Series("compressed RAM disks were not left out", ("node_disk_*",), label="device", pattern="zram*", until=RECENT),
    Series("neighbours came from net/arp, which does not list those without ARP", (
        "node_arp_entries",), label="device", pattern="br0", until=RECENT),
]

# Labels that came later: an older peer is compared without them.
NEWER_LABELS = {
    "node_network_info": "adminstate", "node_disk_info": "rotational", "node_filesystem_*": "device_error",
    "node_nvme_info": "cntlid",
}


# Of trees that are not this machine's.
DIFFERENCES_OF_TREES = [
    Difference("a file system that does not answer is as read-only as its mount says; so it is in later ones", (
        "node_filesystem_readonly",), "value", until=(1, 12)),
    Difference("it wrote nothing of one that does not answer", (
        "node_filesystem_device_error", "node_filesystem_readonly"), "theirs lacks it", until=RECENT),
    Difference("columns are named after their place, not by the processor their heading names; a processor is offline here", (
        "node_interrupts_total", "node_softirqs_functions_total"), "labels"),
    Difference("the same, seen at the next processors", ("node_interrupts_total", "node_softirqs_functions_total"), "value"),
    Difference("and so were lines", ("node_softnet_*",), until=RECENT),
    Difference("processors that are not there had zeros", (
        "node_cpu_seconds_total", "node_cpu_guest_seconds_total"), "labels", until=RECENT),
    Difference("no line, no counts", ("node_softirqs_total",), "ours lacks it"),
    Difference("what fails leaves nothing half served", ("node_processes_threads",), "ours lacks it"),
]


def explained(mismatch, peer, differences=tuple(DIFFERENCES)):
    return any(difference.explains(mismatch, peer) for difference in differences)


def comparable(peer, found):
    """Families without the series, and older peers' families without the labels, of which the two differ by design."""
    for name, family in list(found.items()):
        family.samples = {
            labels: value for labels, value in family.samples.items()
            if not any(series.covers(name, peer) and series.has(labels) for series in SERIES)}
        if peer < RECENT:
            late = {label for pattern, label in NEWER_LABELS.items() if fnmatch.fnmatchcase(name, pattern)}
            family.samples = {
                tuple(pair for pair in labels if pair[0] not in late): value for labels, value in family.samples.items()}
        if not family.samples:
            del found[name]
    return found


# How far a gauge may go beyond two readings around it: of its value, and in its own unit.
MOVING = {
    "node_memory_*": (0.05, 64 << 20),
    "node_load*": (0.1, 0.5),
    "node_procs_*": (0, 50),
    "node_processes_*": (0.1, 50),
    "node_time_seconds": (0, 0.01),
    "node_filefd_allocated": (0.05, 200),
    "node_filesystem_*": (0.01, 64 << 20),
    "node_sockstat_*": (0.1, 64 << 10),
    "node_nf_conntrack_entries": (0, 50),
    "node_netstat_Tcp_CurrEstab": (0, 20),
    "node_entropy_*": (0, 300),
    "node_timex_*": (0.1, 1),
    "node_buddyinfo_*": (0.5, 1000),
    "node_disk_io_now": (0, 50),
    "node_vmstat_nr_*": (0.1, 20000),
    "node_cpu_scaling_*_hertz": (1, 0),
    "node_softnet_backlog_len": (0, 100),
    # The kernel's own time spent idle or waiting may go back by a tick.
    "node_cpu_seconds_total": (0, 0.05),
}


def slack(name, value):
    for pattern, (share, units) in MOVING.items():
        if fnmatch.fnmatchcase(name, pattern):
            return abs(value) * share + units
    return 0
