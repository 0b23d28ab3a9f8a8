"""The scenarios of the corpus: what they expect of a verdict, and when."""

import dataclasses
import re

import yaml

from exporter import ROOT

SCOPES = ("consumer", "business")
WELL = dict.fromkeys(SCOPES, "ok")
UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def seconds(text):
    """A duration as scenarios write it: 2m10s."""
    return sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([dhms])", str(text)))


@dataclasses.dataclass
class Expectation:
    start: float  # seconds after the scenario's start
    within: float
    verdicts: dict  # by scope
    words: dict  # by scope: what the sentence has to say

    @property
    def is_trouble(self):
        return self.verdicts != WELL


class Scenario:
    def __init__(self, name):
        self.name = name
        self.path = ROOT / f"Tests/Fixtures/scenarios/{name}.yml"
        content = yaml.safe_load(self.path.read_text())
        self.duration = seconds(content["duration"])
        self.passing = set(content.get("passing", []))
        self.expectations = [expectation(entry) for entry in content["expect"]]
        if self.expectations[0].start > 0:
            self.expectations.insert(0, Expectation(0, 120, WELL, {}))

    def place(self, moment):
        """Which expectation holds at a moment."""
        return max(place for place, expectation in enumerate(self.expectations) if expectation.start <= moment)

    def at(self, moment):
        return self.expectations[self.place(moment)]


def expectation(entry):
    verdicts = {scope: entry[scope] for scope in SCOPES}
    words = entry.get("says", {})
    if isinstance(words, str):
        # One sentence is spoken of: that of the side which is not well, the consumer's first.
        only_business = verdicts["consumer"] == "ok" != verdicts["business"]
        words = {"business" if only_business else "consumer": words}
    return Expectation(seconds(entry["from"]), seconds(entry["within"]), verdicts, words)
