"""What the shipped Alertmanager configuration says to whom, and what it silences; without clocks: alerts are posted to it."""

import time

import pytest

from alertmanager_server import Alertmanager
from inbox import Inbox
from waiting import eventually

# Group waits and intervals are 30 s to 5 min.
FACTOR = 100
SINCE = 1_790_000_000  # 2026-09-21 14:13 UTC
RUNBOOKS = "https://runbooks.example.com/whatsapp_status_exporter"

BERLIN = {"instance": "berlin:10042", "vantage": "berlin", "region": "europe"}
OUTAGE = {"alertname": "WhatsAppOutage", "severity": "critical", "level": "verdict"}
CONSUMER = {**OUTAGE, "team": "support", "scope": "consumer"}
PLATFORM = {**OUTAGE, "team": "business", "scope": "business"}
LOCAL = {"alertname": "WhatsAppLocalNetworkDown", "severity": "critical", "team": "network", "level": "verdict"}
PART = {"alertname": "WhatsAppComponentDown", "severity": "warning", "team": "support", "level": "part", "scope": "consumer"}
SURGE = {"alertname": "WhatsAppReportSurge", "severity": "warning", "team": "support", "level": "people", "scope": "consumer"}
BLOCKED = {
    "alertname": "WhatsAppBusinessHealthBlocked", "severity": "critical", "team": "business", "level": "people",
    "scope": "business",
}
HOST = {"alertname": "WhatsAppHostInterfaceDown", "severity": "warning", "team": "network", "level": "host"}
FULL = {"alertname": "WhatsAppHostFilesystemFull", "severity": "critical", "team": "network", "level": "host", "resource": "bytes"}
FILLING = {**FULL, "severity": "warning"}
PROBE = {"alertname": "WhatsAppScheduledProbeFailing", "severity": "warning", "team": "operations", "level": "probe"}
RECENT = {"alertname": "WhatsAppTroubleRecent", "severity": "info", "team": "operations", "level": "verdict", "scope": "consumer"}
EXPIRED = {**PART, "alertname": "WhatsAppCertificateExpired", "severity": "critical"}
OPEN_LONG = {"alertname": "WhatsAppIncidentOpenLong", "severity": "warning", "team": "support", "level": "part"}
EXHAUSTED = {**LOCAL, "alertname": "WhatsAppLocalHostExhausted"}
DOWN = {"alertname": "WhatsAppExporterDown", "severity": "critical", "team": "operations", "level": "exporter"}
GLOBAL = {"alertname": "WhatsAppGlobalOutage", "severity": "critical", "team": "support", "level": "fleet", "scope": "consumer"}
REGIONAL = {**GLOBAL, "alertname": "WhatsAppRegionalOutage", "region": "europe"}
HERE, THERE = {"instance": "a:1", "region": "europe"}, {"instance": "b:1", "region": "asia"}

# Alerts that fire, and those of them that nobody is told of.
SILENCED = {
    "an outage, its parts and its reports": ([CONSUMER | HERE, PART | HERE, SURGE | HERE], [PART | HERE, SURGE | HERE]),
    "the same elsewhere": ([CONSUMER | HERE, PART | THERE], []),
    "parts of the other scope": ([PLATFORM | HERE, PART | HERE], []),
    "an account at fault, and its signs": ([PLATFORM | HERE, BLOCKED | HERE], [BLOCKED | HERE]),
    "signs before there is a verdict": ([BLOCKED | HERE, RECENT | HERE | {"scope": "business"}], []),
    "what lies behind a broken network": (
        [LOCAL | HERE, CONSUMER | HERE, PLATFORM | HERE, PART | HERE, SURGE | HERE, BLOCKED | HERE, PROBE | HERE, HOST | HERE],
        [CONSUMER | HERE, PLATFORM | HERE, PART | HERE, SURGE | HERE, BLOCKED | HERE, PROBE | HERE]),
    "what a host at fault does not explain": ([EXHAUSTED | HERE, CONSUMER | HERE, PROBE | HERE], [CONSUMER | HERE]),
    "what averages remember": (
        [RECENT | HERE, PART | HERE, SURGE | HERE, PART | THERE, PART | HERE | {"scope": "business"}], [PART | HERE, SURGE | HERE]),
    "what is no average": ([RECENT | HERE, EXPIRED | HERE], []),
    "no reminder": ([CONSUMER | HERE, RECENT | HERE, OPEN_LONG | HERE], []),
    "nothing behind another host's network": ([LOCAL | HERE, CONSUMER | THERE, SURGE | HERE | {"instance": "c:1"}], []),
    "the rest of an exporter that is down": ([DOWN | HERE, PROBE | HERE, HOST | HERE, PROBE | THERE], [PROBE | HERE, HOST | HERE]),
    "nothing, where no exporter was ever known": ([DOWN, GLOBAL, PROBE | HERE], []),
    "a file system that was filling up": (
        [FULL | HERE | {"mountpoint": "/"}, FILLING | HERE | {"mountpoint": "/"}, FILLING | HERE | {"mountpoint": "/var"}],
        [FILLING | HERE | {"mountpoint": "/"}]),
    "what everybody sees": (
        [GLOBAL, REGIONAL, CONSUMER | HERE, CONSUMER | THERE, LOCAL | THERE, PLATFORM | HERE],
        [REGIONAL, CONSUMER | HERE, CONSUMER | THERE]),
    "what a region sees": ([REGIONAL, CONSUMER | HERE, CONSUMER | THERE], [CONSUMER | HERE]),
}


