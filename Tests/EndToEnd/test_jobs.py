"""Scheduled probes by modules: targets from the configuration, from files and from pages, followed while the exporter runs."""

import json
import math
import pathlib
import subprocess
import urllib.parse

import pytest
import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics_families

from blackbox.talkers import Talker, banner, silent
from blackbox.web import Web
from conftest import PEERS
from exporter import QUIET, Exporter, run, written
from postgres_server import PASSWORD, PostgresServer
from waiting import eventually

WELL = [f"127.86.5.{number}:1000" for number in range(1, 6)]
CLOSED = "127.86.5.100:1"
SILENT = "127.86.5.101:7"
PAGE = "127.86.5.102:8000"
RUNS = "whatsapp_scheduled_probe_runs_total"

MODULES = {
    "door": {"prober": "tcp", "timeout": "300ms", "tcp": {"query_response": [{"expect": "^220"}]}},
    "page": {"prober": "http", "timeout": "300ms", "http": {"preferred_ip_protocol": "ip4"}},
}


class Inventory(Web):
    """A page of targets that can be changed."""

    targets: object = ()
    broken = None
    redirects = False

    def respond(self, method, path, fields, body):
        self.asked = getattr(self, "asked", 0) + 1
        if self.redirects and path == "/targets":
            return self.page(302, b"", ["Location: /moved"], method)
        if self.broken is not None:
            return self.broken
        return self.page(200, json.dumps(self.targets).encode(), ["Content-Type: application/json"], method)


@pytest.fixture(scope="module", autouse=True)
def doors():
    made = [Talker(address, banner(b"220 ready\r\n")) for address in WELL] + [Talker(SILENT, silent)]
    yield made
    for door in made:
        door.close()


def job(name="doors", module="door", **sources):
    return {"name": name, "module": module, "interval": "500ms", "timeout": "300ms", **sources}


def static(*targets, **labels):
    return [{"targets": list(targets), **({"labels": labels} if labels else {})}]


def configured(*jobs):
    return {**QUIET, "probing": {**QUIET["probing"], "min_gap": "0s"}, "modules": MODULES, "jobs": list(jobs)}


def runs(exporter, **labels):
    return exporter.metrics().by("target", RUNS, **labels)


def wait_for_runs(exporter, count, *targets):
    """Waits until each of the targets has been probed that many times more."""
    before = runs(exporter)
    eventually(lambda: all(runs(exporter).get(target, -1) >= before.get(target, 0) + count for target in targets))


def reload(exporter, config):
    written(config, exporter.config_path.parent, exporter.config_path.name)
    answer = exporter.request("POST", "/-/reload")
    assert answer.status == 200, answer.text


