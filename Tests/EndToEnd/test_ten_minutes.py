"""The README's "Ten minutes to your first alert", followed to the letter in a machine of its own; only the address is another.

Nothing is shortened: the rules, the routes and what they wait for are those of the package.
"""

import concurrent.futures
import time

import pytest

from inbox import Inbox
from machine import Machine, why_not
from namespace import within
from package import deb
from readme import shell_blocks
from waiting import eventually

CHAPTER = "Ten minutes to your first alert"
ADDRESS = "https://hooks.example.com/services/T000/B000/secret"
UNIT = "whatsapp_status_exporter"
# Two minutes and the pauses between; a group is told of again after five.
PATIENCE = 480
RUN = []


class Reader:
    """Does what the README says, and takes the time."""

    def __init__(self, folder):
        self.times = {}
        self.outputs = []
        package = deb(folder)
        with Machine() as machine, within(machine.pid, Inbox) as inbox:
            machine.copy_archives()
            # Where `make deb` leaves it.
            folder = machine.path("/root/.build/deb")
            folder.mkdir(parents=True)
            (folder / package.name).write_bytes(package.read_bytes())
            begun = time.monotonic()
            for block in shell_blocks(CHAPTER):
                asked = time.monotonic()
                self.outputs.append(machine.run(block.replace(ADDRESS, inbox.address("phone"))))
                if f"systemctl stop {UNIT}" in block:
                    self.times["set up"] = asked - begun
                    self.alert = told(inbox, "firing")
                    self.times["the phone rings"] = time.monotonic() - asked
                elif f"systemctl start {UNIT}" in block:
                    self.resolution = told(inbox, "resolved")
                    self.times["resolved"] = time.monotonic() - asked
            self.times["all"] = time.monotonic() - begun


def told(inbox, status):
    def look():
        messages = [message for message in inbox.received if speaks(message, status)]
        assert messages, [(message.status, message.title) for message in inbox.received]
        return messages[0]

    return eventually(look, within=PATIENCE, every=0.5)


def speaks(message, status):
    """Whether it is of the exporter that is gone, and not of the network that the machine has not."""
    return message.status == status and "cannot scrape" in message.title + message.text


def begin(items, folder):
    """It lasts for minutes, and takes little but while it installs."""
    if not why_not():
        pool = concurrent.futures.ThreadPoolExecutor(1)
        RUN.append(pool.submit(Reader, folder))
        pool.shutdown(wait=False)


@pytest.fixture(scope="module")
def reader():
    if reason := why_not():
        pytest.skip(reason)
    reader = RUN[0].result()
    print(*(f"{what}: {seconds:.0f} s" for what, seconds in reader.times.items()), sep="\n")
    return reader


def test_phone_rings_when_the_exporter_is_gone(reader):
    assert reader.alert.title.startswith("Prometheus cannot scrape") and "WhatsAppExporterDown.md" in reader.alert.text


def test_phone_says_when_it_is_back(reader):
    assert reader.resolution.title.startswith("Over: Prometheus cannot scrape")


def test_every_step_says_what_the_readme_promises(reader):
    looked = next(output for output in reader.outputs if '"scopes"' in output)
    assert looked.splitlines()[:3] == ["active"] * 3
    assert reader.times["set up"] < 600
