"""A host of 256 processors, 500 interfaces and 2,000 mounted file systems, too large to be kept as files."""

from node.hosts import CPU_INFO

PROCESSORS = 256
INTERFACES = 500
MOUNTS = 2000
# Switched off: the kernel leaves it out of some files.
OFFLINE = 7


class LargeHost:
    """Writes the host below a folder."""

    name = "256 processors"

    def __init__(self, folder):
        self.folder = folder
        for path, text in {**processors(), **network(), **storage()}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    @property
    def flags(self):
        return [
            f"--path.procfs={self.folder / 'proc'}", f"--path.sysfs={self.folder / 'sys'}", f"--path.rootfs={self.folder / 'root'}",
            f"--path.udev.data={self.folder / 'udev'}", "--no-collector.netdev.netlink", "--no-collector.arp.netlink", *CPU_INFO,
        ]


def columns(numbers, width=10):
    return "".join(f" {number:>{width}}" for number in numbers)


def processors():
    online = [number for number in range(PROCESSORS) if number != OFFLINE]
    times = {number: [1000 * number + mode for mode in range(10)] for number in online}
    stat = ["cpu  " + " ".join(str(sum(column)) for column in zip(*times.values()))]
    stat += [f"cpu{number} " + " ".join(map(str, times[number])) for number in online]
    stat += ["intr 18446744073709551615 " + "0 " * 4000, "ctxt 9007199254740993", "btime 1700000000", "processes 12345678901"]
    stat += ["procs_running 300", "procs_blocked 0", "softirq 55 1 2 3 4 5 6 7 8 9 10"]
    softnet = [columns([number, 1, 2, 0, 0, 0, 0, 0, 3, 4, 5, 6, number], 0).split() for number in online]
    files = {
        "proc/stat": "\n".join(stat) + "\n",
        "proc/loadavg": "255.99 0.01 1e2 300/40000 4194303\n".replace("1e2", "100.00"),
        "proc/schedstat": "version 17\ntimestamp 1\n" + "".join(
            f"cpu{number} 0 0 0 0 0 0 {number * 10**15 + 1} {number * 10**9 + 7} {number}\ndomain0 NUMA 3 0 0\n" for number in online),
        "proc/net/softnet_stat": "".join(" ".join(f"{int(word):08x}" for word in words) + "\n" for words in softnet),
        "proc/softirqs": "        " + "".join(f" {f'CPU{number}':>10}" for number in online) + "\n" + "".join(
            f"{kind:>12}:{columns(range(len(online)))}\n" for kind in ("HI", "TIMER", "NET_TX", "NET_RX", "RCU")),
        "proc/interrupts": "    " + "".join(f" {f'CPU{number}':>10}" for number in online) + "\n" + "".join(
            f"{number:>4}:{columns(range(len(online)))}  IR-PCI-MSIX-0000:c1:00.0 {number}-edge      mlx5_comp{number}@pci:0000:c1:00.0\n"
            for number in range(200, 230)) + f" LOC:{columns(range(len(online)))}   Local timer interrupts\n",
        "proc/cpuinfo": "".join(
            f"processor\t: {number}\nvendor_id\t: GenuineExample\ncpu family\t: 6\nmodel\t\t: 143\nmodel name\t: Example {number % 2}\n"
            f"stepping\t: 8\nmicrocode\t: 0x2b\ncpu MHz\t\t: {1900 + number / 8}\ncache size\t: 1024 KB\nphysical id\t: {number // 128}\n"
            f"core id\t\t: {number // 2 % 64}\ncpu cores\t: 64\nflags\t\t: fpu aes avx avx2 avx512f constant_tsc\nbugs\t\t: mds\n\n"
            for number in online),
        "sys/devices/system/cpu/isolated": "8-15,250\n",
        "sys/devices/system/cpu/online": f"0-{OFFLINE - 1},{OFFLINE + 1}-{PROCESSORS - 1}\n",
        "sys/devices/system/cpu/present": f"0-{PROCESSORS - 1}\n",
        "sys/devices/system/cpu/offline": f"{OFFLINE}\n",
    }
    for number in range(PROCESSORS):
        folder = f"sys/devices/system/cpu/cpu{number}"
        files[f"{folder}/online"] = f"{int(number != OFFLINE)}\n"
        if number != OFFLINE:
            files[f"{folder}/topology/core_id"] = f"{number // 2 % 64}\n"
            files[f"{folder}/topology/physical_package_id"] = f"{number // 128}\n"
            files[f"{folder}/thermal_throttle/core_throttle_count"] = f"{number // 2}\n"
            files[f"{folder}/thermal_throttle/package_throttle_count"] = f"{number // 128 + 100}\n"
    return files


def network():
    lines = [
        "Inter-|   Receive                                                |  Transmit",
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed",
    ]
    lines += [
        f"{f'veth{number:x}':>6}:" + columns([2**64 - 1 - number, *range(number, number + 7)], 7)
        + columns([2**53 + number, *range(7)], 8) for number in range(INTERFACES)]
    neighbours = "".join(
        f"10.0.{number // 256}.{number % 256:<10} 0x1         0x2         02:00:00:00:00:01     *        veth{number % 50:x}\n"
        for number in range(INTERFACES))
    heading = "IP address       HW type     Flags       HW address            Mask     Device\n"
    return {"proc/net/dev": "\n".join(lines) + "\n", "proc/net/arp": heading + neighbours}


def storage():
    mounts = "".join(
        f"{number + 100} 1 0:{number} / /containers/{number}\\040of\\040many rw,relatime shared:{number} - tmpfs tmpfs{number % 7} rw\n"
        for number in range(MOUNTS))
    disks = "".join(
        f"{8 + number // 16:>4} {number % 16 * 16:>7} sd{chr(97 + number // 26)}{chr(97 + number % 26)} "
        + " ".join(str(number * 1000 + column) for column in range(17)) + "\n" for number in range(300))
    # Former node_exporters read the older file.
    former = "".join(f"tmpfs{number % 7} /containers/{number}\\040of\\040many tmpfs rw 0 0\n" for number in range(MOUNTS))
    return {"proc/1/mountinfo": mounts, "proc/1/mounts": former, "proc/diskstats": disks}