def test_what_is_found_is_counted_and_adds_up():
    with Exporter(config=configured(
        job(static_configs=static(WELL[0], SILENT, CLOSED, site="one") + static(WELL[1])),
        job("pages", "page", static_configs=static(f"http://{CLOSED}/")),
    )) as exporter:
        wait_for_runs(exporter, 3, WELL[0], WELL[1], SILENT, CLOSED)
        metrics = exporter.metrics()
        of = {"probe_job": "doors", "module": "door"}
        success = metrics.by("target", "whatsapp_scheduled_probe_success", **of)
        assert success == {WELL[0]: 1, WELL[1]: 1, SILENT: 0, CLOSED: 0}
        assert metrics.value("whatsapp_scheduled_probe_success", target=WELL[0], site="one") == 1
        assert "site" not in metrics.all("whatsapp_scheduled_probe_success", target=WELL[1])[0].labels
        failures = "whatsapp_scheduled_probe_failures_total"
        for target, reason in ((SILENT, "reply_timeout"), (CLOSED, "connection_refused")):
            count = metrics.value(RUNS, target=target, **of)
            assert metrics.by("reason", failures, target=target, **of) == {reason: count}
            assert metrics.by("reason", "whatsapp_scheduled_probe_failure_info", target=target, **of) == {reason: 1}
        assert not metrics.all(failures, target=WELL[0])
        for target in (WELL[0], SILENT, CLOSED):
            count = metrics.value(RUNS, target=target, **of)
            buckets = metrics.by("le", "whatsapp_scheduled_probe_duration_seconds_bucket", target=target, **of)
            bounds = sorted(buckets, key=float)
            assert math.isinf(float(bounds[-1])) and len(bounds) <= 11
            assert [buckets[bound] for bound in bounds] == sorted(buckets.values())
            assert buckets[bounds[-1]] == metrics.value("whatsapp_scheduled_probe_duration_seconds_count", target=target, **of) == count
            total = metrics.value("whatsapp_scheduled_probe_duration_seconds_sum", target=target, **of)
            assert total >= count * 0.3 if target == SILENT else total < count * 0.3
        assert metrics.by("probe_job", "whatsapp_scheduled_targets") == {"doors": 4, "pages": 1}
        assert set(metrics.by("phase", "whatsapp_scheduled_probe_phase_duration_seconds", target=WELL[0])) >= {"connect", "dialogue"}
        lag = metrics.value("whatsapp_scheduled_probe_start_lag_seconds_count")
        assert lag >= sum(metrics.by("target", RUNS, **of).values())


