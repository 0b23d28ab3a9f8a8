"""A real Alertmanager, on the configuration that is shipped."""

import datetime
import json
import os
import pathlib
import re
import shutil
import tempfile
import urllib.request

import yaml

from daemon import Daemon
from exporter import ROOT

SHIPPED = ROOT / "deploy/alertmanager"
DURATION = re.compile(r"(\d+)(ms|s|m|h|d)")
MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def sooner(text, factor):
    """A duration of Prometheus' divided by a factor."""
    milliseconds = sum(int(number) * MILLISECONDS[unit] for number, unit in DURATION.findall(str(text)))
    return f"{milliseconds // factor}ms" if milliseconds else "0s"


def watchdog():
    return yaml.safe_load((SHIPPED / "receivers/watchdog.yml").read_text())


class Alertmanager(Daemon):
    """Sends to an inbox what the shipped configuration sends to people; only addresses differ, and durations by a factor."""

    def __init__(self, peers, inbox, factor=1, *, receivers=()):
        self.folder = tempfile.TemporaryDirectory(prefix="alertmanager-")
        folder = pathlib.Path(self.folder.name)
        shutil.copytree(SHIPPED / "templates", folder / "templates")
        # By way of JSON, so that what YAML shares is no longer shared.
        config = json.loads(json.dumps(yaml.safe_load((SHIPPED / "alertmanager.yml").read_text())))
        del config["global"]["slack_api_url_file"]
        replacements = {receiver["name"]: receiver for receiver in [watchdog(), *receivers]}
        config["receivers"] = [
            self.addressed(replacements.get(receiver["name"], receiver), inbox, folder) for receiver in config["receivers"]]
        hurry(config["route"], factor)
        (folder / "alertmanager.yml").write_text(yaml.safe_dump(config))
        words = [
            *with_own_files(peers), peers / "prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml",
            f"--storage.path={folder}/data", "--web.listen-address=127.0.0.1:0", "--cluster.listen-address=",
        ]
        super().__init__(words, folder)

    @property
    def address(self):
        return self.url.removeprefix("http://")

    def addressed(self, receiver, inbox, folder):
        """A receiver that writes to the inbox; a secret address stands in a file, as it does in earnest."""
        address = inbox.address(receiver["name"])
        file = folder / f"{receiver['name']}.address"
        file.write_text(address + "\n")
        for message in receiver.get("slack_configs", []):
            message["api_url_file"] = str(file)
        for message in receiver.get("webhook_configs", []):
            message["url"] = address
        return receiver

    def post(self, *alerts):
        """Says that alerts fire: labels, annotations, and since when; those with an end are over."""
        body = json.dumps([
            {"labels": labels, "annotations": annotations, **{name: stamp(moment) for name, moment in times.items()}}
            for labels, annotations, times in alerts
        ]).encode()
        request = urllib.request.Request(
            f"{self.url}/api/v2/alerts", data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200

    def silenced(self):
        """The labels of alerts that fire and of which nobody is told."""
        return [alert["labels"] for alert in json.loads(self.read("/api/v2/alerts")) if alert["status"]["inhibitedBy"]]

    def close(self):
        super().close()
        self.folder.cleanup()


def stamp(moment):
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).isoformat()


def hurry(route, factor):
    for key in ("group_wait", "group_interval", "repeat_interval"):
        if key in route:
            route[key] = sooner(route[key], factor)
    for inner in route.get("routes", []):
        hurry(inner, factor)


def with_own_files(peers):
    """Debian's Alertmanager reads its templates below /usr/share: a package that is only unpacked has to seem installed."""
    share = (peers / "prometheus-alertmanager").resolve().parents[1] / "share"
    if share == pathlib.Path("/usr/share"):
        return []
    rights = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    script = 'mount -t overlay overlay -o "lowerdir=$0:/usr/share" /usr/share && exec "$@"'
    return ["unshare", *rights, "--mount", "sh", "-c", script, share]
