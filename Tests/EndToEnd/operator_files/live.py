"""Every query of the dashboards and rules, asked of a Prometheus that has watched the exporter through good and bad.

A query has to find something at some time of what was watched, or stand in `empty_queries`, and then must find nothing.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

from . import dashboard_model, promql
from .empty_queries import BY_MACHINE, EMPTY

# Between two times at which a query is asked: less than a window, for what happens between two windows is in neither.
STEP = 3


def check(report, root, url, seconds, rate_interval):
    ask = Prometheus(url, seconds)
    try:
        ask.query("vector(1)")
    except (OSError, ValueError) as error:
        report.check(f"Prometheus answers at {url}", [str(error)])
        return
    look = Look(report, ask)
    for _, _, model in dashboard_model.load(root):
        uid = model["uid"]
        for variable in model["templating"]["list"]:
            if match := dashboard_model.VARIABLE_QUERY.fullmatch(str(variable["query"])):
                look.among((uid, "variable", variable["name"]), dashboard_model.filled(match.group(1)), match.group(2))
        for note in model["annotations"]["list"]:
            if "expr" in note:
                look.through((uid, "annotation", note["name"]), dashboard_model.filled(note["expr"], rate_interval))
        for panel, target, expression in dashboard_model.queries(model):
            look.through((uid, panel["title"], target["refId"]), dashboard_model.filled(expression, rate_interval))
    for file in sorted((root / "deploy/prometheus/rules").glob("*.rules.yml")):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]:
            for rule in group["rules"]:
                if "record" in rule:
                    look.through((file.name, rule["record"], rule.get("labels", {}).get("verdict", "")), rule["expr"])
                else:
                    look.for_alert((file.name, rule["alert"], ""), rule["expr"])
    report.check("Prometheus evaluates every rule", ask.ill_rules())
    report.check("what is listed as empty exists", [str(place) for place in (EMPTY | BY_MACHINE).keys() - look.places])
    look.sum_up()


class Look:
    """Asks, and compares what is found with what is listed as empty."""

    def __init__(self, report, ask):
        self.report, self.ask = report, ask
        self.places, self.fired, self.silent = set(), 0, 0

    def through(self, place, expression):
        """An expression that has to find something at some time."""
        try:
            problems = [] if self.ask.finds(expression) else [f"empty: {expression}", *self.missing(expression)]
        except (OSError, ValueError) as error:
            problems = [str(error)]
        self.at(place, problems)

    def among(self, place, selector, label):
        """A choice of a label's values."""
        try:
            problems = [] if self.ask.values(selector, label) else [f"{selector} has no {label}"]
        except (OSError, ValueError) as failure:
            problems = [str(failure)]
        self.at(place, problems)

    def for_alert(self, place, expression):
        """An alert need not fire, but what it watches has to be there."""
        try:
            if self.ask.finds(expression):
                self.fired += 1
                problems = []
            else:
                self.silent += 1
                problems = self.missing(expression)
        except (OSError, ValueError) as error:
            problems = [str(error)]
        self.at(place, problems)

    def missing(self, expression):
        """What is selected and never there, itself; an `absent` is of what is not there."""
        return [
            f"selects nothing: {selector.text}" for selector in promql.selectors(expression)
            if selector.function != "absent" and not self.ask.finds(selector.text)]

    def at(self, place, problems):
        self.places.add(place)
        name = ": ".join(filter(None, place))
        if place in BY_MACHINE:
            self.report.check(f"{name}: {BY_MACHINE[place]}", [])
        elif place not in EMPTY:
            self.report.check(name, problems)
        elif problems:
            self.report.check(f"{name}: empty: {EMPTY[place]}", [])
        else:
            self.report.check(name, [f"listed as empty ({EMPTY[place]}), but is not"])

    def sum_up(self):
        self.report.note(
            f"{len(self.places)} queries, {len(EMPTY)} listed as empty; {self.fired} alerts' expressions found something, "
            f"{self.silent} did not; {self.ask.seconds} s watched")


class Prometheus:
    def __init__(self, url, seconds):
        self.url, self.seconds = url.rstrip("/"), seconds
        self.end = time.time()
        self.found = {}

    def query(self, expression):
        return self.get("query", query=expression)["result"]

    def finds(self, expression):
        """Whether it gave a number at some time."""
        if expression not in self.found:
            span = {"start": self.end - self.seconds, "end": self.end, "step": STEP}
            series = self.get("query_range", query=expression, **span)["result"]
            self.found[expression] = any(value != "NaN" for each in series for _, value in each["values"])
        return self.found[expression]

    def values(self, selector, label):
        return self.get(f"label/{label}/values", **{"match[]": selector})

    def ill_rules(self):
        for group in self.get("rules")["groups"]:
            for rule in group["rules"]:
                if rule["health"] != "ok":
                    yield f"{rule['name']}: {rule['health']} {rule.get('lastError', '')}"

    def get(self, path, **parameters):
        address = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error).get("error", str(error))) from error