def test_the_page_of_metrics_is_a_good_one():
    found = [{"targets": WELL[:2], "labels": {"note": 'with "quotes" and \\ and é'}}]
    with Exporter("--web.disable-exporter-metrics", config=configured(
        job(static_configs=found), job("pages", "page", static_configs=static(f"http://{WELL[0]}/a?b=c&d=\"e\"")),
    )) as exporter:
        wait_for_runs(exporter, 1, *WELL[:2])
        text = exporter.get("/metrics").text
        assert exporter.metrics().value(RUNS, target=WELL[0], note='with "quotes" and \\ and é') > 0
        answer = exporter.get("/metrics", {"Accept": "application/openmetrics-text"})
        assert "whatsapp_scheduled_probe_runs" in {family.name for family in openmetrics_families(answer.text)}
        if not (PEERS / "promtool").exists():
            pytest.skip("no promtool beside the peers")
        ours = "\n".join(line for line in text.splitlines() if "node_" not in line) + "\n"
        checked = subprocess.run([PEERS / "promtool", "check", "metrics"], input=ours, capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.parametrize("ending, dump", [("yml", yaml.safe_dump), ("json", lambda groups: json.dumps(groups, indent="\t"))])
def test_files_are_followed(tmp_path, ending, dump):
    path = tmp_path / f"targets.{ending}"

    def write(*groups):
        # As Prometheus asks for: never half a file.
        path.with_suffix(".new").write_text(dump(list(groups)), encoding="utf-8")
        path.with_suffix(".new").rename(path)

    def targets():
        return set(exporter.metrics().by("target", RUNS, probe_job="found"))

    write({"targets": WELL[:2], "labels": {"site": "one", "__meta_zone": "z"}})
    files = [{"files": [str(tmp_path / f"*.{ending}")], "refresh_interval": "1s"}]
    with Exporter(config=configured(job("found", file_sd_configs=files))) as exporter:
        wait_for_runs(exporter, 2, *WELL[:2])
        [sample] = exporter.metrics().all(RUNS, target=WELL[0])
        assert sample.labels["site"] == "one" and not [name for name in sample.labels if name.startswith("__")]
        before = runs(exporter)

        write({"targets": [WELL[1], WELL[2]], "labels": {"site": "one"}})
        eventually(lambda: targets() == {WELL[1], WELL[2]})
        wait_for_runs(exporter, 1, WELL[1], WELL[2])
        assert runs(exporter)[WELL[1]] > before[WELL[1]]
        of_file = {"mechanism": "file", "probe_job": "found"}
        [health] = exporter.metrics().all("whatsapp_discovery_success", probe_job="found")
        assert health.value == 1

        path.write_text('[{"targets": ["a:1"], "label": {}}]' if ending == "json" else "- targets: [a:1]\n  label: {}\n")
        eventually(lambda: exporter.metrics().by("probe_job", "whatsapp_discovery_success") == {"found": 0})
        wait_for_runs(exporter, 2, WELL[1], WELL[2])
        assert targets() == {WELL[1], WELL[2]}
        place = f"{path}:1:23" if ending == "json" else f"{path}:2:3"
        said = [line["error"] for line in exporter.lines() if "unknown key" in line.get("error", "")]
        assert said == [f'{place}: unknown key "label", known here: targets, labels']
        assert exporter.metrics().by("probe_job", "whatsapp_discovery_refresh_failures_total")["found"] >= 1

        write({"targets": [WELL[3]]})
        eventually(lambda: targets() == {WELL[3]})
        assert exporter.metrics().by("probe_job", "whatsapp_discovery_success") == {"found": 1}

        write()
        eventually(lambda: targets() == set())
        path.unlink()
        eventually(lambda: exporter.metrics().by("probe_job", "whatsapp_discovery_success") == {"found": 0})


def test_pages_are_followed():
    page = Inventory(PAGE)
    try:
        page.targets = [{"targets": WELL[:2], "labels": {"__meta_x": "y", "site": "far"}}]
        sources = [{"url": f"http://{PAGE}/targets", "refresh_interval": "1s"}]
        with Exporter(config=configured(job("found", http_sd_configs=sources))) as exporter:

            def targets():
                return set(exporter.metrics().by("target", RUNS))

            def success():
                return exporter.metrics().value("whatsapp_discovery_success", probe_job="found")

            eventually(lambda: targets() == set(WELL[:2]))
            assert exporter.metrics().all(RUNS, target=WELL[0])[0].labels["site"] == "far"
            wait_for_runs(exporter, 2, WELL[1])
            before = runs(exporter)[WELL[1]]

            page.targets = [{"targets": WELL[1:3], "labels": {"site": "far"}}]
            eventually(lambda: targets() == set(WELL[1:3]))
            assert runs(exporter)[WELL[1]] >= before

            for broken in (
                page.page(500, b"no"), page.page(200, b"<html>"), page.page(200, b"{}"), page.page(200, b'[{"targets": "a"}]'),
                page.page(200, b'[{"targets": ["a:1"]'), b"garbage\r\n\r\n", b"", page.page(200, b"[" * 100_000),
            ):
                page.broken = None
                eventually(lambda: success() == 1)
                page.broken = broken
                eventually(lambda: success() == 0, within=8)
                assert targets() == set(WELL[1:3]), broken[-40:]
            page.broken = None
            page.redirects = True
            page.targets = [{"targets": [WELL[4]]}]
            eventually(lambda: targets() == {WELL[4]} and success() == 1)
            complaints = [line for line in exporter.lines() if line["level"] in ("warn", "error") and "found" in json.dumps(line)]
            assert len(complaints) >= 6 and all("\n" not in json.dumps(line) for line in complaints)
    finally:
        page.close()


def test_a_target_no_module_can_be_aimed_at_is_left_out_and_said(tmp_path):
    path = tmp_path / "targets.yml"
    path.write_text(yaml.safe_dump([{"targets": [WELL[0], "no port", "user@a:1", WELL[0]]}]))
    with Exporter(config=configured(job("found", file_sd_configs=[{"files": [str(path)]}]))) as exporter:
        wait_for_runs(exporter, 1, WELL[0])
        metrics = exporter.metrics()
        assert metrics.by("target", RUNS).keys() == {WELL[0]}
        assert metrics.value("whatsapp_scheduled_targets", probe_job="found") == 1
        assert metrics.value("whatsapp_scheduled_targets_dropped", probe_job="found", reason="malformed") == 2


def test_a_limit_is_kept_and_said():
    many = [f"127.86.6.{number}:1" for number in range(1, 51)]
    with Exporter(config=configured(job(target_limit=20, static_configs=static(*many)))) as exporter:
        eventually(lambda: len(runs(exporter)) == 20)
        metrics = exporter.metrics()
        assert metrics.value("whatsapp_scheduled_targets", probe_job="doors") == 20
        assert metrics.value("whatsapp_scheduled_targets_dropped", probe_job="doors", reason="limit") == 30
        assert [line for line in exporter.lines() if line["level"] == "error" and "target_limit" in json.dumps(line)]


def test_a_reload_keeps_what_stays():
    with Exporter(config=configured(job(static_configs=static(*WELL[:3])), job("other", static_configs=static(WELL[0])))) as exporter:
        wait_for_runs(exporter, 3, *WELL[:3])
        before = exporter.metrics().by("target", RUNS, probe_job="doors")
        reload(exporter, configured(job(static_configs=static(*WELL[1:4]))))
        after = exporter.metrics()
        kept = after.by("target", RUNS)
        assert all(kept[target] >= before[target] for target in WELL[1:3])
        eventually(lambda: set(runs(exporter)) == set(WELL[1:4]))


def test_jobs_make_their_hosts_askable():
    """The hosts of jobs, found ones too, are configured targets to /probe."""
    with Exporter(config=configured(job(static_configs=static(WELL[0])))) as exporter:
        wait_for_runs(exporter, 1, WELL[0])
        assert exporter.get("/probe?" + urllib.parse.urlencode({"module": "door", "target": WELL[0]})).status == 200
        assert exporter.get("/probe?" + urllib.parse.urlencode({"module": "door", "target": WELL[1]})).status == 403


@pytest.mark.parametrize("change, words", [
    ({"module": "nope"}, 'there is no module "nope"'), ({"module": "doors"}, 'did you mean "door"?'), ({"intervall": "1s"}, "interval"),
    ({"timeout": "9s"}, "longer than the interval"), ({"static_configs": None}, "no targets"),
    ({"static_configs": [{"targets": ["no port"]}]}, "no target for the module door"),
    ({"static_configs": [{"targets": ["a:1"], "labels": {"target": "x"}}]}, "target"),
    ({"static_configs": [{"targets": ["a:1"], "labels": {"0x": "x"}}]}, "0x"),
    ({"file_sd_configs": [{"files": ["a/*/b.yml"]}]}, "one *"), ({"file_sd_configs": [{"files": ["a.txt"]}]}, ".json"),
    ({"file_sd_configs": [{"files": []}]}, "no files"), ({"http_sd_configs": [{"url": "ftp://a/"}]}, "URL"),
])
def test_a_mistake_is_named_by_its_place(tmp_path, change, words):
    made = {**job(static_configs=static(WELL[0])), **change}
    path = written(configured({key: part for key, part in made.items() if part is not None}), tmp_path)
    checked = run(f"--config.file={path}", "--config.check")
    assert checked.returncode == 1
    assert words in checked.stderr and f"{pathlib.Path(path)}:" in checked.stderr


def test_a_slow_database_is_evidence():
    """A query slower than the module says is worth is told by the verdict's evidence."""
    with PostgresServer("127.86.7.1") as server:
        slow = {"prober": "postgres", "timeout": "5s", "postgres": {
            "user": "probe", "password": PASSWORD, "tls_mode": "disable", "query": "SELECT pg_sleep(0.4)", "slow_after": "200ms"}}
        config = configured(job("orders", "orders", interval="1s", timeout="900ms", static_configs=static(server.address)))
        config["modules"] = {**MODULES, "orders": slow}
        with Exporter(config=config) as exporter:
            wait_for_runs(exporter, 1, server.address)
            assert exporter.metrics().value("whatsapp_scheduled_probe_success", target=server.address) == 1
            eventually(lambda: "database" in json.dumps(exporter.get("/api/v1/verdict").json))
