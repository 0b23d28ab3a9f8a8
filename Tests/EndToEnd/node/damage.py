"""What may have become of a kernel's file, and a host whose files can be damaged."""

import os
import pathlib
import random
import re
import shutil

from node.collectors import COLLECTORS
from node.hosts import FIXTURES, unpack


def cut(text):
    """Without its last third, in the midst of a word where one is there."""
    at = max(1, len(text) * 2 // 3)
    while at > 1 and text[at - 1 : at + 1].strip() != text[at - 1 : at + 1]:
        at -= 1
    return text[:at]


def noise(text):
    return random.Random(len(text)).randbytes(4096)


# Name → what is in the file in place of its text.
TEXTS = {
    "empty": lambda text: b"",
    "cut": cut,
    "binary": noise,
    "zeros": lambda text: bytes(len(text)),
    "words": lambda text: b"what is this\nand this: that\n" * 3,
    "letters for digits": lambda text: re.sub(rb"\d", b"x", text),
    "beyond 64 bits": lambda text: re.sub(rb"(?<![\w.])\d+(?![\w.])", b"99999999999999999999999", text),
    "below zero": lambda text: re.sub(rb"(?<![\w.-])(\d+)(?![\w.])", rb"-\1", text),
    "one long line": lambda text: text.rstrip(b"\n").replace(b"\n", b" ") + b" 7" * 500_000,
    "carriage returns": lambda text: text.replace(b"\n", b"\r"),
    "said twice": lambda text: text + text,
    "thousands of lines": lambda text: text + text[text.rstrip(b"\n").rfind(b"\n") + 1 :] * 20_000,
}


def remove(path):
    path.unlink()


def lock(path):
    path.chmod(0)


def into_folder(path):
    path.unlink()
    path.mkdir()


def into_pipe(path):
    path.unlink()
    os.mkfifo(path)


def into_loop(path):
    path.unlink()
    path.symlink_to(path.name)


def swell(path):
    with open(path, "r+b") as file:
        file.truncate(1 << 40)


# Name → what is done to the file itself.
DEEDS = {
    "missing": remove, "forbidden": lock, "a folder": into_folder, "a pipe": into_pipe, "a loop": into_loop, "a terabyte": swell,
}

DAMAGES = [*TEXTS, *DEEDS]

# A list may be longer, and may say the same again.
LIST = {"said twice", "thousands of lines"}
# A shorter number is a number.
NUMBER = {"cut", "carriage returns"}
# Only the first line of each kind is looked for.
PRESSURE = {"one long line", "carriage returns", "missing", *LIST}

# File → the damages that are none to its readers.
BEARABLE = {
    # Lists that may be empty.
    "proc/1/mountinfo": {"empty", *LIST},
    "proc/buddyinfo": {"empty", "said twice"},
    "proc/diskstats": {"empty", *LIST},
    "proc/mdstat": {"empty", *LIST},
    "proc/net/udp": {"empty", "a pipe", "thousands of lines", "missing"},
    "proc/net/udp6": {"empty", "a pipe", "thousands of lines", "missing"},
    # The line of names begins with a mark as a comment would.
    "proc/cgroups": {"empty", "one long line", "carriage returns", *LIST},
    "proc/interrupts": {"thousands of lines"},
    "proc/meminfo": LIST,
    "proc/net/dev": {"thousands of lines"},
    "proc/net/softnet_stat": {"said twice"},
    "proc/net/stat/nf_conntrack": {"missing"},
    "proc/net/sockstat": {"missing", *LIST},
    "proc/net/sockstat6": {"missing", *LIST},
    "proc/vmstat": LIST,
    # Lines of other kinds are for others to read.
    "proc/schedstat": {"empty", "words"},
    "proc/stat": {"thousands of lines"},
    # Only the device at the end of a line is looked at.
    "proc/net/arp": {"beyond 64 bits", "below zero", "thousands of lines"},
    # The kernel has counters below zero.
    "proc/net/netstat": {"below zero", "said twice"},
    "proc/net/snmp": {"below zero", "said twice"},
    "proc/net/snmp6": {"empty", "below zero", "missing", *LIST},
    "proc/loadavg": {"beyond 64 bits", "below zero", *LIST},
    "proc/pressure/cpu": PRESSURE,
    "proc/pressure/io": PRESSURE - {"thousands of lines"},
    "proc/pressure/irq": PRESSURE,
    "proc/pressure/memory": PRESSURE,
    "proc/sys/fs/file-nr": LIST,
    "proc/sys/kernel/hung_task_detect_count": NUMBER,
    "proc/sys/kernel/random/entropy_avail": NUMBER,
    "proc/sys/kernel/random/poolsize": NUMBER,
    "proc/sys/net/netfilter/nf_conntrack_count": {"said twice"},
    "proc/sys/net/netfilter/nf_conntrack_max": {"said twice"},
}

# Lists in which the kernel has each name once; should it not, its series are there as often as it says.
TRUSTED = {"proc/buddyinfo", "proc/cgroups", "proc/diskstats", "proc/mdstat", "proc/net/dev"}



class Patient:
    """A host with every file that a collector of the table reads."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.kept = self.folder / "kept"
        for host in ("linux-5.10", "linux-6.18", "linux-4.19"):
            shutil.copytree(FIXTURES / "proc" / host, self.folder / "proc", dirs_exist_ok=True)
            listing = (FIXTURES / "sys" / f"{host}.txt").read_text(encoding="utf-8")
            unpack(listing, self.folder / "sys")
        shutil.copytree(FIXTURES / "root/linux-4.19", self.folder / "root")
        shutil.copytree(FIXTURES / "udev/linux-4.19", self.folder / "udev")

    @property
    def flags(self):
        return [
            f"--path.procfs={self.folder / 'proc'}", f"--path.sysfs={self.folder / 'sys'}",
            f"--path.rootfs={self.folder / 'root'}", f"--path.udev.data={self.folder / 'udev'}",
            "--no-collector.netdev.netlink", "--no-collector.arp.netlink",
        ]

    def path(self, file):
        return self.folder / file

    def damage(self, file, damage):
        """Damages a file; what to call to have it whole again."""
        path = self.path(file)
        text = path.read_bytes()

        def repair():
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
            path.write_bytes(text)

        if damage in TEXTS:
            path.write_bytes(TEXTS[damage](text))
        else:
            DEEDS[damage](path)
        return repair


def readers(file):
    """The names of the collectors that read a file."""
    return {collector.name for collector in COLLECTORS.values() if file in collector.reads}


FILES = sorted({file for collector in COLLECTORS.values() for file in collector.reads})
