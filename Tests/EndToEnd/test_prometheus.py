"""What real scrapers make of /metrics."""

import gzip
import http.client
import re
import subprocess

import pytest
from prometheus_client import parser as text_parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from exporter import ROOT
from prometheus_server import Prometheus
from waiting import eventually

TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"

PROMETHEUS_3 = (
    "application/openmetrics-text;version=1.0.0;escaping={0};q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
    "text/plain;version=1.0.0;escaping={0};q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
)
PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"

# What scrapers send as Accept, and the exact type of what they get.
ACCEPTS = {
    "nothing": (None, f"{TEXT}; escaping=underscores"),
    "curl": ("*/*", f"{TEXT}; escaping=underscores"),
    "prometheus 3": (PROMETHEUS_3.format("allow-utf-8"), f"{OPENMETRICS}; escaping=allow-utf-8"),
    "prometheus 3, legacy names": (PROMETHEUS_3.format("underscores"), f"{OPENMETRICS}; escaping=underscores"),
    "prometheus 3, protobuf first": (PROTOBUF + PROMETHEUS_3.format("allow-utf-8"), f"{OPENMETRICS}; escaping=allow-utf-8"),
    "prometheus 2": (
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        f"{OPENMETRICS}; escaping=underscores",
    ),
    "vmagent": ("text/plain;version=0.0.4;q=1,*/*;q=0.1", f"{TEXT}; escaping=underscores"),
    "datadog": ("text/plain", f"{TEXT}; escaping=underscores"),
    "datadog, latest": (
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1",
        f"{OPENMETRICS}; escaping=underscores",
    ),
    "a browser": ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", f"{TEXT}; escaping=underscores"),
    "openmetrics, any version": ("application/openmetrics-text", f"{OPENMETRICS}; escaping=underscores"),
    "a draft": ("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", f"{TEXT}; escaping=underscores"),
    "nonsense": ("not a header;;;q=x", f"{TEXT}; escaping=underscores"),
}

# node_exporter's own names, which promtool would have otherwise; ours have to please it.
HISTORIC = re.compile(r"^node_")


def test_every_accept_has_its_type(well):
    for name, (accept, content_type) in ACCEPTS.items():
        answer = well.get("/metrics", {"Accept": accept} if accept else {})
        assert (answer.status, answer.headers["content-type"]) == (200, content_type), name
        assert "content-encoding" not in answer.headers
        assert answer.text.endswith("\n# EOF\n") == content_type.startswith(OPENMETRICS), name
        assert answer.text.endswith("\n") and "\r" not in answer.text


@pytest.mark.parametrize("accept", ["text/plain", "application/openmetrics-text"])
def test_gzip_and_head(well, accept):
    plain = well.get("/metrics", {"Accept": accept, "Accept-Encoding": "identity"})
    packed = well.get("/metrics", {"Accept": accept, "Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert names(gzip.decompress(packed.body).decode()) == names(plain.text)
    assert len(packed.body) < len(plain.body) / 4
    assert "content-encoding" not in well.get("/metrics", {"Accept-Encoding": "gzip;q=0, identity"}).headers

    head = well.request("HEAD", "/metrics", {"Accept": accept})
    assert (head.status, head.body, head.headers["content-type"]) == (200, b"", plain.headers["content-type"])
    assert abs(int(head.headers["content-length"]) - len(plain.body)) < len(plain.body) / 2


def test_connection_is_kept_after_head(well):
    host, port = well.addresses[0].split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    for method in ("GET", "HEAD", "GET"):
        connection.request(method, "/metrics")
        socket = connection.sock
        answer = connection.getresponse()
        assert answer.status == 200 and bool(answer.read()) == (method == "GET")
    assert connection.sock is socket
    connection.close()


def test_strict_parser_finds_the_same_in_both_forms(well):
    text = well.get("/metrics", {"Accept": "text/plain"}).text
    openmetrics = well.get("/metrics", {"Accept": "application/openmetrics-text"}).text
    in_text = series(text_parser.text_string_to_metric_families(text))
    in_openmetrics = series(openmetrics_parser.text_string_to_metric_families(openmetrics))
    assert len(in_text) > 500
    assert in_text == in_openmetrics
    assert not [name for name, _ in in_text if name.endswith("_created")]


def test_order_is_stable(well):
    first, second = (names(well.get("/metrics").text) for _ in range(2))
    assert first == second
    assert len(first) == len(set(first))


def test_promtool_has_nothing_to_say(well, peers):
    text = well.get("/metrics", {"Accept": "text/plain"}).text
    lint = subprocess.run([peers / "promtool", "check", "metrics"], input=text, text=True, capture_output=True)
    said = (lint.stdout + lint.stderr).splitlines()
    assert lint.returncode in (0, 3), said
    historic = [line for line in said if HISTORIC.match(line)]
    print("node_exporter's own names, left as they are:", *historic, sep="\n  ")
    assert [line for line in said if line not in historic] == []


JOBS = {
    "as shipped": {},
    "two collectors": {"params": {"collect[]": ["probes", "verdict"]}},
    "text": {"scrape_protocols": ["PrometheusText0.0.4"]},
}


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_prometheus_scrapes(well, peers, job):
    if "scrape_protocols" in job and version(peers / "prometheus") < (2, 49):
        pytest.skip("this Prometheus cannot be told what to ask for")
    with Prometheus(peers / "prometheus", well.addresses[0], **job) as prometheus:
        eventually(lambda: (counts := values(prometheus, "count_over_time(up[1m])")) and counts[0] >= 4)
        [target] = prometheus.get("targets")["activeTargets"]
        assert (target["health"], target["lastError"]) == ("up", "")
        assert values(prometheus, "min_over_time(up[1m])") == [1]
        # Nothing is dropped on the way, nothing comes and goes.
        counts = [values(prometheus, f"{end}_over_time(scrape_samples_scraped[1m])") for end in ("min", "max")]
        assert counts[0] == counts[1] and counts[0][0] > 100
        assert values(prometheus, "scrape_samples_post_metric_relabeling") == counts[0]
        assert values(prometheus, 'whatsapp_verdict{scope="consumer",verdict="ok"}') == [1]
        metadata = prometheus.get("targets/metadata")
        assert metadata and all(entry["help"] for entry in metadata)
        assert {entry["type"] for entry in metadata if not HISTORIC.match(entry["metric"])} <= {"counter", "gauge", "histogram"}
        log = prometheus.log_path.read_text()
        assert not re.search(r"level=(warn|error)", log), log


def version(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    major, minor = re.search(r"version (\d+)\.(\d+)", said.stdout + said.stderr).groups()
    return int(major), int(minor)


def values(prometheus, expression):
    return [float(series["value"][1]) for series in prometheus.query(expression)]


def names(text):
    """Every line without its value: families and series, in order."""
    return [line if line.startswith("#") else line.rpartition(" ")[0] for line in text.splitlines()]


def series(families):
    """Names and labels; bounds of buckets are numbers, however they are spelt."""
    return {
        (sample.name, tuple(sorted((label, float(value) if label == "le" else value) for label, value in sample.labels.items())))
        for family in families
        for sample in family.samples
    }


def test_readme_names_every_family_of_ours(well):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    families = {line.split()[2] for line in well.get("/metrics").text.splitlines() if line.startswith("# TYPE whatsapp_")}
    assert len(families) > 30
    assert sorted(family for family in families if f"`{family}`" not in readme) == []
