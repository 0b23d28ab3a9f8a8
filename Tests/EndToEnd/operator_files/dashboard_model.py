"""The parts of a dashboard's JSON that the checks look at."""

import json
import re

VARIABLE_QUERY = re.compile(r"label_values\((.+),\s*(\w+)\)")

# Target labels that the operator's Prometheus sets, or does not.
OPTIONAL = ("vantage", "region")

INTERVALS = ("__rate_interval", "__range")


def load(root):
    """Each dashboard: its path, its text and, where it is JSON, its model."""
    for path in sorted((root / "grafana/dashboards").glob("*.json")):
        text = path.read_text(encoding="utf-8")
        try:
            yield path, text, json.loads(text)
        except ValueError as error:
            yield path, text, error


def panels(model):
    for panel in model["panels"]:
        if panel["type"] != "row":
            yield panel
        yield from panel.get("panels", [])


def queries(model):
    """Each query of a panel, as (panel, target, expression)."""
    for panel in panels(model):
        for target in panel["targets"]:
            yield panel, target, target["expr"]


def annotations(model):
    """The annotations asked of Prometheus, as (annotation, expression)."""
    return [(note, note["expr"]) for note in model["annotations"]["list"] if "expr" in note]


def filled(expression, rate_interval="1m"):
    """An expression with Grafana's variables filled in as for `All`."""
    def value(name):
        name = name.group().strip("${}")
        return rate_interval if name in INTERVALS else all_of(name)
    return re.sub(r"\$\{?[A-Za-z_]\w*\}?", value, expression)


def all_of(variable):
    """What All stands for: labels that Prometheus may not have set may be missing."""
    return ".*" if variable in OPTIONAL else ".+"


def as_rules(model):
    """The queries as recording rules, so that one run of promtool reads them all."""
    expressions = [(f"panel_{panel['id']}:{target['refId']}", expression) for panel, target, expression in queries(model)]
    expressions += [(f"annotation:{at}", expression) for at, (_, expression) in enumerate(annotations(model))]
    rules = [{"record": name, "expr": filled(expression)} for name, expression in expressions]
    return {"groups": [{"name": "queries", "rules": rules}]}
