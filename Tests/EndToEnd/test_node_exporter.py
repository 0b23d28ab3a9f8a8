"""node_exporter, we, and node_exporter again, at the same moment on the same host: the same names, labels and types, and values
between its two readings.

Where we differ, `DIFFERENCES` says why; README's "Coming from node_exporter" shows the same table.
"""

import re
import subprocess

import pytest

from conftest import PEERS
from exporter import BINARY
from node.collectors import COLLECTORS, OWN
from node.devices import Devices
from node.differences import comparable, explained, slack
from node.exposition import families, mismatches, passing, settled
from node.peer import PROGRAMS, HostExporter, NodeExporter, understood, version


def own_collectors():
    """The names of our collectors of the host, as `--help` has them: those that run by default, and the others."""
    text = " ".join(subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout.split())
    found = re.search(r"Unless told otherwise these run: (.*?); and these do not: (.*?)\.(?: |$)", text)
    return tuple({name for name in part.split(", ") if name} for part in found.groups())


def shared_flags(program):
    """Flags that switch on what both have."""
    names = sorted(set.union(*own_collectors()) & set(COLLECTORS))
    flags = [flag for name in names for flag in (f"--collector.{name}", *COLLECTORS[name].flags)]
    return ["--collector.disable-defaults", *understood(program, flags)]


def between(name, labels, readings, value):
    """Whether a value may have been read between two others."""
    first, second = readings
    if first != first or value != value:
        return first != first and value != value
    low, high = min(first, second), max(first, second)
    allowed = slack(name, high)
    return low - allowed <= value <= high + allowed


def compared(peer, theirs, ours):
    """Where three scrapes disagree without a reason, each time they are made: what came or went meanwhile does not again."""
    # The first scrape of each is to open its files and fill its caches.
    theirs.scrape(), ours.scrape()
    rounds = [{(found.family, found.what): found for found in disagreements(peer, theirs, ours)} for _ in range(3)]
    return [rounds[-1][key] for key in rounds[-1] if all(key in earlier for earlier in rounds)]


def disagreements(peer, theirs, ours):
    before, mine, after = (comparable(peer, families(program.scrape())) for program in (theirs, ours, theirs))
    fleeting = passing(before, after)
    for name, family in list(mine.items()):
        for labels in fleeting.get(name, ()):
            family.samples.pop(labels, None)
        if not family.samples:
            del mine[name]
    found = mismatches(settled(before, after), mine, between)
    return [mismatch for mismatch in found if not explained(mismatch, peer)]


@pytest.fixture(scope="module")
def devices(namespaces):
    devices = Devices()
    yield devices
    devices.close()


@pytest.fixture(scope="module", params=PROGRAMS, ids=lambda program: program.name)
def program(request):
    return request.param


def test_there_is_a_node_exporter():
    assert PROGRAMS, f"no node_exporter in {PEERS}: make test-deps, or set PEERS_BIN"


def test_every_collector_of_ours_is_compared():
    assert set.union(*own_collectors()) <= set(COLLECTORS) | OWN


def test_says_what_node_exporter_says_of_this_host(program):
    flags = shared_flags(program)
    with NodeExporter(program, *flags) as theirs, HostExporter(*flags) as ours:
        found = compared(version(program), theirs, ours)
    assert not found, "\n".join(map(str, found))


VARIANTS = {
    "default": [],
    "files": ["--no-collector.netdev.netlink", "--no-collector.arp.netlink"],
    "netlink": ["--collector.netclass.netlink", "--collector.netdev.address-info", "--collector.netdev.label-ifalias"],
    "detailed": ["--collector.netdev.enable-detailed-metrics"],
    "chosen": ["--collector.netdev.device-exclude=^(lo|br)", "--collector.netstat.fields=^Tcp", "--collector.vmstat.fields=^nr_"],
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_says_what_node_exporter_says_of_odd_devices(variant, program, devices):
    flags = [*shared_flags(program), *understood(program, VARIANTS[variant])]
    with NodeExporter(program, *flags, inside=devices) as theirs, HostExporter(*flags, inside=devices) as ours:
        found = compared(version(program), theirs, ours)
    assert not found, "\n".join(map(str, found))
