"""CPU of one /metrics scrape of the host families: ours, node_exporter's, and the bare cost of reading the same files."""

from statistics import median

import host_families
from programs import Scraper, compile_c, cpu_seconds
from report import line

ROUNDS = 7
SCRAPES = 1000
SWEEPS = 2000

# Whether the exporters tell of their own processes too, whether they ask by netlink, and how the answer is sent.
CASES = [(False, True, "identity"), (False, False, "identity"), (True, True, "identity"), (True, True, "gzip")]


def cpu_per_scrape(program, encoding="identity", scrapes=SCRAPES):
    with Scraper(program.port, program.path, encoding) as scraper:
        for _ in range(max(scrapes // 20, 2)):
            scraper.scrape()
        before = program.cpu_seconds()
        for _ in range(scrapes):
            scraper.scrape()
        return (program.cpu_seconds() - before) / scrapes


def against(ours, peer):
    """The median of the rounds' ratios: what slows the machine down in one round slows both."""
    return f"{median(own / other for own, other in zip(ours, peer)):.3f}"


def microseconds(costs):
    return f"{median(costs) * 1e6:.0f} us"


def run(folder):
    floor = compile_c("read_floor.c", folder)
    for own_process, netlink, encoding in CASES:
        ours, node, opened, kept = [], [], [], []
        with (host_families.ours(folder, own_process, netlink) as our_program,
              host_families.node(own_process, netlink) as node_program):
            for _ in range(ROUNDS):
                ours.append(cpu_per_scrape(our_program, encoding))
                node.append(cpu_per_scrape(node_program, encoding))
                opened.append(cpu_seconds([floor, SWEEPS, "open"]) / SWEEPS)
                kept.append(cpu_seconds([floor, SWEEPS, "kept"]) / SWEEPS)
        what = f"CPU per scrape: host{', process' if own_process else ''}, {'netlink' if netlink else '/proc'}, {encoding}"
        line(what, microseconds(ours), f"node_exporter {microseconds(node)}", against(ours, node), "at most 0.083")
        line("  the same files opened, read and closed", "", microseconds(opened), against(ours, opened), "at most 2")
        line("  the same files kept open and read anew", "", microseconds(kept), against(ours, kept), "")
