"""A large host in a folder: its proc, sys, root and udev, as a kernel would write them."""

import pathlib
import shutil

PROCESSORS = 256
INTERFACES = 500
MOUNTS = 2000
DISKS = 64
INTERRUPTS = 1500

# What does not grow with the host is this machine's.
SAME = [
    "loadavg", "meminfo", "vmstat", "uptime", "net/netstat", "net/snmp", "net/snmp6", "net/sockstat", "net/sockstat6",
    "pressure/cpu", "pressure/io", "pressure/memory", "pressure/irq", "sys/fs/file-nr",
]


def make(folder):
    folder = pathlib.Path(folder)
    for name in ("proc/1", "proc/net/stat", "proc/pressure", "proc/sys/fs", "proc/sys/net/netfilter", "sys/block", "root/srv", "udev"):
        (folder / name).mkdir(parents=True)
    for name in SAME:
        if pathlib.Path("/proc", name).exists():
            # The kernel gives its files no size, by which copying would go.
            (folder / "proc" / name).write_bytes(pathlib.Path("/proc", name).read_bytes())
    proc = {
        "stat": stat(), "cpuinfo": cpuinfo(), "diskstats": diskstats(), "1/mountinfo": mountinfo(), "1/mounts": mounts(), "net/dev": interfaces(),
        "net/arp": neighbours(), "net/softnet_stat": softnet(), "net/stat/nf_conntrack": conntrack(),
        "sys/net/netfilter/nf_conntrack_count": "1234\n", "sys/net/netfilter/nf_conntrack_max": "262144\n",
    }
    for name, text in proc.items():
        (folder / "proc" / name).write_text(text)
    # For whoever may not read those of process 1.
    shutil.copytree(folder / "proc/1", folder / "proc/self")
    for number in range(MOUNTS):
        (folder / f"root/srv/{number}").mkdir()
    for number in range(PROCESSORS):
        processor(folder / f"sys/devices/system/cpu/cpu{number}", number)
    (folder / "sys/devices/system/cpu/isolated").write_text("\n")
    (folder / "sys/devices/system/cpu/online").write_text(f"0-{PROCESSORS - 1}\n")


def processor(folder, number):
    (folder / "topology").mkdir(parents=True)
    (folder / "thermal_throttle").mkdir()
    (folder / "online").write_text("1\n")
    (folder / "topology/core_id").write_text(f"{number % 128 // 2}\n")
    (folder / "topology/physical_package_id").write_text(f"{number // 128}\n")
    (folder / "thermal_throttle/core_throttle_count").write_text(f"{number % 7}\n")
    (folder / "thermal_throttle/package_throttle_count").write_text(f"{number // 128}\n")


def stat():
    times = [f"{1000000 + 17 * n} {2000 + n} {300000 + 13 * n} {90000000 + n} {1000 + n} 0 {5000 + n} {n} 0 0" for n in range(PROCESSORS)]
    lines = ["cpu  263000000 512000 77000000 23040000000 256000 0 1280000 32640 0 0"]
    lines += [f"cpu{number} {text}" for number, text in enumerate(times)]
    lines += ["intr 123456789012 " + " ".join(str(number * 31 % 100003) for number in range(INTERRUPTS)), "ctxt 987654321098",
              "btime 1700000000", "processes 12345678", "procs_running 17", "procs_blocked 2",
              "softirq 99999999999 1 22222222 3 444444444 555555 6 777777 888888888 9 1010101010"]
    return "\n".join(lines) + "\n"


def cpuinfo():
    return "".join(
        f"processor\t: {number}\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\nmodel name\t: Large (R) Processor\n"
        f"stepping\t: 8\nmicrocode\t: 0x2b\ncpu MHz\t\t: {2000 + number}.000\ncache size\t: 107520 KB\n"
        f"physical id\t: {number // 128}\nsiblings\t: 128\ncore id\t\t: {number % 128 // 2}\ncpu cores\t: 64\nflags\t\t: fpu vme de\n"
        "bugs\t\t: spectre_v1\n\n" for number in range(PROCESSORS))


def diskstats():
    return "".join(
        f" 259 {number:>7} nvme{number}n1 {10 ** 6 + number} {number} {10 ** 8 + number} {10 ** 5 + number} {10 ** 7 + number} {number} "
        f"{10 ** 9 + number} {10 ** 6 + number} 0 {10 ** 6 + number} {10 ** 6 + number} 0 0 0 0 {10 ** 4 + number} {10 ** 3 + number}\n"
        for number in range(DISKS))


def mountinfo():
    lines = ["1 1 0:2 / / rw - rootfs rootfs rw"]
    lines += [f"{100 + number} 1 259:{number} / /srv/{number} rw,relatime shared:{number} - ext4 /dev/nvme0n1p{number} rw,discard"
              for number in range(MOUNTS)]
    return "\n".join(lines) + "\n"


def mounts():
    """What versions of node_exporter before 1.9 read in its place."""
    return "rootfs / rootfs rw 0 0\n" + "".join(
        f"/dev/nvme0n1p{number} /srv/{number} ext4 rw,relatime,discard 0 0\n" for number in range(MOUNTS))


def interfaces():
    heading = ("Inter-|   Receive                                                |  Transmit\n"
               " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n")
    names = ["lo"] + [f"veth{number:07x}" for number in range(1, INTERFACES)]
    return heading + "".join(
        f"{name:>6}: {10 ** 10 + n:>8} {10 ** 7 + n:>7} {0:>4} {n:>4} {0:>4} {0:>5} {0:>10} {n:>9} {10 ** 11 + n:>8} {10 ** 8 + n:>7} {0:>4} "
        f"{0:>4} {0:>4} {0:>5} {0:>7} {0:>10}\n" for n, name in enumerate(names))


def neighbours():
    heading = "IP address       HW type     Flags       HW address            Mask     Device\n"
    return heading + "".join(
        f"10.0.{n // 250}.{n % 250 + 1:<9} 0x1         0x2         02:00:00:00:{n // 250:02x}:{n % 250:02x}     *        veth{n % 40 + 1:07x}\n"
        for n in range(1000))


def softnet():
    return "".join(
        f"{10 ** 8 + n:08x} {n:08x} {n * 3:08x}" + " 00000000" * 8 + f" {n % 3:08x} {n:08x} 00000000 00000000\n" for n in range(PROCESSORS))


def conntrack():
    heading = ("entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  "
               "expect_new expect_create expect_delete search_restart\n")
    row = "  ".join(["000004d2", " ".join(["00000000"] * 12), " ".join(["00000000"] * 4)])
    return heading + f"{row}\n" * PROCESSORS
