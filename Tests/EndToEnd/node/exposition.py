"""An exposition as families, and what is different between two or three of them."""

import dataclasses
import fnmatch
import math

from prometheus_client.parser import text_string_to_metric_families

# What each program says of itself; nothing of the host.
OF_THE_PROGRAM = (
    "go_*", "process_*", "promhttp_*", "whatsapp_*", "node_exporter_build_info", "node_scrape_collector_duration_seconds",
    "scrape_*",
)


@dataclasses.dataclass
class Family:
    type: str
    samples: dict  # labels, as sorted pairs → value

    def __str__(self):
        shown = [f"{{{', '.join(f'{key}={value!r}' for key, value in labels)}}} {value!r}" for labels, value in self.samples.items()]
        return f"{self.type} " + "; ".join(shown[:6]) + ("; …" if len(shown) > 6 else "")


@dataclasses.dataclass
class Mismatch:
    family: str
    what: str
    theirs: str
    ours: str

    def __str__(self):
        return f"{self.family}: {self.what}: theirs {self.theirs}, ours {self.ours}"


def families(text, leaving_out=()):
    """Name of the samples → the family; without those that tell of the program itself."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if any(fnmatch.fnmatchcase(sample.name, pattern) for pattern in (*OF_THE_PROGRAM, *leaving_out)):
                continue
            labels = tuple(sorted(sample.labels.items()))
            samples = found.setdefault(sample.name, Family(family.type, {})).samples
            assert labels not in samples, f"twice: {sample.name}{dict(labels)}"
            # Numbers without a point would be of any size.
            samples[labels] = float(sample.value)
    return found


def mismatches(theirs, ours, agree=None):
    """Where two expositions differ in families, types, labels, or in values that do not `agree`."""
    agree = agree or (lambda name, labels, value, other: same(value, other))
    for name in sorted(set(theirs) | set(ours)):
        their, our = theirs.get(name), ours.get(name)
        if not their or not our:
            yield Mismatch(name, "ours lacks it" if their else "theirs lacks it", str(their), str(our))
            continue
        if their.type != our.type:
            yield Mismatch(name, "type", their.type, our.type)
        missing, extra = set(their.samples) - set(our.samples), set(our.samples) - set(their.samples)
        if missing or extra:
            yield Mismatch(name, "labels", shown(missing), shown(extra))
        both = set(their.samples) & set(our.samples)
        wrong = sorted(labels for labels in both if not agree(name, labels, their.samples[labels], our.samples[labels]))
        if wrong:
            what = "value of " + shown(wrong)
            yield Mismatch(name, what, repr(their.samples[wrong[0]]), repr(our.samples[wrong[0]]))


def shown(series):
    parts = sorted("{" + ",".join(f"{key}={value!r}" for key, value in labels) + "}" for labels in series)
    return " ".join(parts[:4]) + (f" and {len(parts) - 4} more" if len(parts) > 4 else "") if parts else "none"


def same(value, other):
    return value == other or (math.isnan(value) and math.isnan(other))


def settled(before, after):
    """The families and series that both of two readings have, with the values of both."""
    found = {}
    for name in set(before) & set(after):
        first, second = before[name].samples, after[name].samples
        both = {labels: (first[labels], second[labels]) for labels in set(first) & set(second)}
        if both:
            found[name] = Family(before[name].type, both)
    return found


def passing(before, after):
    """The series only one of two readings has: they come or go at this moment."""
    found = {}
    for name in set(before) | set(after):
        first, second = (side[name].samples if name in side else {} for side in (before, after))
        found[name] = set(first) ^ set(second)
    return found
