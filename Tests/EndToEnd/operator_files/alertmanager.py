"""Alertmanager's files: the configuration, the receivers to choose from, and where each alert of the rules goes."""

import copy
import pathlib
import re
import subprocess
import tempfile

import yaml

TEAMS = ("network", "support", "business", "operations")
NEEDS = re.compile(r"(?m)^# needs: (\d+)\.(\d+)")


def check(report, root, amtool):
    folder = root / "deploy/alertmanager"
    config = folder / "alertmanager.yml"
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    report.check("every receiver to choose from stands for one of the configuration's", unknown_receivers(folder, settings))
    rules = [
        rule for file in sorted((root / "deploy/prometheus/rules").glob("*.rules.yml"))
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]
    alerts = [(rule["alert"], rule.get("labels", {})) for rule in rules if "alert" in rule]
    if not amtool:
        report.note("Alertmanager's files are not verified: no amtool here")
        return
    report.command("amtool check-config alertmanager.yml", amtool, "check-config", config)
    for file in sorted(folder.glob("receivers/*.yml")):
        check_receiver(report, folder, amtool, settings, file)
    report.check(f"each of {len(alerts)} alerts goes to its team", misrouted(config, amtool, alerts))


def unknown_receivers(folder, settings):
    names = {receiver["name"] for receiver in settings["receivers"]}
    for file in sorted(folder.glob("receivers/*.yml")):
        name = yaml.safe_load(file.read_text(encoding="utf-8"))["name"]
        if name not in names:
            yield f"{file.name}: no receiver {name}"


def check_receiver(report, folder, amtool, settings, file):
    """A receiver in the place of the one it stands for."""
    text = file.read_text(encoding="utf-8")
    needs = NEEDS.search(text)
    if needs and version(amtool) < tuple(map(int, needs.groups())):
        report.note(f"{file.name} is not verified: it needs Alertmanager {'.'.join(needs.groups())}")
        return
    receiver = yaml.safe_load(text)
    changed = copy.deepcopy(settings)
    changed["receivers"] = [receiver if old["name"] == receiver["name"] else old for old in settings["receivers"]]
    changed["templates"] = [str(folder / pattern) for pattern in settings["templates"]]
    with tempfile.TemporaryDirectory() as place:
        whole = pathlib.Path(place) / "alertmanager.yml"
        whole.write_text(yaml.safe_dump(changed), encoding="utf-8")
        report.command(f"amtool check-config with receivers/{file.name}", amtool, "check-config", whole)


def misrouted(config, amtool, alerts):
    text = config.read_text(encoding="utf-8")
    asked = {}
    for name, labels in alerts:
        receivers = expected_receivers(labels)
        if not receivers:
            yield f"{name}: nobody is told of severity {labels.get('severity')}, team {labels.get('team')}"
        for team, receiver in receivers:
            # What else is a template plays no part in where an alert goes, nor does a name that the configuration does not have.
            known = {label: value for label, value in labels.items() if "{{" not in value} | {"team": team}
            if name in text:
                known["alertname"] = name
            question = (receiver, *sorted(f"{label}={value}" for label, value in known.items()))
            asked.setdefault(question, []).append(name)
    for (receiver, *words), names in asked.items():
        run = subprocess.run(
            [amtool, "config", "routes", "test", f"--config.file={config}", f"--verify.receivers={receiver}", *words],
            capture_output=True, text=True, timeout=30)
        if run.returncode:
            yield f"{', '.join(names)} ({' '.join(words)}) does not go to {receiver}: {run.stdout.strip()}"


def expected_receivers(labels):
    """Team and receiver; more than one where a template chooses between teams."""
    severity, team = labels.get("severity"), labels.get("team", "")
    teams = [name for name in TEAMS if re.search(rf"\b{name}\b", team)] if "{{" in team else [team]
    receivers = {"none": "watchdog", "info": "quiet"}
    if severity in receivers:
        return [(name, receivers[severity]) for name in teams]
    if severity not in ("critical", "warning") or not set(teams) <= set(TEAMS):
        return []
    return [(name, name) for name in teams]


def version(amtool):
    said = subprocess.run([amtool, "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, re.search(r"version (\d+)\.(\d+)", said.stdout + said.stderr).groups()))
