"""Scenarios of people live: users report to the exporter, the platform posts webhooks to it, and it asks the platform."""

import concurrent.futures
import dataclasses
import re
import socket
import time

import pytest

from exporter import Exporter
from lab import Lab
from performance import INTERVAL, SPEED, STEP
from scenarios import SCOPES, Scenario, seconds


@dataclasses.dataclass
class Case:
    """What the exporter concludes in the end, and what on the way.

    Windows and patience are by the clock, however fast a scenario runs: so only the order of verdicts is told.
    """

    name: str
    verdicts: list  # of the business scope, in the order of coming
    says: str  # in the sentence of the business scope, at some time
    until: str = ""  # where on the timeline to leave; its end without
    surges: set = dataclasses.field(default_factory=set)  # symptoms at the end, at least
    begin: str = "10m"
    speed: int = SPEED


CASES = [
    Case("account_blocked", ["ok", "business_account", "ok"], "your own account is blocked"),
    Case("cloud_api_refuses_tokens_2024_03_05", ["ok", "business_account", "unknown", "ok"], "either may be the other's doing"),
    Case("cloud_api_behind_2024_03_05", ["ok", "business_platform", "ok"], "fails your requests"),
    Case("request_limit_2024_09_12", ["ok"], "limits your requests", until="45m"),
    Case("status_page_alone", ["ok"], "calls itself disrupted", until="40m"),
    # Two minutes of what is usual come before the drop; it is seen within three and a half.
    Case(
        "sent_not_delivered_2026_06_12", ["ok", "business_platform"], "not delivered", until="62m", surges={"cannot_send"},
        begin="0s", speed=10),
]
# So that no two labs meet at a port, nor with those of other tests, and none needs a privilege.
FIRST_SHIFT, SHIFT = 1000, 450


class Play:
    """A scenario with all who speak in it, and what the exporter said."""

    def __init__(self, case, folder, port_shift):
        scenario = Scenario(case.name)
        begin, end = seconds(case.begin), seconds(case.until) if case.until else scenario.duration
        self.verdicts = {scope: [] for scope in SCOPES}
        self.sentences = {scope: set() for scope in SCOPES}
        port = free_port()
        flags = [f"--at={begin}s", f"--speed={case.speed}", f"--interval={INTERVAL:.0f}s", f"--port-shift={port_shift}"]
        with Lab(folder, scenario.path, *flags, f"--exporter=http://127.0.0.1:{port}") as lab:
            start = time.monotonic()
            with Exporter(*lab.flags, f"--web.listen-address=127.0.0.1:{port}", config=None) as exporter:
                # The lab takes the servers away with the scenario's end.
                while begin + (time.monotonic() - start + 1) * case.speed < end:
                    self.look(exporter)
                    time.sleep(STEP)
                self.metrics = exporter.metrics()
                lab.stop()
                self.words = lab.lines()

    def look(self, exporter):
        for scope, said in exporter.get("/api/v1/verdict").json["scopes"].items():
            if self.verdicts[scope][-1:] != [said["verdict"]]:
                self.verdicts[scope].append(said["verdict"])
            self.sentences[scope].add(said["sentence"])

    def order(self, scope):
        """The verdicts in the order of coming, without that of the start, when nothing is known."""
        verdicts = self.verdicts[scope]
        return verdicts[1:] if verdicts[0] == "unknown" else verdicts


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PLAYS = {}


def begin(items, folder):
    """Begins the plays of these tests, side by side: they last for minutes and take next to nothing of the machine."""
    pool = concurrent.futures.ThreadPoolExecutor(len(CASES))
    chosen = {item.callspec.params["case"].name for item in items}
    for number, case in enumerate(CASES):
        if case.name in chosen:
            place = folder / case.name
            place.mkdir()
            PLAYS[case.name] = pool.submit(Play, case, place, FIRST_SHIFT + number * SHIFT)
    pool.shutdown(wait=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_people(case):
    play = PLAYS[case.name].result()
    assert play.order("business") == case.verdicts, play.sentences["business"]
    assert play.order("consumer") == ["ok"], play.sentences["consumer"]
    assert any(case.says in sentence for sentence in play.sentences["business"]), play.sentences["business"]
    surges = {symptom for symptom, value in play.metrics.by("symptom", "whatsapp_report_surge").items() if value}
    assert case.surges <= surges and (case.surges or not surges)
    # Everything that was said was taken; the answers to it are the lab's last word but one.
    assert "the exporter takes webhooks" in play.words
    assert {answer for _, answer in re.findall(r"(\d+) x (\w+)", play.words[-2])} <= {"200", "202"}, play.words[-2]
