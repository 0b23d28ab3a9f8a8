"""Files that are never read to their end: a collector at one is left behind, and nothing else waits for it."""

import pytest

from exporter import QUIET, Exporter
from test_filesystem import mounts  # noqa: F401  the fixture
from waiting import eventually

BUSY = {**QUIET, "probing": {**QUIET["probing"], "min_gap": "1s"},
        "targets": [{**QUIET["targets"][0], "interval": "1s", "timeout": "500ms"}]}


def success(metrics):
    return {sample.labels["collector"]: sample.value for sample in metrics.all("node_scrape_collector_success")}


def failures(metrics):
    return {collector for collector, value in success(metrics).items() if not value}


@pytest.fixture
def watching(mounts):  # noqa: F811
    """Starts exporters, and lets what hangs go on before they are stopped: no process ends while a thread of it waits for an answer."""
    started = []

    def start(*flags, budget="300ms", **settings):
        exporter = Exporter(f"--collector.timeout={budget}", *flags, prefix=mounts.prefix, **settings)
        started.append(exporter.__enter__())
        return exporter

    yield start
    mounts.tell("answer")
    for exporter in started:
        exporter.__exit__(None, None, None)


def test_one_that_hangs_costs_its_own_families_only(mounts, watching):  # noqa: F811
    exporter = watching(f"--collector.textfile.directory={mounts.place}")
    well = exporter.metrics()
    assert well.value("node_textfile_scrape_error") is not None
    mounts.tell("hang")
    before = failures(well)
    for _ in range(3):
        metrics = exporter.metrics()
        assert failures(metrics) == before | {"textfile"}
        assert metrics.value("node_load1") >= 0 and not metrics.all("node_textfile_scrape_error")
    assert metrics.value("whatsapp_exporter_hanging_collectors") == 1
    errors = [line["error"] for line in exporter.lines("collector failed") if line["collector"] == "textfile"]
    assert len(errors) == 2 and "left behind" in errors[0] and "has not ended since" in errors[1]

    mounts.tell("answer")
    eventually(lambda: failures(exporter.metrics()) == before)
    eventually(lambda: exporter.metrics().value("whatsapp_exporter_hanging_collectors") == 0)
    assert [line["collector"] for line in exporter.lines("collector works again")] == ["textfile"]


def test_all_of_sysfs_hanging_leaves_what_proc_tells(mounts, watching):  # noqa: F811
    exporter = watching(f"--path.sysfs={mounts.place}", config=BUSY)
    before = exporter.metrics()
    mounts.tell("hang")
    metrics = exporter.metrics()
    assert {"hwmon", "thermal_zone", "time"} <= failures(metrics)
    hanging = failures(metrics) - failures(before)
    for name in ("node_load1", "node_memory_MemFree_bytes", "node_netstat_Tcp_OutSegs", "node_context_switches_total"):
        assert metrics.value(name) is not None
    # The second scrape waits for none of them.
    assert failures(exporter.metrics()) >= hanging
    # Nor do probes and pages.
    def runs():
        return exporter.get("/api/v1/probes").json[0]["runs"]

    seen = runs()
    eventually(lambda: runs() >= seen + 3)
    assert exporter.get("/").status == 200
    assert exporter.get("/api/v1/verdict").status == 200
    mounts.tell("answer")
    eventually(lambda: failures(exporter.metrics()) == failures(before))


def test_scraper_that_waits_less_gets_what_there_is(mounts, watching):  # noqa: F811
    exporter = watching(f"--collector.textfile.directory={mounts.place}", budget="60s")
    exporter.metrics()
    mounts.tell("hang")
    answer = exporter.get("/metrics", headers={"X-Prometheus-Scrape-Timeout-Seconds": "1"})
    assert answer.status == 200
    assert b'node_scrape_collector_success{collector="textfile"} 0' in answer.body
    assert b"\nnode_load1 " in answer.body
