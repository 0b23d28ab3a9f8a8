"""Jobs of five thousand targets, one processor, every ten seconds: do probes begin in time, and does a scrape still come quickly?

The targets are addresses of 127.0.0.0/8, all answered for by one process: one that takes every connection, one that takes
them and stays silent, and one whose queue is full, so that even the SYN goes unanswered. blackbox_exporter's CPU is that of as
many probes asked of it one after the other.
"""

import json
import os
import re
import selectors
import socket
import subprocess
import sys
import time
import urllib.parse

from programs import OURS, Program, Scraper, blackbox_exporter, free_port
from report import line, megabytes, ratio

TARGETS = 5000
INTERVAL = 10
WARM_SECONDS = 2.5 * INTERVAL
QUIET_SECONDS = 2 * INTERVAL
SCRAPES = 40
PEER_PROBES = 1000

# job, module, what the targets do, the timeout
CASES = [
    ("open", "tcp_connect", "open", "5s"),
    ("silent after the connection", "http_2xx", "mute", "9900ms"),
    ("silent from the first packet", "tcp_connect", "full", "9900ms"),
]

CONFIGURATION = """\
catalogue: {enabled: false}
edges: {enabled: false}
jobs:
  - name: bench
    module: MODULE
    interval: INTERVALs
    timeout: TIMEOUT
    file_sd_configs: [{files: [targets.json]}]
"""


def addresses(count):
    for number in range(count):
        yield f"127.1.{number // 250}.{number % 250 + 1}"


