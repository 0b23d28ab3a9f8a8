"""Datadog's own check, by the configuration that is shipped, at running exporters."""

import collections
import json
import subprocess

import pytest
import yaml

from exporter import ROOT, Exporter
from lab import Lab, scenario
from waiting import eventually

SHIPPED = ROOT / "deploy/datadog"
PYTHON = ROOT / ".build/datadog-venv/bin/python"
RUNNER = ROOT / "Tests/EndToEnd/datadog/run_check.py"
# Datadog takes no more of an instance than this.
LIMIT = 2000
RESERVED = {
    "cluster_name", "clustername", "cluster", "clusterid", "cluster_id", "env", "host_name", "hostname", "host", "service",
    "version",
}
# What there is nothing of in either estate: jobs, thresholds, what is learnt in a day, what only trouble brings forth.
ABSENT = {
    "component_failure_anomaly_score", "threshold_exceeded", "threshold_value", "threshold_limit",
    "incident_started_timestamp_seconds", "address_bad", "message_delivered_ratio", "message_delivered_expected_ratio",
    "discovery_success", "discovery_refresh_failures",
    "scheduled_probe_success", "scheduled_probe_runs", "scheduled_probe_failures", "scheduled_probe_duration_seconds",
    "scheduled_probe_certificate_not_after_timestamp_seconds", "scheduled_targets", "scheduled_targets_dropped",
}


class Sent:
    """What an Agent would send of an exporter."""

    def __init__(self, exporter):
        run = subprocess.run(
            [PYTHON, "-B", RUNNER, SHIPPED / "conf.yaml", f"{exporter.url}/metrics"], capture_output=True, text=True, timeout=120)
        assert run.returncode == 0, run.stderr
        said = json.loads(run.stdout)
        assert (said["errors"], said["health"], run.stderr) == ([], [0, 0], "")
        self.metrics = said["metrics"]
        self.types = {name: kind for name, kind, _ in self.metrics}
        self.tags = {tag for *_, tags in self.metrics for tag in tags}


@pytest.fixture(scope="module", autouse=True)
def installed():
    assert PYTHON.exists(), f"no {PYTHON}: make test-deps"


@pytest.fixture(scope="module")
def sent(well, busy):
    return [Sent(well), Sent(busy)]


def configured():
    """The metrics of the configuration: the exporter's name without its prefix, and Datadog's."""
    [instance] = yaml.safe_load((SHIPPED / "conf.yaml").read_text())["instances"]
    for entry in instance["metrics"]:
        yield from entry.items() if isinstance(entry, dict) else [(entry, entry)]


def expected_types(name, kind):
    match kind:
        case "counter":
            return {f"{name}.count": "monotonic_count"}
        case "histogram":
            return {f"{name}.sum": "monotonic_count", f"{name}.count": "monotonic_count"}
        case _:
            return {name: "gauge"}


def test_each_metric_arrives_with_its_type(well, busy, sent):
    kinds = {}
    for exporter in (well, busy):
        for line in exporter.get("/metrics", {"Accept": "text/plain"}).text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split()
                kinds[name.removeprefix("whatsapp_").removesuffix("_total" if kind == "counter" else "")] = kind
    found = {name: kind for one in sent for name, kind in one.types.items()}
    wanted = {}
    for raw, name in configured():
        assert raw in kinds, f"no metric {raw}"
        if raw not in ABSENT:
            wanted |= expected_types(f"whatsapp.{name}", kinds[raw])
    assert found == wanted


def test_no_tag_is_datadogs_own(sent):
    names = {tag.partition(":")[0] for one in sent for tag in one.tags}
    assert names & RESERVED == set()
    assert {"vantage", "exporter_version", "scope", "component", "target"} <= names


def test_the_catalogue_stays_below_the_limit(tmp_path, busy):
    """The endpoints of the catalogue, with all that people and the platform can say on top."""
    with Lab(tmp_path, scenario(tmp_path), "--interval=1s", "--port-shift=7000") as lab:
        with Exporter(*lab.flags, config=None) as exporter:
            targets = yaml.safe_load((lab.folder / "lab/exporter.yml").read_text())["targets"]
            eventually(lambda: len(exporter.metrics().all("whatsapp_probe_last_success_timestamp_seconds")) >= len(targets))
            of_catalogue = Sent(exporter).metrics
    counted = {(name, *tags) for name, _, tags in [*of_catalogue, *Sent(busy).metrics]}
    most = collections.Counter(name for name, *_ in counted).most_common(5)
    print(f"{len(of_catalogue)} for {len(targets)} targets of the catalogue, {len(counted)} with people and platform; most: {most}")
    assert len(counted) < LIMIT
