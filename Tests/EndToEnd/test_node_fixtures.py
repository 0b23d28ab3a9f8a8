"""The hosts of `Tests/Fixtures`: what node_exporter says of them, and what we said when somebody last looked at it.

`GOLDEN=write` writes what we say now in place of it.
"""

import fnmatch
import os
import re

import pytest

from node.collectors import COLLECTORS
from node.differences import DIFFERENCES_OF_TREES, comparable, explained
from node.exposition import families, mismatches
from node.hosts import NAMES, OF_THE_MOMENT, OF_THIS_MACHINE, Host
from node.large import LargeHost
from node.peer import PROGRAMS, HostExporter, NodeExporter, understood, version
from test_node_exporter import own_collectors

# What tells of the program or of the moment.
PASSING = ("*_scrape_collector_duration_seconds", *OF_THE_MOMENT)


@pytest.fixture(scope="module", params=[*NAMES, LargeHost.name])
def host(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    return LargeHost(folder) if request.param == LargeHost.name else Host(request.param, folder)


def flags(host):
    names = sorted((set.union(*own_collectors()) & set(COLLECTORS)) - OF_THIS_MACHINE)
    switched = [flag for name in names for flag in (f"--collector.{name}", *COLLECTORS[name].flags)]
    return ["--collector.disable-defaults", *switched, *host.flags]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_says_what_node_exporter_says(host, program):
    peer = version(program)
    shared = understood(program, flags(host))
    with NodeExporter(program, *shared) as theirs, HostExporter(*shared) as ours:
        sides = [comparable(peer, families(side.scrape(), OF_THE_MOMENT)) for side in (theirs, ours)]
    found = [
        mismatch for mismatch in mismatches(*sides)
        if not explained(mismatch, peer) and not explained(mismatch, peer, DIFFERENCES_OF_TREES)]
    assert not found, "\n".join(map(str, found))


def test_says_what_it_said(host):
    if host.name == LargeHost.name:
        pytest.skip("nobody would read its text")
    with HostExporter(*flags(host)) as ours:
        text = lasting(ours.scrape()).replace(str(host.sys), "/sys")
    if os.environ.get("GOLDEN") == "write":
        host.golden.write_text(text, encoding="utf-8")
    assert text.splitlines() == host.golden.read_text(encoding="utf-8").splitlines()


def lasting(text):
    """The host's families of a scrape, without what passes."""
    return "".join(
        line + "\n" for line in text.splitlines()
        if (name := re.match(r"(?:# (?:HELP|TYPE) )?([a-zA-Z_:][\w:]*)", line)) and name[1].startswith("node_")
        and not any(fnmatch.fnmatchcase(name[1], pattern) for pattern in PASSING))
