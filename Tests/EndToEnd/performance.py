"""A scenario played live and faster than in earnest, and what the serving exporter says meanwhile."""

import dataclasses
import re
import time

from exporter import Exporter
from lab import Lab
from scenarios import SCOPES

SPEED = 20
INTERVAL = 3.0
# As the lab's exporter.yml has it for so short an interval.
TIMEOUT = 0.5
# What is not sped up: how long another verdict must be due before it replaces one that names trouble (README).
SETTLING = 15.0
# What a busy machine may be late by.
SLACK = 2.0
MARGIN = 1.0
STEP = 0.2


@dataclasses.dataclass
class Look:
    """What was served at a moment."""

    moment: float  # on the scenario's timeline
    verdicts: dict  # by scope
    sentences: dict
    edges: dict  # state of each key (role, resolver, family)


class Performance:
    """Plays a scenario to its end."""

    def __init__(self, scenario, folder, begin, port_shift):
        self.scenario, self.begin = scenario, begin
        self.looks = []
        flags = [f"--at={begin}s", f"--speed={SPEED}", f"--interval={INTERVAL:.0f}s", f"--port-shift={port_shift}"]
        with Lab(folder, scenario.path, *flags) as lab:
            self.start = time.time()
            with Exporter(*lab.flags, config=None) as exporter:
                # The lab takes the servers away with the scenario's end.
                while self.moment(time.time() + MARGIN) < scenario.duration:
                    self.look(exporter)
                    time.sleep(STEP)
                self.incidents = exporter.get("/api/v1/incidents").json["incidents"]
                self.failed = [line for line in exporter.lines("probed") if line["result"] != "ok"]

    def moment(self, now):
        """Where on the timeline a time of this machine's clock is."""
        return self.begin + (now - self.start) * SPEED

    def time(self, moment):
        return self.start + (moment - self.begin) / SPEED

    def look(self, exporter):
        moment = self.moment(time.time())
        scopes = exporter.get("/api/v1/verdict").json["scopes"]
        edges = exporter.get("/api/v1/edges").json["edges"]
        self.looks.append(
            Look(
                moment,
                {scope: scopes[scope]["verdict"] for scope in SCOPES},
                {scope: scopes[scope]["sentence"] for scope in SCOPES},
                {(edge["role"], edge["resolver"], edge["family"]): edge["state"] for edge in edges},
            )
        )

    def due(self, place):
        """By when an expectation's verdicts must be served, on the timeline."""
        expectation = self.scenario.expectations[place]
        waits = SLACK
        if place > 0 and self.scenario.expectations[place - 1].is_trouble:
            waits += SETTLING
        return expectation.start + expectation.within + waits * SPEED

    def complaints(self):
        """What was served that should not have been."""
        complaints = []
        for look in self.looks:
            place = self.scenario.place(look.moment)
            right = self.scenario.expectations[place]
            # The first probes are still under way.
            is_new = look.moment < self.begin + 4 * INTERVAL * SPEED
            before = self.scenario.expectations[place - 1].verdicts if place else {}
            for scope in SCOPES:
                found, wanted = look.verdicts[scope], right.verdicts[scope]
                if found == wanted:
                    is_due = look.moment > self.due(place)
                    words = on_loopback(right.words.get(scope, ""))
                    if is_due and words not in look.sentences[scope]:
                        complaints.append((look.moment, scope, "does not say", words, look.sentences[scope]))
                elif is_new and found == "unknown":
                    pass
                elif look.moment > self.due(place):
                    complaints.append((look.moment, scope, found, "is not", wanted, look.sentences[scope]))
                elif found != before.get(scope) and found not in self.scenario.passing:
                    complaints.append((look.moment, scope, found, "must never be", look.sentences[scope]))
        return complaints

    def seconds_to(self, place):
        """How long an expectation's verdicts took, in seconds of the clock; `None` if they never came."""
        right = self.scenario.expectations[place]
        moments = [look.moment for look in self.looks if look.moment >= right.start and look.verdicts == right.verdicts]
        return (moments[0] - right.start) / SPEED if moments else None

    def major(self):
        return [incident for incident in self.incidents if incident["severity"] == "major"]


def on_loopback(text):
    """A text with the estate's addresses as the lab plays them without privileges."""
    return re.sub(r"\b\d+(\.\d+\.\d+\.\d+)", r"127\1", text)
