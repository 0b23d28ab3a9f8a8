"""Whose fault it is: an estate on loopback, broken in every way that matters."""

import json
import time

import pytest

from estate import fail, wait_until_well
from exporter import run, written
from standins import FAULTS
from waiting import eventually

DNS_FAULTS = ["servfail", "nxdomain", "refuses", "silent", "refused"]
PARTS = ["chat", "web", "registration", "media", "links", "business_api", "dns_authority"]
INTERVAL, TIMEOUT = 1.0, 0.5
# Three failures in a row, the second out of turn; the last may have a second opinion of its own. What a busy machine may be late
# by comes on top.
TO_DETECT = 2 * INTERVAL + 2 * TIMEOUT
SLACK = 1.5


@pytest.fixture
def exporter(estate):
    with estate.exporter(interval="1s", timeout="500ms") as exporter:
        wait_until_well(exporter)
        yield exporter


def wait_for_verdicts(exporter, **expected):
    """Waits for the verdicts by scope, and sees that none but ok and unknown come before them; the metrics then."""

    def look():
        metrics = exporter.metrics()
        verdicts = {scope: metrics.verdict(scope) for scope in expected}
        if any(verdict not in ("ok", "unknown", expected[scope]) for scope, verdict in verdicts.items()):
            raise RuntimeError(f"{verdicts} before {expected}")
        assert verdicts == expected, str(verdicts)
        return metrics

    return eventually(look)


def seconds_to_detect(metrics, fault_at):
    """From a fault to the verdict, which says itself since when it stands."""
    since = metrics.value("whatsapp_verdict_since_timestamp_seconds", scope="consumer")
    assert since > fault_at - SLACK
    return since - fault_at


def controls_succeed(metrics):
    controls = ["control_site_first", "control_address", "control_resolver"]
    return all(metrics.value("whatsapp_probe_success", target=control) for control in controls)


@pytest.mark.parametrize("fault", FAULTS)
def test_whatsapp_is_down(exporter, estate, fault):
    fail(estate.whatsapp, fault)
    fault_at = time.time()
    metrics = wait_for_verdicts(exporter, consumer="whatsapp_outage", business="whatsapp_outage")
    assert seconds_to_detect(metrics, fault_at) <= TO_DETECT + SLACK
    assert controls_succeed(metrics)
    # Each part by its own probes, soon after.
    eventually(lambda: {exporter.metrics().status(part) for part in PARTS} == {"down"})
    verdict = exporter.verdict("consumer")
    assert verdict["verdict"] == "whatsapp_outage" and verdict["sentence"] and verdict["evidence"]


def test_everything_is_down(exporter, estate):
    fail(estate.everything, "refused")
    fault_at = time.time()
    metrics = wait_for_verdicts(exporter, consumer="local_network", business="local_network")
    assert seconds_to_detect(metrics, fault_at) <= TO_DETECT + SLACK
    assert "gateway answers, but nothing beyond it" in exporter.verdict("consumer")["sentence"]


@pytest.mark.parametrize("fault", DNS_FAULTS)
def test_only_the_system_resolver_is_broken(exporter, estate, fault):
    estate.resolver.fault = fault
    fault_at = time.time()
    metrics = wait_for_verdicts(exporter, consumer="local_dns", business="local_dns")
    assert seconds_to_detect(metrics, fault_at) <= TO_DETECT + SLACK
    reasons = {
        "servfail": "dns_servfail", "nxdomain": "dns_nxdomain", "refuses": "dns_refused", "silent": "dns_timeout",
        "refused": "dns_unreachable",
    }
    assert metrics.value("whatsapp_probe_failure_info", target="web", reason=reasons[fault]) == 1
    assert metrics.value("whatsapp_probe_second_opinion_success", target="web") == 1


def test_only_the_business_side_is_down_and_comes_back(exporter, estate):
    fail(estate.business, "ill")
    metrics = wait_for_verdicts(exporter, consumer="ok", business="whatsapp_outage")
    assert (metrics.status("business_api"), metrics.status("chat")) == ("down", "ok")
    fail(estate.business, None)
    metrics = eventually(lambda: (metrics := exporter.metrics()).verdict("business") == "ok" and metrics, within=60)
    assert metrics.verdict("consumer") == "ok"
    assert metrics.status("business_api") == "ok"


CHECKS = [
    # What fails, how, the exit status, and the two verdicts.
    ("nothing", None, 0, "ok", "ok"),
    ("whatsapp", "refused", 3, "whatsapp_outage", "whatsapp_outage"),
    ("whatsapp", "silent", 3, "whatsapp_outage", "whatsapp_outage"),
    ("whatsapp", "ill", 3, "whatsapp_outage", "whatsapp_outage"),
    ("business", "ill", 3, "ok", "whatsapp_outage"),
    ("everything", "refused", 4, "local_network", "local_network"),
    ("resolver", "servfail", 4, "local_dns", "local_dns"),
    ("resolver", "silent", 4, "local_dns", "local_dns"),
]


@pytest.mark.parametrize(("part", "fault", "status", "consumer", "business"), CHECKS)
def test_check(estate, tmp_path, part, fault, status, consumer, business):
    broken = {"nothing": [], "resolver": [estate.resolver]}.get(part) or getattr(estate, part, [])
    fail(broken, fault)
    path = written(estate.config(), tmp_path)
    flags = [f"--config.file={path}", *estate.flags()]

    table = run("check", *flags)
    assert (table.returncode, table.stderr) == (status, ""), table.stdout
    lines = table.stdout.splitlines()
    names = [target["name"] for target in estate.config()["targets"]]
    assert lines[0].split() == ["COMPONENT", "TARGET", "RESOLVE", "CONNECT", "SECURE", "ANSWER", "TOTAL", "RESULT"]
    assert [line.split()[1] for line in lines[1 : len(names) + 1]] == names
    assert [line.split(".")[0] for line in lines[-2:]] == [f"consumer: {consumer}", f"business: {business}"]
    assert "\x1b" not in table.stdout

    document = run("check", "--json", *flags)
    assert (document.returncode, document.stderr) == (status, "")
    document = json.loads(document.stdout)
    assert document["exit_status"] == status
    assert {scope: ruling["verdict"] for scope, ruling in document["verdict"]["scopes"].items()} == {
        "consumer": consumer, "business": business,
    }
    assert [probe["target"] for probe in document["probes"]] == names
    assert all(probe["success"] or probe["reason"] for probe in document["probes"])


def test_check_cannot_tell_without_controls(estate, tmp_path):
    fail(estate.whatsapp, "refused")
    path = written(estate.config(controls=False), tmp_path)
    check = run("check", f"--config.file={path}")
    assert check.returncode == 5, check.stdout
    assert "consumer: unknown." in check.stdout
