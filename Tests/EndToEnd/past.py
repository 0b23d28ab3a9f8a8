"""Nine days lived through in half a minute, so that an exporter knows what is usual: its wall clock runs ahead in steps."""

import json
import pathlib
import shutil
import subprocess
import time

from exporter import Exporter, written
from people import post_webhook, status, statuses
from waiting import eventually

SOURCE = pathlib.Path(__file__).with_name("wall_clock.c")
HOUR, DAY = 3600, 86400
ILL_DAYS = 4
# Over HTTPS: by a clock days behind, chat's own certificates are not yet valid.
PROBED = ("web", "links", "media_static", "control_site_example")


class WallClock:
    """What the programs started with `prefix` take for the time."""

    def __init__(self, folder):
        self.offset, library = folder / "wall_clock", folder / "wall_clock.so"
        compiler = shutil.which("cc") or shutil.which("clang")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE], check=True, timeout=60)
        self.prefix = ("env", f"LD_PRELOAD={library}", f"WALL_CLOCK={self.offset}")
        self.set(time.time())

    def set(self, moment):
        # In one piece: the program may be reading it.
        new = self.offset.with_suffix(".new")
        new.write_text(f"{moment - time.time():.0f}", encoding="utf-8")
        new.rename(self.offset)


def live_through(config, secrets, storage, folder, flags):
    """Fills a storage: links were ill at five in the morning of the last days, few reported anything, and messages arrived.

    `secrets` are the token of reports and the secret of webhooks.
    """
    clock = WallClock(folder)
    targets = [{**target, "interval": "200ms", "timeout": "200ms"} for target in config["targets"] if target["name"] in PROBED]
    well = {**config, "targets": targets, "reports": {**config["reports"], "rate_limit": {"interval": "1ms", "burst": 1000}}}
    ill = {**well, "targets": [{**target, "port": 9} if target["name"] == "links" else target for target in targets]}
    today = int(time.time()) // DAY * DAY
    clock.set(today - 9 * DAY)
    with Exporter(*flags, f"--storage.path={storage}", config=well, prefix=clock.prefix) as exporter:
        for days in range(8, 0, -1):
            is_ill = days <= ILL_DAYS
            clock.set(today - days * DAY + 3 * HOUR)
            probe(exporter, 13 if is_ill else 7)
            if is_ill:
                configure(exporter, ill)
            clock.set(today - days * DAY + 5 * HOUR)
            probe(exporter, 7)
            if is_ill:
                configure(exporter, well)
        now = int(time.time())
        # Longer steps would count as time in which nobody watched, or as webhooks that do not get through.
        for moment in [*range(now - 26 * HOUR, now - 4 * HOUR, 240), *range(now - 4 * HOUR, now, 40)]:
            clock.set(moment)
            report(exporter, secrets[0], moment)
            deliver(exporter, secrets[1], config["business"]["nodes"][0]["id"], moment)
        clock.set(time.time())
        probe(exporter, 2)
        assert exporter.stop() == 0


def probe(exporter, count):
    """Waits until every target was probed so often."""
    def runs():
        return exporter.metrics("/metrics?collect[]=probes").by("target", "whatsapp_probe_runs_total")
    before = runs()
    eventually(lambda: all(value >= before.get(target, 0) + count for target, value in runs().items()))


def configure(exporter, config):
    written(config, exporter.config_path.parent, exporter.config_path.name)
    assert exporter.request("POST", "/-/reload").status == 200


def report(exporter, token, number):
    body = json.dumps({"symptom": "calls", "reporter": f"past-{number}"})
    fields = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    assert exporter.request("POST", "/api/v1/reports", fields, body=body).status == 202


def deliver(exporter, secret, number_id, moment):
    messages = [f"past-{moment}-{place}" for place in range(15)]
    told = [status(message, kind, moment - ago) for kind, ago in (("sent", 5), ("delivered", 3)) for message in messages]
    assert post_webhook(exporter, statuses(*told, number_id=number_id), secret).status == 200
