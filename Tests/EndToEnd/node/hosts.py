"""The hosts of `Tests/Fixtures`: a kernel's files as they were written or captured."""

import pathlib

from exporter import ROOT

FIXTURES = ROOT / "Tests/Fixtures"
NAMES = sorted(folder.name for folder in (FIXTURES / "proc").iterdir() if folder.is_dir())

# Answered by the kernel we run on, or by its clock, whatever the tree says.
OF_THIS_MACHINE = {"cpu_vulnerabilities", "uname", "timex", "selinux", "network_route", "tcpstat", "process", "own_cgroup"}
OF_THE_MOMENT = ("node_time_seconds", "node_time_zone_offset_seconds", "node_textfile_mtime_seconds")

CPU_INFO = (
    "--collector.cpu.info", "--collector.cpu.info.flags-include=^(aes|avx.?|constant_tsc)$",
    "--collector.cpu.info.bugs-include=^(cpu_meltdown|spectre_.*|mds)$",
)


class Host:
    """Where the trees of a host are; its sysfs, which is one text file, is unpacked below a folder."""

    def __init__(self, name, folder):
        self.name = name
        self.proc = FIXTURES / "proc" / name
        self.golden = FIXTURES / "exposition" / f"{name}.prom"
        self.sys = folder / "sys"
        listing = FIXTURES / "sys" / f"{name}.txt"
        unpack(listing.read_text(encoding="utf-8") if listing.exists() else "", self.sys)

    @property
    def flags(self):
        return [
            f"--path.procfs={self.proc}", f"--path.sysfs={self.sys}", f"--path.rootfs={FIXTURES / 'root' / self.name}",
            f"--path.udev.data={FIXTURES / 'udev' / self.name}", "--no-collector.netdev.netlink", "--no-collector.arp.netlink",
            *(CPU_INFO if (self.proc / "cpuinfo").exists() else ()),
        ]


def unpack(listing, folder):
    """Makes the files of a listing: a line each, the path and after a tab what the file's one line says."""
    folder.mkdir(parents=True, exist_ok=True)
    for line in listing.splitlines():
        path, _, text = line.partition("\t")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")
