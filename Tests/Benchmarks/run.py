#!/usr/bin/env python3
"""Measures the built exporter against its peers on this machine, in the same run, and prints figures and ratios.

Nothing here fails for being slow: read the ratios against what is wanted of them. `run.py NAME...` runs only those.
"""

import argparse
import os
import pathlib
import sys
import tempfile

import allocations
import handshake
import large_host
import memory
import probe_cpu
import replay
import scheduled
import scrape_cpu
import sizing
import startup
import surge
import throughput
import webhooks
from programs import OURS, blackbox_exporter, node_exporter

BENCHMARKS = {
    "scrape_cpu": scrape_cpu, "large_host": large_host, "allocations": allocations, "startup": startup, "throughput": throughput,
    "memory": memory, "handshake": handshake, "replay": replay, "probe_cpu": probe_cpu, "scheduled": scheduled,
    "webhooks": webhooks,
    "surge": surge, "sizing": sizing,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"unknown: {' '.join(unknown)}; there are {' '.join(BENCHMARKS)}")
    if not OURS.exists():
        sys.exit(f"{OURS} is not built: make release")
    if not (node_exporter() and blackbox_exporter()):
        sys.exit("node_exporter and blackbox_exporter are needed: make bench unpacks them")
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f}{': too busy for good figures' if load > 1 else ''}")
    print(f"{'':58} {'ours':>14}   {'peer':<34} {'ratio':>8}   wanted")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            BENCHMARKS[name].run(pathlib.Path(folder))


if __name__ == "__main__":
    main()
