"""metastatus.com's documents, from a stand-in: what they say, how old that is, and how little it is worth alone."""

import contextlib
import time

import pytest

from business_platform import ORGANISATION, SERVICES, Reply, Server, organisations, outage, status_page
from exporter import Exporter, run, written
from people import config
from waiting import eventually

UP = "whatsapp_status_feed_up"
STATUS = "whatsapp_status_feed_service_status"
DISRUPTED = organisations({"Cloud API": "High disruptions"})


@contextlib.contextmanager
def reading(replies, *flags, **sections):
    """An exporter that has read the page once."""
    with Server(replies) as server, Exporter(*flags, config=config(status_feed=section(server), **sections)) as exporter:
        exporter.server = server
        # The outages are asked for last.
        eventually(lambda: len(exporter.metrics().all(UP)) == 2)
        yield exporter


def section(server, **keys):
    return {"url": server.url, "interval": "1h", "organisations": [ORGANISATION], **keys}


def up(exporter, document="orgs"):
    """Whether a document was had and read."""
    return exporter.metrics().value(UP, document=document)


def statuses(exporter):
    """The status of each service; exactly one each."""
    found = {}
    for sample in exporter.metrics().all(STATUS, organisation=ORGANISATION):
        if sample.value:
            assert sample.labels["part"] not in found
            found[sample.labels["part"]] = sample.labels["status"]
    return found


def evidence(exporter):
    """Kinds of evidence of WhatsApp's side that the page could bring about."""
    return exporter.metrics().value("whatsapp_evidence", kind="platform_status", side="whatsapp") or 0


def test_all_well():
    with reading(status_page()) as exporter:
        assert up(exporter) == 1
        assert statuses(exporter) == dict.fromkeys(SERVICES, "no_known_issues")
        metrics = exporter.metrics()
        assert metrics.value("whatsapp_status_feed_open_outages", organisation=ORGANISATION) == 0
        assert abs(metrics.value("whatsapp_status_feed_last_success_timestamp_seconds", document="orgs") - time.time()) < 60
        assert evidence(exporter) == 0


WORDS = {
    "No known issues": "no_known_issues", "Low disruptions": "low", "Medium disruptions": "medium", "High disruptions": "high",
    "Major disruptions": "major", "Resolved": "resolved", "Feeling blue": "unknown", 'x"} 1\n': "unknown",
}


def test_words_and_unknown_ones():
    with reading(status_page(organisations(dict(zip(SERVICES, WORDS))))) as exporter:
        assert up(exporter) == 1
        assert statuses(exporter) == dict(zip(SERVICES, WORDS.values()))


def test_alone_it_is_never_enough():
    with reading(status_page(DISRUPTED, [outage("High disruptions", int(time.time()) - 600)])) as exporter:
        eventually(lambda: evidence(exporter) == 1)
        time.sleep(2)
        metrics = exporter.metrics()
        assert metrics.verdict("business") in ("ok", "unknown")
        assert metrics.verdict("consumer") in ("ok", "unknown")
        assert metrics.value("whatsapp_status_feed_open_outages", organisation=ORGANISATION) == 1


TIMES = [
    1781274840, 1781274840000, "1781274840", "2026-06-12T14:34:00Z", "2026-06-12T14:34:00.000+0000", "2026-06-12T07:34:00-07:00",
    "2026-06-12 14:34:00", "Jun 12, 2026 7:34 AM PDT", "soon", "", None, -1, 1e300, "9" * 500, [], {}, True,
]


def test_any_form_of_time():
    services = [{"name": f"service {place}", "status": "High disruptions", "time": at} for place, at in enumerate(TIMES)]
    outages = [
        outage("High disruptions", at, {"status": "High disruptions", "description": "We are looking into it.", "time": at})
        for at in TIMES
    ]
    with reading(status_page(Reply([{"id": ORGANISATION, "services": services}]), outages)) as exporter:
        assert up(exporter) == 1
        assert statuses(exporter) == {f"service {place}": "high" for place in range(len(TIMES))}
        metrics = exporter.metrics()
        assert metrics.value("whatsapp_status_feed_open_outages", organisation=ORGANISATION) == len(TIMES)
        for sample in metrics.all("whatsapp_status_feed_document_timestamp_seconds"):
            assert 0 <= sample.value < 4e9


def page_with(orgs):
    return {**status_page(), "/data/orgs.json": orgs}