def serve(kind):
    """A process of its own: prints its port, then answers until its input ends."""
    listener = socket.create_server(("0.0.0.0", 0), backlog=0 if kind == "full" else 4096)
    port = listener.getsockname()[1]
    fillers = []
    if kind == "full":
        for _ in range(2):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
            fillers.append(filler)
    print(port, flush=True)
    if kind == "full":
        sys.stdin.read()
        return
    listener.setblocking(False)
    selector = selectors.EpollSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(sys.stdin, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is sys.stdin:
                return
            if key.fileobj is listener:
                try:
                    while True:
                        connection, _ = listener.accept()
                        connection.setblocking(False)
                        selector.register(connection, selectors.EVENT_READ)
                except BlockingIOError:
                    continue
            try:
                if key.fileobj.recv(4096):
                    continue
            except OSError:
                pass
            selector.unregister(key.fileobj)
            key.fileobj.close()


class Peers:
    """`with` starts the process that answers, on the other processor where there is one."""

    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        self.child = subprocess.Popen(
            pinned(max(os.sched_getaffinity(0)), [sys.executable, __file__, self.kind]), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.child.stdout.readline())
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()


def pinned(processor, command):
    return ["taskset", "-c", str(processor), *map(str, command)]


def values(body, family):
    """The samples of a family: value by `le`, or by nothing."""
    pattern = re.compile(rf'^{family}(?:{{(?:[^}}]*le="([^"]+)")?[^}}]*}})? (\S+)$', re.MULTILINE)
    found = {}
    for bound, value in pattern.findall(body):
        found[bound] = found.get(bound, 0) + float(value)
    return found


def total(body, family):
    return sum(values(body, family).values())


def lag_within(before, after, share):
    """The bucket's bound within which that share of probes began after their time."""
    family = "whatsapp_scheduled_probe_start_lag_seconds_bucket"
    old, new = values(before, family), values(after, family)
    counts = {bound: new[bound] - old.get(bound, 0) for bound in new}
    return next(float(bound) for bound, count in counts.items() if count >= share * counts["+Inf"])


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def measure(folder, module, kind, timeout):
    """Figures of one case, by name."""
    with Peers(kind) as peers:
        prefix = "http://" if module == "http_2xx" else ""
        targets = [f"{prefix}{address}:{peers.port}" for address in addresses(TARGETS)]
        (folder / "targets.json").write_text(json.dumps([{"targets": targets, "labels": {"team": "bench"}}]))
        text = CONFIGURATION.replace("MODULE", module).replace("INTERVAL", str(INTERVAL)).replace("TIMEOUT", timeout)
        (folder / "jobs.yml").write_text(text)
        port = free_port()
        command = pinned(
            min(os.sched_getaffinity(0)), [OURS, f"--config.file={folder}/jobs.yml", f"--web.listen-address=127.0.0.1:{port}"])
        with Program(command, port) as program, Scraper(port) as plain, Scraper(port, encoding="gzip") as packed:
            time.sleep(WARM_SECONDS)
            first, began = plain.scrape().decode(), time.monotonic()
            cpu = program.cpu_seconds()
            time.sleep(QUIET_SECONDS)
            cpu = program.cpu_seconds() - cpu
            second, seconds = plain.scrape().decode(), time.monotonic() - began
            resident = program.resident_bytes()
            times = {plain: [], packed: []}
            for _ in range(SCRAPES):
                for scraper in (plain, packed):
                    start = time.monotonic()
                    scraper.scrape()
                    times[scraper].append(time.monotonic() - start)
                time.sleep(0.5)
            last = plain.scrape().decode()
            runs = total(second, "whatsapp_scheduled_probe_runs_total") - total(first, "whatsapp_scheduled_probe_runs_total")
            return {
                "lag": lag_within(first, second, 0.99), "lag while scraped": lag_within(second, last, 0.99),
                "cpu": cpu / runs, "runs": runs, "due": TARGETS / INTERVAL * seconds, "resident": resident, "resident after": program.resident_bytes(),
                "plain": percentile(times[plain], 0.99), "packed": percentile(times[packed], 0.99), "bytes": len(last),
                "skipped": total(last, "whatsapp_scheduled_probe_skipped_ticks_total"),
                "late": total(last, "whatsapp_scheduled_probe_late_starts_total"),
                "failed": total(last, "whatsapp_scheduled_probe_failures_total")
                / total(last, "whatsapp_scheduled_probe_runs_total"),
            }


def peer_cpu(folder):
    """blackbox_exporter's CPU for one probe of an open TCP port."""
    (folder / "blackbox.yml").write_text("modules: {tcp_connect: {prober: tcp, timeout: 5s}}\n")
    port = free_port()
    command = [blackbox_exporter(), f"--config.file={folder}/blackbox.yml", f"--web.listen-address=127.0.0.1:{port}"]
    with Peers("open") as peers, Program(command, port) as program:
        path = "/probe?" + urllib.parse.urlencode({"module": "tcp_connect", "target": f"127.1.0.1:{peers.port}"})
        with Scraper(port, path) as scraper:
            scraper.scrape()
            cpu = program.cpu_seconds()
            for _ in range(PEER_PROBES):
                if b"probe_success 1" not in scraper.scrape():
                    raise RuntimeError("blackbox_exporter fails at an open port")
            return (program.cpu_seconds() - cpu) / PEER_PROBES


def milliseconds(seconds):
    return f"{seconds * 1e3:.3g} ms"


def run(folder):
    theirs = peer_cpu(folder) if blackbox_exporter() else None
    for what, module, kind, timeout in CASES:
        figures = measure(folder, module, kind, timeout)
        title = f"{TARGETS} targets, {what}"
        line(f"{title}: p99 start lag", f"≤ {milliseconds(figures['lag'])}", "", "", "under 20 ms")
        line("  the same while scraped", f"≤ {milliseconds(figures['lag while scraped'])}", "", "", "")
        line("  probes made, of those due", f"{figures['runs']:.0f}", f"{figures['due']:.0f}, failed: {figures['failed']:.1%}",
             ratio(figures["runs"], figures["due"]), "1 ± 0.01")
        line("  ticks missed, late starts", f"{figures['skipped']:.0f}, {figures['late']:.0f}", "", "", "none missed")
        peer = f"blackbox_exporter {milliseconds(theirs)}" if theirs else ""
        if kind == "open":
            line("  CPU for a probe", milliseconds(figures["cpu"]), peer, ratio(figures["cpu"], theirs) if theirs else "", "0.25")
        else:
            line("  CPU for a probe", milliseconds(figures["cpu"]), "", "", "")
        line(f"  /metrics, {megabytes(figures['bytes'])}: p99", milliseconds(figures["plain"]),
             f"with gzip {milliseconds(figures['packed'])}", "", "under 250 ms")
        line("  resident memory", megabytes(figures["resident"]), f"after 80 scrapes {megabytes(figures['resident after'])}", "",
             "under 60 MB")


if __name__ == "__main__":
    serve(sys.argv[1])
