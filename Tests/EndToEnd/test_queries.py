"""Every query of the dashboards and every rule, asked of a real Prometheus that has watched four vantage points for a while."""

import concurrent.futures
import subprocess
import sys

from conftest import PEERS
from exporter import ROOT
from vantage_points import VantagePoints

RUN = {}


def begin(items, folder):
    """Begins the run: it lasts for minutes and takes little of the machine."""
    pool = concurrent.futures.ThreadPoolExecutor(1)
    RUN["asked"] = pool.submit(ask, folder)
    pool.shutdown(wait=False)


def ask(folder):
    with VantagePoints(folder, PEERS) as points:
        points.play()
        words = [f"--prometheus={points.prometheus.url}", f"--seconds={points.elapsed:.0f}", "--rate-interval=5s"]
        check = [sys.executable, "-B", ROOT / "Tests/EndToEnd/check_operator_files.py", *words]
        return subprocess.run(check, capture_output=True, text=True, timeout=300)


def test_every_query_finds_something_or_is_listed():
    asked = RUN["asked"].result()
    lines = (asked.stdout + asked.stderr).splitlines()
    assert asked.returncode == 0, "\n".join(line for line in lines if not line.startswith("ok"))
    [summary] = [line for line in lines if line.startswith("note")]
    print(summary.removeprefix("note "))
