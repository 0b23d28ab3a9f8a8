"""What to plan for: an exporter and the Prometheus that scrapes it, by the number of targets, as rows for the README.

Targets are probed every 30 s and the page is scraped every 15 s, by a real Prometheus. The first row's are as many as the
catalogue has, of the same kinds; the others' are open TCP ports, in a job.
"""

import gzip
import json
import time

import memory
import scheduled
from programs import OURS, Program, Scraper, find, free_port
from stand_ins import StandIns

SIZES = (500, 2000, 5000)
INTERVAL, SCRAPE_INTERVAL = 30, 15
WARM_SECONDS, QUIET_SECONDS = 2 * INTERVAL, 2 * INTERVAL

PROMETHEUS = """\
global: {scrape_interval: SECONDSs}
scrape_configs:
  - job_name: whatsapp_status_exporter
    static_configs: [{targets: ["127.0.0.1:PORT"]}]
"""


class Prometheus(Program):
    def __init__(self, folder, target):
        config = folder / "prometheus.yml"
        config.write_text(PROMETHEUS.replace("SECONDS", str(SCRAPE_INTERVAL)).replace("PORT", str(target)))
        port = free_port()
        program = find("prometheus")
        if not program:
            raise RuntimeError("prometheus is needed: make test-deps unpacks it")
        super().__init__(
            [program, f"--config.file={config}", f"--storage.tsdb.path={folder}/data-{target}",
             f"--web.listen-address=127.0.0.1:{port}"], port)

    def head_series(self):
        with Scraper(self.port) as scraper:
            return scheduled.total(scraper.scrape().decode(), "prometheus_tsdb_head_series")


def catalogue(folder, peers):
    path = folder / "catalogue.yml"
    often = "interval: 200ms, timeout: 200ms"
    path.write_text(memory.configuration(peers).replace(often, f"interval: {INTERVAL}s, timeout: 5s"))
    return path


def job(folder, count, port):
    targets = [f"{address}:{port}" for address in scheduled.addresses(count)]
    (folder / "targets.json").write_text(json.dumps([{"targets": targets}]))
    text = scheduled.CONFIGURATION.replace("MODULE", "tcp_connect").replace("INTERVAL", str(INTERVAL)).replace("TIMEOUT", "5s")
    path = folder / "sizing.yml"
    path.write_text(text)
    return path


def measure(folder, config):
    port = free_port()
    with Program([OURS, f"--config.file={config}", f"--web.listen-address=127.0.0.1:{port}"], port) as exporter:
        with Prometheus(folder, port) as prometheus, Scraper(port) as scraper:
            # An empty Prometheus is what the first seconds have.
            empty = prometheus.resident_bytes()
            time.sleep(WARM_SECONDS)
            cpu, start = exporter.cpu_seconds(), time.monotonic()
            time.sleep(QUIET_SECONDS)
            share = (exporter.cpu_seconds() - cpu) / (time.monotonic() - start)
            page = scraper.scrape()
            series = sum(1 for text in page.splitlines() if text and not text.startswith(b"#"))
            return {
                "cpu": share, "resident": exporter.resident_bytes(), "series": series, "bytes": len(page),
                "packed": len(gzip.compress(page, 6)), "samples": series / SCRAPE_INTERVAL,
                "prometheus": prometheus.resident_bytes(),
                "each": (prometheus.resident_bytes() - empty) / prometheus.head_series(),
            }


def row(what, found):
    print(
        f"| {what} | {found['cpu']:.2%} | {found['resident'] / 1e6:.0f} MB | {found['series']:,} | "
        f"{found['bytes'] / 1e6:.2f} MB | {found['packed'] / 1e6:.2f} MB | {found['samples']:,.0f} | "
        f"{found['prometheus'] / 1e6:.0f} MB | {found['each'] / 1e3:.1f} KB |", flush=True)


def run(folder):
    columns = ["targets", "CPU of one processor", "RSS", "series", "page", "with gzip", "samples/s", "Prometheus", "a series"]
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    with StandIns(folder) as peers:
        row(f"{sum(memory.TARGETS.values())}, as the catalogue", measure(folder, catalogue(folder, peers)))
    for count in SIZES:
        with scheduled.Peers("open") as peers:
            row(f"{count:,} in a job", measure(folder, job(folder, count, peers.port)))
