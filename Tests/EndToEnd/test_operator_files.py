"""The files operators copy, against the running exporter and a real Prometheus."""

import os
import subprocess
import sys

import pytest

from exporter import ROOT
from prometheus_server import Prometheus
from waiting import eventually

CHECK = ROOT / "Tests/EndToEnd/check_operator_files.py"


def check(peers, *arguments):
    words = [sys.executable, "-B", CHECK, *arguments]
    environment = {**os.environ, "PROMTOOL": str(peers / "promtool"), "AMTOOL": str(peers / "amtool")}
    run = subprocess.run(words, capture_output=True, text=True, timeout=120, env=environment)
    assert run.returncode == 0, "\n".join(line for line in (run.stdout + run.stderr).splitlines() if not line.startswith("ok"))


@pytest.mark.parametrize("accept", ["text/plain", "application/openmetrics-text"])
def test_files_name_what_is_there(well, busy, peers, tmp_path, accept):
    scrapes = [tmp_path / "well", tmp_path / "busy"]
    for scrape, exporter in zip(scrapes, (well, busy)):
        scrape.write_bytes(exporter.get("/metrics", {"Accept": accept}).body)
    check(peers, *scrapes)


def test_queries_find_something(well, busy, peers):
    with Prometheus(peers / "prometheus", well.addresses[0], busy.addresses[0]) as prometheus:
        eventually(lambda: [
            series for series in prometheus.query("count_over_time(up[1m])") if float(series["value"][1]) >= 6][1:])
        check(peers, "--prometheus", prometheus.url, "--rate-interval=5s")
