"""The files operators copy, against what the running exporter serves."""

import os
import subprocess
import sys

from exporter import ROOT
from operator_files.scrape import Scrape

CHECK = ROOT / "Tests/EndToEnd/check_operator_files.py"


def check(peers, *arguments):
    words = [sys.executable, "-B", CHECK, *arguments]
    environment = {**os.environ, "PROMTOOL": str(peers / "promtool"), "AMTOOL": str(peers / "amtool")}
    run = subprocess.run(words, capture_output=True, text=True, timeout=240, env=environment)
    assert run.returncode == 0, "\n".join(line for line in (run.stdout + run.stderr).splitlines() if not line.startswith("ok"))


def scrape(exporter, path, accept):
    path.write_bytes(exporter.get("/metrics", {"Accept": accept}).body)
    return path


def test_files_name_what_is_there(well, busy, peers, tmp_path):
    check(peers, scrape(well, tmp_path / "well", "text/plain"), scrape(busy, tmp_path / "busy", "text/plain"))


def test_both_formats_name_the_same(well, busy, tmp_path):
    for exporter in (well, busy):
        text, open_metrics = (
            Scrape.read([scrape(exporter, tmp_path / "scrape", accept)]) for accept in ("text/plain", "application/openmetrics-text"))
        assert {name: set(labels) for name, labels in text.labels.items()} == \
            {name: set(labels) for name, labels in open_metrics.labels.items()}
