"""What every alert of the rules must say, and how their tests must try it."""

import collections
import re

SEVERITIES = {"critical", "warning", "info"}
TEAMS = {"network", "support", "business", "operations"}
LEVELS = {"verdict", "part", "people", "host", "probe", "exporter", "fleet"}
SCOPES = {"consumer", "business"}
RUNBOOKS = "https://runbooks.example.com/whatsapp_status_exporter/"
# It always fires, to be missed where it is not heard.
WATCHDOG = "WhatsAppWatchdog"
AGGREGATION = re.compile(
    r"\b(?:sum|min|max|avg|group|count|quantile|stddev|stdvar|topk|bottomk|count_values)\b\s*(?:(by|without)\s*)?\(([^)]*)"
)


def check(report, root, rules, cases):
    """Checks `rules`, pairs of a file's name and a rule of it, and `cases`, what the tests of rules expect of alerts."""
    alerts = [(file, rule) for file, rule in rules if "alert" in rule]
    dashboards = {path.stem for path in (root / "grafana/dashboards").glob("*.json")}
    report.check("every alert has for, a severity, a team and a level", label_problems(alerts))
    report.check("every alert has a summary, a description, a runbook and a dashboard", annotation_problems(alerts, dashboards))
    report.check("no two alerts have the same name and labels", repeated(alerts))
    report.check("every alert is tested firing and not firing", untested(alerts, cases))
    report.check("rules keep the instance they speak of", aggregation_problems(rules))


def label_problems(alerts):
    for _, rule in alerts:
        name, labels = rule["alert"], rule.get("labels", {})
        if not rule.get("for"):
            yield f"{name}: no for"
        if (labels.get("severity") == "none") != (name == WATCHDOG) or labels.get("severity") not in SEVERITIES | {"none"}:
            yield f"{name}: severity {labels.get('severity')}, not {', '.join(sorted(SEVERITIES))}; none is for {WATCHDOG} alone"
        for label, known in (("team", TEAMS), ("level", LEVELS), ("scope", SCOPES)):
            outcomes = set(re.sub(r"\{\{.*?\}\}", " ", labels.get(label, "")).split())
            if outcomes - known or not outcomes and label != "scope":
                yield f"{name}: {label} {labels.get(label)}, not {', '.join(sorted(known))}"


def annotation_problems(alerts, dashboards):
    for _, rule in alerts:
        name, notes = rule["alert"], rule.get("annotations", {})
        for key in ("summary", "description"):
            if not notes.get(key):
                yield f"{name}: no {key}"
        if "{{" in notes.get("summary", ""):
            yield f"{name}: a summary is the same for all its alerts"
        if notes.get("runbook_url") != f"{RUNBOOKS}{name}.md":
            yield f"{name}: runbook_url is not {RUNBOOKS}{name}.md"
        if notes.get("dashboard") not in dashboards:
            yield f"{name}: no dashboard {notes.get('dashboard')}"


def repeated(alerts):
    files = collections.defaultdict(list)
    for file, rule in alerts:
        files[rule["alert"]].append((file, rule.get("labels", {})))
    for name, places in files.items():
        if len({file for file, _ in places}) > 1:
            yield f"{name} is in several files"
        if any(places.count(place) > 1 for place in places):
            yield f"{name} is there twice with the same labels"


def untested(alerts, cases):
    for name in sorted({rule["alert"] for _, rule in alerts}):
        outcomes = {bool(case.get("exp_alerts")) for case in cases if case["alertname"] == name}
        if True not in outcomes:
            yield f"{name} is never tested firing"
        if False not in outcomes and name != WATCHDOG:
            yield f"{name} is never tested silent"


def aggregation_problems(rules):
    """Rules that forget which exporter saw it; those of a fleet are there to, and at /probe the instance is the target."""
    for file, rule in rules:
        if file.startswith("whatsapp-fleet") or 'job="whatsapp_status_exporter_probe"' in rule["expr"]:
            continue
        for grouping, labels in AGGREGATION.findall(re.sub(r'"[^"]*"', '""', rule["expr"])):
            names = set(re.findall(r"\w+", labels))
            if grouping == "by" and "instance" not in names or grouping == "without" and "instance" in names or not grouping:
                yield f"{rule.get('alert') or rule['record']}: aggregates its instance away"
