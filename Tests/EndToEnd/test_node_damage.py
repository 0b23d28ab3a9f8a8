"""A kernel's file that is missing, cut off, of another kind or nonsense: its collector says so, all the others serve on."""

import pytest

from node.collectors import COLLECTORS, OWN
from node.damage import DAMAGES, DEEDS, FILES, Patient, readers
from node.exposition import families, mismatches
from node.hosts import OF_THE_MOMENT, OF_THIS_MACHINE
from node.peer import HostExporter
from test_node_exporter import own_collectors

SUCCESS = "node_scrape_collector_success"

# Root may read everything unless it is held to what the file says.
HELD_TO_PERMISSIONS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")

# What a collector can live with, and what is its own affair to make of: file → damages that need not fail it.
BEARABLE = {}


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    return Patient(tmp_path_factory.mktemp("patient"))


@pytest.fixture
def ours(patient, namespaces):
    names = sorted((set.union(*own_collectors()) & set(COLLECTORS)) - OF_THIS_MACHINE)
    switched = [flag for name in names for flag in (f"--collector.{name}", *COLLECTORS[name].flags)]
    with HostExporter("--collector.disable-defaults", *switched, *patient.flags, prefix=HELD_TO_PERMISSIONS) as ours:
        yield ours


def test_table_names_every_collector():
    assert set.union(*own_collectors()) <= set(COLLECTORS) | OWN


def test_every_file_of_the_table_is_there(patient):
    assert not [file for file in FILES if not patient.path(file).exists()]


@pytest.mark.parametrize("file", FILES)
def test_damage_to_a_file_stays_with_its_readers(file, patient, ours):
    involved = readers(file) & set.union(*own_collectors())
    if not involved:
        pytest.skip("no collector of ours reads it")
    whole = families(ours.scrape(), OF_THE_MOMENT)
    theirs = {name for collector in involved for name in families(ours.scrape([collector]), OF_THE_MOMENT)}
    theirs -= {SUCCESS}
    problems = []
    for damage in DAMAGES:
        said = len(ours.lines())
        repair = patient.damage(file, damage)
        try:
            text = ours.scrape()
        finally:
            repair()
        try:
            families(text)
        except AssertionError as error:
            problems.append(f"{damage}: {error}")
            continue
        damaged, healed = families(text, OF_THE_MOMENT), families(ours.scrape(), OF_THE_MOMENT)
        found = examined(file, damage, involved, theirs, whole, damaged, ours.lines()[said:])
        problems += [f"{damage}: {problem}" for problem in (*found, *mismatches(whole, healed))]
    assert not problems, "\n".join(problems)


def successes(found):
    return {dict(labels)["collector"]: value for labels, value in found[SUCCESS].samples.items()}


def examined(file, damage, involved, theirs, whole, damaged, log):
    """What is wrong with how a damage was borne."""
    success, before = successes(damaged), successes(whole)
    bystanders = {name: value for name, value in success.items() if name not in involved and value != before[name]}
    if bystanders:
        yield f"other collectors' success became {bystanders}"
    untouched, rest = ({name: side[name] for name in side if name not in theirs | {SUCCESS}} for side in (whole, damaged))
    yield from mismatches(untouched, rest)
    for collector in sorted(involved):
        failures = [line for line in log if line["msg"] == "collector failed" and line["collector"] == collector]
        if success[collector]:
            if damage not in BEARABLE.get((collector, file), ()):
                yield f"{collector} did not fail"
            if failures:
                yield f"{collector} succeeded and told of {failures}"
        elif damage in BEARABLE.get((collector, file), ()):
            yield f"{collector} failed: {failures}"
        elif not failures:
            yield f"{collector} failed in silence"
        elif file not in failures[0]["error"]:
            yield f"{collector} does not name the file: {failures[0]['error']}"
        elif damage not in DEEDS and f"{file}:" not in failures[0]["error"]:
            yield f"{collector} does not name the line: {failures[0]['error']}"
    if len(involved) == 1 and not any(success[name] for name in involved) and theirs & set(damaged):
        yield f"half served: {sorted(theirs & set(damaged))}"
