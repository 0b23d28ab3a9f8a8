"""A play of alerting: a lab with faults, an exporter, Prometheus with all shipped rules, Alertmanager, and those who are told.

Only addresses of receivers differ from what is shipped, and durations of rules and routes, which are shorter by a factor.
"""

import contextlib
import dataclasses
import pathlib
import signal
import time

import yaml

from alertmanager_server import Alertmanager, sooner
from exporter import Exporter
from inbox import Inbox
from lab import Lab
from listening import free_port
from prometheus_server import SHIPPED, Prometheus
from waiting import eventually

FACTOR = 15
# A probe has time enough on a machine that is busy with the other tests.
INTERVAL, TIMEOUT = "4s", "3s"
# A fault lasts from the first to the second; then it is seen that nobody is told of anything more.
FAULT, REPAIR, END = 30, 80, 190
STEP = 0.2
# With its wait divided too, it would tell of how busy this machine is.
UNHURRIED = {"WhatsAppExporterProbesLate"}
# This machine's own load is no part of a play: what tells of it is not served, and see `prepare`.
FLAGS = ["--collector.disable-defaults"]


@dataclasses.dataclass
class Times:
    """Moments of the play's clock, in seconds; `None` for what never came."""

    verdict: float | None = None
    alert: float | None = None
    notification: float | None = None
    cleared: float | None = None
    resolved: float | None = None


class Play:
    """Faults by the lab; without any the exporter itself is killed, and started again."""

    def __init__(self, peers, folder, port_shift, faults, receiver, alertname):
        self.verdicts, self.alerts = [], {}
        port = free_port()
        self.target = f"127.0.0.1:{port}"
        with contextlib.ExitStack() as stack:
            inbox = stack.enter_context(Inbox())
            alertmanager = stack.enter_context(Alertmanager(peers, inbox, FACTOR))
            flags = ["--speed=1", f"--interval={INTERVAL}", f"--port-shift={port_shift}", f"--exporter=http://{self.target}"]
            lab = stack.enter_context(Lab(folder, scenario(folder, faults), *flags))
            self.start = time.time()
            prepare(pathlib.Path(folder) / "lab")

            def start():
                return stack.enter_context(Exporter(*lab.flags, *FLAGS, f"--web.listen-address={self.target}", config=None))

            exporter = start()
            prometheus = stack.enter_context(started(peers, self.target, alertmanager, folder))
            assert self.now() < FAULT, "this machine is too slow to have all started before the fault"
            while self.now() < END:
                if not faults and exporter.process.poll() is None and FAULT < self.now() < REPAIR:
                    exporter.process.kill()
                    exporter.process.wait()
                elif exporter.process.poll() is not None and self.now() > REPAIR:
                    exporter = start()
                self.look(exporter, prometheus)
                time.sleep(STEP)
        self.watchdogs = inbox.of("watchdog")
        self.told = [notification for notification in inbox.received if notification.receiver != "watchdog"]
        self.times = self.moments(receiver, alertname)

    def now(self):
        return time.time() - self.start

    def look(self, exporter, prometheus):
        if exporter.process.poll() is None:
            scopes = exporter.get("/api/v1/verdict").json["scopes"]
            verdicts = {scope: said["verdict"] for scope, said in scopes.items()}
            if not self.verdicts or self.verdicts[-1][1] != verdicts:
                self.verdicts.append((self.now(), verdicts))
        firing = {alert["labels"]["alertname"] for alert in prometheus.get("alerts")["alerts"] if alert["state"] == "firing"}
        for name in firing:
            self.alerts.setdefault(name, self.now())

    def moments(self, receiver, alertname):
        def first(moments):
            return next(iter(moments), None)

        trouble = [at for at, verdicts in self.verdicts if at > FAULT and set(verdicts.values()) != {"ok"}]
        cleared = [at for at, verdicts in self.verdicts if at > REPAIR and set(verdicts.values()) == {"ok"}]
        told = {
            status: first(told.at - self.start for told in self.told if (told.receiver, told.status) == (receiver, status))
            for status in ("firing", "resolved")}
        return Times(first(trouble), self.alerts.get(alertname), told["firing"], first(cleared), told["resolved"])


def scenario(folder, faults):
    """The path of a scenario's file. What it expects is for `whatsapp_lab play`."""
    path = pathlib.Path(folder) / "scenario.yml"
    text = {
        "name": "scenario", "about": "For a test.", "duration": f"{END + 60}s",
        "faults": [{"from": f"{FAULT}s", "to": f"{REPAIR}s", **fault} for fault in faults],
        "expect": [{"from": "0s", "within": "50s", "consumer": "ok", "business": "ok"}],
    }
    path.write_text(yaml.safe_dump(text), encoding="utf-8")
    return path


def prepare(lab):
    """Gives each probe of a lab's configuration its time, and the host of its procfs nothing to do: other figures stand still."""
    config = yaml.safe_load((lab / "exporter.yml").read_text())
    for target in config["targets"]:
        target["timeout"] = TIMEOUT
    (lab / "exporter.yml").write_text(yaml.safe_dump(config))
    procfs = lab / "proc"
    for link in [path for path in procfs.rglob("*") if path.is_symlink() and path.name not in ("pressure", "sys")]:
        copy = link.read_bytes()
        link.unlink()
        link.write_bytes(copy)
    (procfs / "loadavg").write_text("0.00 0.00 0.00 1/100 1000\n")
    (procfs / "pressure").unlink()
    (procfs / "pressure").mkdir()
    for resource in ("cpu", "memory", "io"):
        line = "avg10=0.00 avg60=0.00 avg300=0.00 total=0"
        (procfs / "pressure" / resource).write_text(f"some {line}\nfull {line}\n")


def started(peers, target, alertmanager, folder):
    """A Prometheus that has scraped once. Only then it gets its rules: with waits so short it would miss the exporter at first."""

    def change(config):
        config["rule_files"] = [f"{folder}/*.rules.yml"]
        config["alerting"] = {"alertmanagers": [{"static_configs": [{"targets": [alertmanager.address]}]}]}

    prometheus = Prometheus(peers / "prometheus", target, change=change)
    eventually(lambda: prometheus.query("up == 1"))
    write_hurried_rules(folder)
    prometheus.process.send_signal(signal.SIGHUP)
    return prometheus


def write_hurried_rules(folder):
    """The shipped rules with each `for`, `keep_firing_for` and `interval` divided by the factor, but for a few."""
    for file in sorted(SHIPPED.parent.glob("rules/*.rules.yml")):
        content = yaml.safe_load(file.read_text())
        for group in content["groups"]:
            for entry in [group, *(rule for rule in group["rules"] if rule.get("alert") not in UNHURRIED)]:
                for key in {"for", "keep_firing_for", "interval"} & entry.keys():
                    entry[key] = sooner(entry[key], FACTOR)
        (folder / file.name).write_text(yaml.safe_dump(content))
