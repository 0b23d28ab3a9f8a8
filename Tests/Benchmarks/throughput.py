"""Scrapes of the host families per second, as wrk drives them."""

import re
import subprocess

import host_families
from programs import find
from report import line, ratio

SECONDS = 5


def per_second(wrk, program):
    url = f"http://127.0.0.1:{program.port}{program.path}"
    command = [wrk, "--threads=1", "--connections=4", f"--duration={SECONDS}s", url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text:
        raise RuntimeError(text)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


def run(folder):
    wrk = find("wrk")
    if not wrk:
        print("scrapes per second: left out, wrk is not here (Debian package wrk)")
        return
    with host_families.ours(folder, True) as program:
        ours = per_second(wrk, program)
    with host_families.node(True) as program:
        node = per_second(wrk, program)
    line("scrapes per second, 4 connections", f"{ours:.0f}", f"node_exporter {node:.0f}", ratio(ours, node), "")
