"""The host families both exporters serve, and the two exporters set to serve just these."""

import functools
import subprocess

from programs import OURS, Program, free_port, node_exporter

COLLECTORS = [
    "arp", "conntrack", "cpu", "diskstats", "filefd", "filesystem", "loadavg", "meminfo", "netdev", "netstat", "pressure",
    "sockstat", "softnet", "stat", "time", "uname", "vmstat",
]

# One target, asked once a day: a scrape is all the exporter does meanwhile.
IDLE = """\
catalogue: {enabled: false}
targets:
  - {name: idle, control: site, prober: tcp, host: 127.0.0.1, port: 9, interval: 1d, timeout: 1s}
"""

# What is asked of the kernel by netlink unless told otherwise; not every version of node_exporter knows both.
NETLINK = ["collector.netdev.netlink", "collector.arp.netlink"]


@functools.cache
def known_flags(program):
    """What a program says of its flags."""
    return subprocess.run([program, "--help"], capture_output=True, text=True, check=False).stdout


def settings(program, netlink, host):
    """Flags both understand; `host` is the folder of a synthetic one, with its proc, sys, root and udev."""
    flags = [] if netlink else [f"--no-{name}" for name in NETLINK if f"{name}" in known_flags(program).replace("[no-]", "")]
    if host:
        flags += [f"--path.procfs={host}/proc", f"--path.sysfs={host}/sys", f"--path.rootfs={host}/root",
                  f"--path.udev.data={host}/udev"]
    return flags


def ours(folder, own_process, netlink=False, host=None):
    """Our exporter; `own_process` adds process_*."""
    configuration = folder / "idle.yml"
    configuration.write_text(IDLE)
    port = free_port()
    names = COLLECTORS + (["process"] if own_process else [])
    path = "/metrics?" + "&".join(f"collect[]={name}" for name in names)
    command = [OURS, f"--config.file={configuration}", f"--web.listen-address=127.0.0.1:{port}"]
    return Program(command + settings(OURS, netlink, host), port, path)


def node(own_process, netlink=False, host=None):
    """node_exporter from the same files as ours; `own_process` adds process_*, and with it what Go tells of itself."""
    port = free_port()
    program = node_exporter()
    flags = [f"--web.listen-address=127.0.0.1:{port}", "--collector.disable-defaults"]
    flags += [f"--collector.{name}" for name in COLLECTORS] + settings(program, netlink, host)
    return Program([program, *flags, *([] if own_process else ["--web.disable-exporter-metrics"])], port)
