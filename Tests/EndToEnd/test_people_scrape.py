"""What real scrapers make of the families of reports, webhooks, health and the status page."""

import contextlib
import subprocess
import time

import pytest
from prometheus_client import parser as text_parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from business_platform import Server, entity, fault, health, organisations, outage, status_page, well
from exporter import ROOT, Exporter
from people import (
    ACCESS_TOKEN, NUMBER_ID, WABA, change, config, envelope, error, post_report, post_webhook, received, reports_section,
    secret_file, status, statuses, webhooks_section,
)
from prometheus_server import Prometheus
from test_prometheus import HISTORIC, names, series, values
from waiting import eventually

OURS = ("whatsapp_report", "whatsapp_webhook", "whatsapp_message", "whatsapp_business", "whatsapp_status_feed")
TEXT, OPENMETRICS = {"Accept": "text/plain"}, {"Accept": "application/openmetrics-text"}


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """An exporter with every section, and something of everything counted."""
    folder = tmp_path_factory.mktemp("busy")
    nodes = {"1": well(), "2": health("BLOCKED", entity("WABA", "BLOCKED", errors=[{"error_code": 131031}])), "3": fault(190, status=401)}
    page = status_page(organisations({"Cloud API": "High disruptions"}), [outage("High disruptions", int(time.time()))])
    with contextlib.ExitStack() as stack:
        api, feed = stack.enter_context(Server(nodes)), stack.enter_context(Server(page))
        sections = {
            "reports": reports_section(folder, users=20_000), "webhooks": webhooks_section(folder),
            "business": {
                "token_file": secret_file(folder, "business.token", ACCESS_TOKEN), "url": api.url, "interval": "3s", "calls_per_hour": 5000,
                "nodes": [{"id": node, "kind": kind} for node, kind in zip(nodes, ("phone_number", "waba", "flow"))],
            },
            "status_feed": {"url": feed.url},
        }
        exporter = stack.enter_context(Exporter(config=config(**sections)))
        now = int(time.time())
        sent = [
            statuses(*(status(str(number), "sent", now - 70) for number in range(100))),
            statuses(*(status(str(number), "delivered", now - 65) for number in range(90)), status("x", "failed", errors=[error(131026)])),
            received("1"), envelope(change({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": ["DISABLE"]}}, "account_update")),
            envelope(change({"event": "FLAGGED"}, "phone_number_quality_update")),
            envelope(change({"alert_info": {"alert_severity": "CRITICAL"}}, "account_alerts")),
        ]
        for payload in sent:
            assert post_webhook(exporter, payload).status == 200
        for number in range(20):
            assert post_report(exporter, {"symptom": "calls", "reporter": str(number), "severity": 1 + number % 5, "solved": False}).status == 202
        eventually(lambda: len(api.asked) >= 6 and exporter.metrics().value("whatsapp_status_feed_up", document="orgs") == 1)
        yield exporter


def ours(found):
    return {(name, labels) for name, labels in found if name.startswith(OURS)}


def test_strict_parser_finds_the_same_in_both_forms(busy):
    in_text = ours(series(text_parser.text_string_to_metric_families(busy.get("/metrics", TEXT).text)))
    in_openmetrics = ours(series(openmetrics_parser.text_string_to_metric_families(busy.get("/metrics", OPENMETRICS).text)))
    assert len(in_text) > 200
    assert in_text == in_openmetrics


def test_every_part_is_there_and_stays(busy):
    first, second = (names(busy.get("/metrics").text) for _ in range(2))
    assert first == second and len(first) == len(set(first))
    for prefix in OURS:
        assert [line for line in first if line.startswith(prefix)], prefix


def test_promtool_has_nothing_to_say(busy, peers):
    text = busy.get("/metrics", TEXT).text
    lint = subprocess.run([peers / "promtool", "check", "metrics"], input=text, text=True, capture_output=True)
    said = [line for line in (lint.stdout + lint.stderr).splitlines() if not HISTORIC.match(line)]
    assert lint.returncode in (0, 3) and said == []


def test_prometheus_scrapes(busy, peers):
    with Prometheus(peers / "prometheus", busy.addresses[0]) as prometheus:
        eventually(lambda: (counts := values(prometheus, "count_over_time(up[1m])")) and counts[0] >= 3)
        [target] = prometheus.get("targets")["activeTargets"]
        assert (target["health"], target["lastError"]) == ("up", "")
        assert values(prometheus, f'whatsapp_webhook_statuses_total{{phone_number_id="{NUMBER_ID}",status="sent"}}') == [100]
        assert values(prometheus, "sum(whatsapp_reports_total)") == [20]
        assert values(prometheus, f'whatsapp_business_account_restricted{{waba_id="{WABA}"}}') == [1]
        [latency] = values(prometheus, "histogram_quantile(0.5, whatsapp_message_delivery_latency_seconds_bucket)")
        assert 2 < latency <= 5


def test_one_hot_is_one_hot(busy):
    metrics = busy.metrics()
    hot = {
        "whatsapp_business_health": "state", "whatsapp_status_feed_service_status": "status",
        **{sample.name: "value" for sample in metrics.samples if sample.name.startswith("whatsapp_business_phone_")},
    }
    assert len(hot) > 8
    for name, label in hot.items():
        sums = {}
        for sample in metrics.all(name):
            key = tuple(sorted((key, value) for key, value in sample.labels.items() if key != label))
            sums[key] = sums.get(key, 0) + sample.value
        assert sums and set(sums.values()) == {1}, name


def test_readme_names_every_family(busy):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    families = {line.split()[2] for line in busy.get("/metrics").text.splitlines() if line.startswith("# TYPE whatsapp_")}
    assert sorted(family for family in families if family.startswith(OURS) and f"`{family}`" not in readme) == []
