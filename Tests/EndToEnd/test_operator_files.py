"""The files operators copy, against what the running exporter serves."""

import os
import subprocess
import sys

import pytest

from exporter import ROOT

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
