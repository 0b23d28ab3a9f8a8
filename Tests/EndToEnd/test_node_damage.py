"""A kernel's file that is missing, cut off, of another kind or nonsense: its collector says so, all the others serve on."""

import collections
import re
import time

import pytest

from node.collectors import COLLECTORS, OWN
from node.damage import BEARABLE, DAMAGES, DEEDS, FILES, LIST, TRUSTED, Patient, readers
from node.hosts import OF_THIS_MACHINE
from node.peer import PROGRAMS, HostExporter, NodeExporter, understood, version
from test_node_exporter import own_collectors

# Root may read everything unless it is held to what the file says.
HELD_TO_PERMISSIONS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")

# What passes, and what tells of the program.
PASSING = re.compile(r"node_time_seconds|node_time_zone|node_textfile_mtime|node_scrape_collector|whatsapp_")
SUCCESS = re.compile(r'node_scrape_collector_success\{collector="(\w+)"\} ([01])$', re.MULTILINE)


def lines(text):
    """Name → its samples' lines; plain text, for there is much to compare."""
    found = collections.defaultdict(list)
    for line in text.splitlines():
        if not line.startswith("#"):
            found[re.match(r"[\w:]+", line)[0]].append(line)
    return found


def successes(text):
    return {collector: value == "1" for collector, value in SUCCESS.findall(text)}


def repeated(found):
    """Series that are there twice."""
    for name, samples in found.items():
        series = [sample.rpartition(" ")[0] for sample in samples]
        if len(set(series)) < len(series):
            yield next(one for one, count in collections.Counter(series).items() if count > 1)


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    return Patient(tmp_path_factory.mktemp("patient"))


def flags(patient):
    names = sorted((set.union(*own_collectors()) & set(COLLECTORS)) - OF_THIS_MACHINE)
    switched = [flag for name in names for flag in (f"--collector.{name}", *COLLECTORS[name].flags)]
    return ["--collector.disable-defaults", *switched, *patient.flags]


@pytest.fixture
def ours(patient, namespaces):
    with HostExporter(*flags(patient), prefix=HELD_TO_PERMISSIONS) as ours:
        yield ours


def test_table_names_every_collector():
    assert set.union(*own_collectors()) <= set(COLLECTORS) | OWN


def test_every_file_of_the_table_is_there(patient):
    assert not [file for file in FILES if not patient.path(file).exists()]


@pytest.mark.parametrize("file", FILES)
def test_damage_to_a_file_stays_with_its_readers(file, patient, ours):
    involved = readers(file)
    whole = ours.scrape()
    own = {name for collector in involved for name in lines(ours.scrape([collector])) if not PASSING.match(name)}
    problems = []
    for damage in DAMAGES:
        said = len(ours.lines())
        # Two collectors share a reading, for a moment.
        time.sleep(0.02)
        repair = patient.damage(file, damage)
        try:
            damaged = ours.scrape()
        finally:
            repair()
        log = [line for line in ours.lines()[said:] if line["msg"] == "collector failed"]
        found = [*others(involved, own, whole, damaged), *borne(file, damage, involved, own, damaged, log)]
        if of_the_host(ours.scrape()) != of_the_host(whole):
            found.append("it does not recover")
        problems += [f"{damage}: {problem}" for problem in found]
    assert not problems, "\n".join(problems)


def of_the_host(text):
    return {name: samples for name, samples in lines(text).items() if not PASSING.match(name)}


def others(involved, own, whole, damaged):
    """What became of those that do not read the file."""
    before, now = successes(whole), successes(damaged)
    yield from (f"{name} suffers too" for name in before if name not in involved and before[name] != now.get(name))
    before, now = of_the_host(whole), of_the_host(damaged)
    yield from (f"{name} is another" for name in set(before) | set(now) if name not in own and before.get(name) != now.get(name))


def borne(file, damage, involved, own, damaged, log):
    """What is wrong with how its readers bore it."""
    now, found = successes(damaged), of_the_host(damaged)
    if not (file in TRUSTED and damage in LIST):
        yield from (f"there twice: {series}" for series in repeated(found))
    for collector in sorted(involved):
        bearable = damage in BEARABLE.get(file, ())
        failures = [line["error"] for line in log if line["collector"] == collector]
        if now[collector]:
            if not bearable:
                yield f"{collector} did not fail"
            if failures:
                yield f"{collector} succeeds and tells of {failures}"
            continue
        if bearable:
            yield f"{collector} fails: {failures}"
        if not failures:
            yield f"{collector} fails in silence"
        elif re.sub(r"/1/", "/self/", file) not in re.sub(r"/1/", "/self/", failures[0]):
            yield f"{collector} does not name the file: {failures[0]}"
        elif damage not in DEEDS and not re.search(r":\d+: |: File too large$", failures[0]):
            yield f"{collector} does not name the line: {failures[0]}"
    if len(involved) == 1 and not any(now[name] for name in involved) and own & set(found):
        yield f"half served: {sorted(own & set(found))}"


# Missing files that are a failure to node_exporter only: entries and their limit are told without the counters, too.
ENDURED = {("conntrack", "proc/net/stat/nf_conntrack")}


def test_what_is_missing_fails_as_in_node_exporter(patient):
    program = next((program for program in PROGRAMS if version(program) >= (1, 11)), None)
    if not program:
        pytest.skip("no node_exporter of today")
    shared = understood(program, flags(patient))
    problems = []
    with NodeExporter(program, *shared) as theirs, HostExporter(*shared) as ours:
        for file in FILES:
            repair = patient.damage(file, "missing")
            try:
                their, our = successes(theirs.scrape()), successes(ours.scrape())
            finally:
                repair()
            problems += [
                f"{file}: {name}: theirs {their[name]}, ours {our[name]}" for name in their
                if their[name] != our[name] and (name, file) not in ENDURED]
    assert not problems, "\n".join(problems)