NOT_A_PAGE = {
    "HTML": Reply(b"<!DOCTYPE html><div id=root></div>", 200, {"Content-Type": "text/html"}),
    "404": Reply(b"Not Found", 404, {"Content-Type": "text/plain"}),
    "500": Reply({"error": {"message": "x", "code": 1}}, 500),
    "nothing": Reply(b""),
    "an object": Reply({"orgs": []}),
    "null": Reply(b"null"),
    "cut": Reply(organisations().data, cut=200),
    "deep": Reply(b"[" * 200_000),
    "endless": Reply(b" " * 65536, is_endless=True),
    "garbage": Reply(bytes(range(256)) * 20),
    "elsewhere": Reply(b"", 302, {"Location": "http://127.0.0.1:1/"}),
}


@pytest.mark.parametrize("name", NOT_A_PAGE)
def test_what_is_no_page(name):
    with reading(page_with(NOT_A_PAGE[name])) as exporter:
        assert up(exporter) == 0
        assert set(statuses(exporter).values()) <= {"unknown"}
        assert evidence(exporter) == 0
        assert exporter.resident_bytes() < 64e6
        assert exporter.metrics().value("whatsapp_status_feed_last_success_timestamp_seconds", document="orgs") is None


THIN = {
    "no services": Reply([{"id": ORGANISATION}]),
    "services null": Reply([{"id": ORGANISATION, "services": None}]),
    "another organisation only": Reply([{"id": "graph-api", "name": "Graph API", "services": []}]),
    "an empty list": Reply([]),
    "entries of other kinds": Reply([7, None, "x", {"id": 5}, {"name": "y"}]),
}


@pytest.mark.parametrize("name", THIN)
def test_missing_keys_are_not_wellness(name):
    with reading(page_with(THIN[name])) as exporter:
        assert set(statuses(exporter).values()) <= {"unknown"}
        assert evidence(exporter) == 0


def test_services_without_keys_and_hostile_ones():
    services = [
        {"name": "Cloud API"}, {"status": "High disruptions"}, {"name": 5, "status": 5}, 7, None,
        {"id": "1", "name": 'x",evil="1"} 1\nwhatsapp_injected 1\n', "status": "High disruptions"},
        {"id": "2", "name": "n" * 5000, "status": "High disruptions"},
        *({"id": str(number), "name": f"service {number}", "status": "No known issues"} for number in range(3000)),
    ]
    with reading(page_with(Reply([{"id": ORGANISATION, "services": services}]))) as exporter:
        metrics = exporter.metrics()
        assert not metrics.all("whatsapp_injected")
        samples = metrics.all(STATUS)
        assert len({sample.labels["part"] for sample in samples}) <= 100
        assert all(len(sample.labels["part"]) <= 100 for sample in samples)
        assert exporter.get("/-/healthy").status == 200


def test_outages_missing_are_no_reason_to_disbelieve_the_rest():
    replies = status_page(DISRUPTED)
    del replies[f"/data/outages/{ORGANISATION}.json"]
    with reading(replies) as exporter:
        assert (up(exporter), up(exporter, f"outages/{ORGANISATION}")) == (1, 0)
        assert statuses(exporter)["Cloud API"] == "high"
        # How many are not known are not none.
        assert exporter.metrics().value("whatsapp_status_feed_open_outages", organisation=ORGANISATION) is None


def test_scrapes_and_reloads_ask_little():
    with reading(status_page()) as exporter:
        assert up(exporter) == 1
        before = len(exporter.server.asked)
        for _ in range(20):
            exporter.metrics()
        assert len(exporter.server.asked) == before
        # It is a page of strangers: it gets nothing of ours.
        for asked in exporter.server.asked:
            assert not {"authorization", "cookie", "referer"} & set(asked.headers)


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"interval": "1ms"}, "interval"), ({"organisations": ["../../etc"]}, "organisations"),
        ({"organisation": []}, "unknown key"),
    ],
)
def test_configuration_mistakes_are_one_line(tmp_path, change, hint):
    with Server({}) as server:
        checked = run("--config.check", f"--config.file={written(config(status_feed={**section(server), **change}), tmp_path)}")
    assert checked.returncode == 1
    [line] = checked.stderr.splitlines()
    assert hint in line


def test_off_until_configured(quiet):
    assert [sample for sample in quiet.metrics().samples if sample.name.startswith("whatsapp_status_feed")] == []
