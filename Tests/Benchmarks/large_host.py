"""CPU of one scrape of a large host: 256 processors, 500 interfaces and 2,000 mounts, from the same made-up files for both."""

from statistics import median

import host_families
import synthetic_host
from programs import compile_c, cpu_seconds
from report import line
from scrape_cpu import against, cpu_per_scrape

ROUNDS = 5
SCRAPES = 40


def milliseconds(costs):
    return f"{median(costs) * 1e3:.2f} ms"


def run(folder):
    host = folder / "large"
    synthetic_host.make(host)
    floor = compile_c("read_floor.c", folder)
    ours, node, opened = [], [], []
    with (host_families.ours(folder, False, host=host) as our_program, host_families.node(False, host=host) as node_program):
        for _ in range(ROUNDS):
            ours.append(cpu_per_scrape(our_program, scrapes=SCRAPES))
            node.append(cpu_per_scrape(node_program, scrapes=SCRAPES))
            opened.append(cpu_seconds([floor, SCRAPES, "open", host / "proc"]) / SCRAPES)
    line("CPU per scrape: 256 processors, 500 interfaces, 2000 mounts", milliseconds(ours), f"node_exporter {milliseconds(node)}",
         against(ours, node), "at most 0.125")
    line("  the same files opened, read and closed", "", milliseconds(opened), against(ours, opened), "")
