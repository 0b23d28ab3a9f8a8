"""What real scrapers make of the families of reports, webhooks, health and the status page."""

import subprocess

from prometheus_client import parser as text_parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from exporter import ROOT
from people import NUMBER_ID, WABA
from prometheus_server import Prometheus
from test_prometheus import HISTORIC, names, series, values
from waiting import eventually

OURS = ("whatsapp_report", "whatsapp_webhook", "whatsapp_message", "whatsapp_business", "whatsapp_status_feed")
TEXT, OPENMETRICS = {"Accept": "text/plain"}, {"Accept": "application/openmetrics-text"}


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