@pytest.fixture(scope="module")
def inbox():
    with Inbox() as inbox:
        yield inbox


@pytest.fixture
def alertmanager(peers, inbox):
    inbox.received.clear()
    with Alertmanager(peers, inbox, FACTOR) as alertmanager:
        yield alertmanager


def told(name):
    return {
        "summary": f"What {name} is about.", "description": f"More on {name}: <a> & \"b\".",
        "runbook_url": f"{RUNBOOKS}/{name}.md", "dashboard": "whatsapp-overview",
    }


def alert(labels, **times):
    return labels, told(labels["alertname"]), {"startsAt": SINCE, **times}


def test_a_message_says_what_where_since_when_and_what_to_do(alertmanager, inbox):
    alertmanager.post(alert(CONSUMER | BERLIN))
    [firing] = eventually(lambda: inbox.of("support"))
    assert (firing.status, firing.title) == ("firing", "What WhatsAppOutage is about (consumer, berlin)")
    assert firing.text.splitlines() == [
        'More on WhatsAppOutage: <a> & "b".', "Where: berlin in europe (berlin:10042)", "Since: 2026-09-21 14:13 UTC",
        f"What to do: {RUNBOOKS}/WhatsAppOutage.md",
    ]
    assert firing.content["title_link"] == f"{RUNBOOKS}/WhatsAppOutage.md" and firing.content["fallback"] == firing.title

    alertmanager.post(alert(CONSUMER | BERLIN, endsAt=SINCE + 1260))
    resolved = eventually(lambda: inbox.of("support")[1:])
    assert [(message.status, message.title) for message in resolved] == [
        ("resolved", "Over: What WhatsAppOutage is about (consumer, berlin)")]
    assert resolved[0].text.splitlines() == [
        "Over: What WhatsAppOutage is about.", "Where: berlin in europe (berlin:10042)",
        "From 2026-09-21 14:13 to 2026-09-21 14:34 UTC",
    ]
    assert inbox.of("network", "business", "operations") == []


def test_one_message_for_all_that_wakes_a_team(alertmanager, inbox):
    # Groups wait only for what has just begun.
    now = {"startsAt": time.time()}
    alertmanager.post(*(alert(CONSUMER | {"instance": f"{place}:1"}, **now) for place in range(7)))
    [message] = eventually(lambda: inbox.of("support"))
    assert message.title == "What WhatsAppOutage is about, and 6 more (consumer)"
    assert message.text.count("Since: ") == 5
    assert message.text.splitlines()[-1] == "Only five of each are shown: 7 in all, and 0 that are over."
    # Without a vantage point or a scope there are no empty words.
    alertmanager.post(alert(DOWN))
    [message] = eventually(lambda: inbox.of("operations"))
    assert message.title == "What WhatsAppExporterDown is about" and "Where" not in message.text


def test_one_ticket_for_each_kind_of_trouble(alertmanager, inbox):
    other = HOST | {"alertname": "WhatsAppHostMemoryLow"}
    now = {"startsAt": time.time()}
    alertmanager.post(*(alert(labels | place, **now) for labels in (HOST, other) for place in (HERE, THERE)))
    messages = eventually(lambda: inbox.of("network")[1:] and inbox.of("network"))
    assert sorted(message.title for message in messages) == [
        "What WhatsAppHostInterfaceDown is about, and 1 more", "What WhatsAppHostMemoryLow is about, and 1 more"]


def test_the_watchdog_keeps_coming_and_what_is_to_look_at_does_not(alertmanager, inbox):
    alertmanager.post(alert({"alertname": "WhatsAppWatchdog", "severity": "none", "team": "operations", "level": "exporter"}))
    alertmanager.post(alert(PART | {"severity": "info"}))
    eventually(lambda: len(inbox.of("watchdog")) >= 3)
    assert {message.receiver for message in inbox.received} == {"watchdog"}
    assert inbox.received[0].content["alerts"][0]["labels"]["alertname"] == "WhatsAppWatchdog"


@pytest.mark.parametrize("case", SILENCED)
def test_silences(alertmanager, case):
    firing, silenced = SILENCED[case]
    # Alerts are looked at in their order: once these are known, so are all.
    last = {"instance": "last:1"}
    alertmanager.post(*(alert(labels) for labels in [*firing, DOWN | last, PROBE | last]))
    eventually(lambda: PROBE | last in alertmanager.silenced())
    found = [labels for labels in alertmanager.silenced() if labels.get("instance") != "last:1"]
    assert sorted(found, key=str) == sorted(silenced, key=str)
