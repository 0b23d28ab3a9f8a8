"""The host families both exporters serve, and the two exporters set to serve just these."""

from programs import OURS, Program, free_port, node_exporter

COLLECTORS = ["cpu", "loadavg", "meminfo", "netdev", "netstat", "pressure", "sockstat", "stat", "time", "uname"]

# One target, asked once a day: a scrape is all the exporter does meanwhile.
IDLE = """\
catalogue: {enabled: false}
targets:
  - {name: idle, control: site, prober: tcp, host: 127.0.0.1, port: 9, interval: 1d, timeout: 1s}
"""


def ours(folder, own_process):
    """Our exporter; `own_process` adds process_*."""
    configuration = folder / "idle.yml"
    configuration.write_text(IDLE)
    port = free_port()
    names = COLLECTORS + (["process"] if own_process else [])
    path = "/metrics?" + "&".join(f"collect[]={name}" for name in names)
    return Program([OURS, f"--config.file={configuration}", f"--web.listen-address=127.0.0.1:{port}"], port, path)


def node(own_process):
    """node_exporter from the same files as ours; `own_process` adds process_*, and with it what Go tells of itself."""
    port = free_port()
    flags = [f"--web.listen-address=127.0.0.1:{port}", "--collector.disable-defaults", "--no-collector.netdev.netlink"]
    flags += [f"--collector.{name}" for name in COLLECTORS]
    return Program([node_exporter(), *flags, *([] if own_process else ["--web.disable-exporter-metrics"])], port)
