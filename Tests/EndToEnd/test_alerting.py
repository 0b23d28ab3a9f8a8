"""From a fault to the right people and to nobody else, and back: see alerting.py."""

import concurrent.futures
import dataclasses
import re

import pytest

from alerting import FACTOR, FAULT, REPAIR, Play
from conftest import PEERS

CONSUMER = ["chat", "chat_alternate", "web", "registration", "media", "links", "dns_authority"]


@dataclasses.dataclass
class Case:
    """Who is told of what; all others hear nothing."""

    name: str
    faults: list
    receiver: str
    alert: str
    title: str
    silenced: set = dataclasses.field(default_factory=set)  # what fires too, at least


CASES = [
    Case(
        "whatsapp", [{"at": {"component": CONSUMER}, "tcp": "silent"}, {"at": {"resolver": ["authority"]}, "dns": "timeout"}],
        "support", "WhatsAppOutage", "WhatsApp is down, and it is not this network (consumer, {})", {"WhatsAppComponentDown"}),
    Case(
        "line", [
            {"at": {"component": [*CONSUMER, "business_api"], "control": ["address", "site"]}, "tcp": "silent"},
            {"at": {"resolver": ["system", "public", "authority"]}, "dns": "timeout"},
        ], "network", "WhatsAppLocalNetworkDown", "The network of the exporter's host is down; WhatsApp cannot be judged ({})"),
    Case(
        "account", [{"people": {"account_blocked": "business"}}],
        "business", "WhatsAppBusinessAccountAtFault", "The business account may not send, while WhatsApp is well (business, {})",
        {"WhatsAppBusinessHealthBlocked"}),
    Case("exporter", [], "operations", "WhatsAppExporterDown", "Prometheus cannot scrape whatsapp_status_exporter ({})"),
]
# So that no two labs meet at a port, nor with those of other tests.
FIRST_SHIFT, SHIFT = 4000, 450
PLAYS = {}


def begin(items, folder):
    """Begins the plays side by side: they wait for clocks and take little of the machine."""
    chosen = {item.callspec.params["case"].name for item in items}
    pool = concurrent.futures.ThreadPoolExecutor(len(CASES))
    for number, case in enumerate(CASES):
        if case.name in chosen:
            place = folder / case.name
            place.mkdir()
            shift = FIRST_SHIFT + number * SHIFT
            PLAYS[case.name] = pool.submit(Play, PEERS, place, shift, case.faults, case.receiver, case.alert)
    pool.shutdown(wait=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_is_told(case):
    play = PLAYS[case.name].result()
    print(f"{case.name}: fault at {FAULT} s, gone at {REPAIR} s, waits of rules and routes divided by {FACTOR}: {play.times}")
    for message in play.told:
        print(f"  {message.at - play.start:.1f} s: {message.receiver}, {message.status}: {message.title}")
    told = [(message.receiver, message.status, subject(message, play)) for message in play.told]
    assert told == [(case.receiver, "firing", case.title), (case.receiver, "resolved", "Over: " + case.title)]
    assert FAULT < play.times.alert < play.times.notification < REPAIR
    assert REPAIR < min(play.times.cleared, play.times.resolved)
    assert case.silenced <= play.alerts.keys(), play.alerts
    assert len(play.watchdogs) >= 5 and {message.status for message in play.watchdogs} == {"firing"}


def subject(message, play):
    """A title without the exporter's address. Signs that come and go in the same second as the verdict are in its message."""
    return re.sub(r", and \d+ more", "", message.title).replace(play.target, "{}")
