"""The lab as a process: a WhatsApp of one's own on loopback."""

import os
import pathlib
import signal
import subprocess

import yaml

from exporter import ROOT
from waiting import eventually

LAB = pathlib.Path(os.environ.get("WSE_LAB", ROOT / ".build/release/whatsapp_lab"))
CHAT, WEB, REGISTRATION = "127.144.23.33", "127.144.23.32", "127.144.23.41"
MEDIA, LINKS, GRAPH, SITE = "127.144.23.52", "127.144.23.55", "127.144.23.35", "127.184.215.14"
RESOLVER, AUTHORITY = "127.168.71.53", "127.134.30.11"
HTTPS, DNS = 20443, 20053


def scenario(folder, *faults, name="scenario"):
    """The path of a scenario's file."""
    well = {"from": "0s", "within": "50s", "consumer": "ok", "business": "ok"}
    path = pathlib.Path(folder) / f"{name}.yml"
    text = {"name": name, "about": "For a test.", "duration": "60s", "faults": list(faults), "expect": [well]}
    path.write_text(yaml.safe_dump(text), encoding="utf-8")
    return path


class Lab:
    """A running `whatsapp_lab run`."""

    def __init__(self, folder, path, *flags):
        self.folder = pathlib.Path(folder)
        self.output = self.folder / "lab.log"
        with open(self.output, "wb") as output:
            words = [LAB, "run", path, f"--directory={self.folder / 'lab'}", *flags]
            self.process = subprocess.Popen(words, stdout=output, stderr=output)
        self.authority = self.folder / "lab/ca.pem"
        try:
            eventually(lambda: len(self.lines()) > 1 or self.process.poll() is not None)
            assert self.process.poll() is None, self.output.read_text()
        except BaseException:
            self.process.kill()
            raise

    def lines(self):
        return self.output.read_text().splitlines()

    @property
    def flags(self):
        """What it says to start the exporter with."""
        return self.lines()[1].split()

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
