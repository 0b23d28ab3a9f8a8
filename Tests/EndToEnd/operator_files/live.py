"""Every query of the dashboards and rules, asked of a Prometheus that scrapes the exporter."""

import json
import urllib.error
import urllib.parse
import urllib.request

import yaml

from . import dashboard_model, promql
from .scrape import reason_for_absence


def check(report, root, url, rate_interval):
    ask = Prometheus(url)
    try:
        ask.query("vector(1)")
    except (OSError, ValueError) as error:
        report.check(f"Prometheus answers at {url}", [str(error)])
        return
    for path, _, model in dashboard_model.load(root):
        for variable in model["templating"]["list"]:
            if match := dashboard_model.VARIABLE_QUERY.fullmatch(str(variable["query"])):
                selector, label = dashboard_model.filled(match.group(1)), match.group(2)
                report.check(f"{path.name}: variable {variable['name']}", ask.lacks_label(selector, label))
        for panel, target, expression in dashboard_model.queries(model):
            # A panel that says what its emptiness means may be empty.
            empty_text = panel["fieldConfig"]["defaults"].get("noValue")
            name = f"{path.name}: {panel['title']} {target['refId']}"
            look(report, ask, name, dashboard_model.filled(expression, rate_interval), empty_text)
    for file in sorted((root / "deploy/prometheus/rules").glob("*.rules.yml")):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]:
            for rule in group["rules"]:
                empty_text = "not firing" if "alert" in rule else None
                look(report, ask, f"{file.name}: {rule.get('alert') or rule['record']}", rule["expr"], empty_text)


def look(report, ask, name, expression, empty_text):
    """Asks a query. An empty answer fails it, unless emptiness has a meaning and what it selects from is there."""
    try:
        values = ask.query(expression)
        if values:
            report.check(f"{name}: {len(values)} series{', all NaN' if set(values) == {'NaN'} else ''}", [])
            return
        missing = {selector.text: reason_for_absence(selector.name)
                   for selector in promql.selectors(expression) if not ask.query(selector.text)}
    except (OSError, ValueError) as error:
        report.check(name, [str(error)])
        return
    problems = [f"selects nothing: {text}" for text, reason in missing.items() if not (reason and empty_text)]
    if not missing and not empty_text:
        problems.append(f"empty: {expression}")
    if problems:
        report.check(name, problems)
    else:
        why = ", ".join(sorted({f"rightly {reason}" for reason in missing.values()})) or "what it selects from is there"
        report.check(f"{name}: empty ({empty_text!r}); {why}", [])


class Prometheus:
    def __init__(self, url):
        self.url = url.rstrip("/")

    def query(self, expression):
        """The values an instant query returns, a text for each series."""
        return [series["value"][1] for series in self.get("/api/v1/query", query=expression)["result"]]

    def lacks_label(self, selector, label):
        if not self.get(f"/api/v1/label/{label}/values", **{"match[]": selector}):
            yield f"{selector} has no {label}"

    def get(self, path, **parameters):
        address = f"{self.url}{path}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error).get("error", str(error))) from error
