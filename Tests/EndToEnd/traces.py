"""Looks for what must not have been kept."""

import dataclasses
import hashlib
import pathlib
import struct

# Whatever an exporter tells anybody.
PAGES = (
    "/", "/metrics", "/config", "/api/v1/verdict", "/api/v1/incidents", "/api/v1/probes", "/api/v1/edges", "/api/v1/signals",
    "/report", "/logs",
)


def spellings(text):
    """What would betray a text in a file: itself, its digits as a number, and a hash that anybody could try."""
    yield text.encode()
    yield text.encode("utf-16-le")
    if text.isdecimal():
        yield struct.pack("<Q", int(text))
        yield struct.pack(">Q", int(text))
    for algorithm in ("md5", "sha1", "sha256"):
        digest = hashlib.new(algorithm, text.encode())
        yield digest.hexdigest()[:16].encode()
        yield digest.digest()[:8]
        yield digest.digest()[:8][::-1]


def found_in(data, planted):
    return [text for text in planted if any(spelling in data for spelling in spellings(text))]


def told(exporter, planted):
    """Which of the planted texts the exporter logs, or tells on any of its pages, and where."""
    places = {"log": exporter.log_path.read_bytes()} | {page: exporter.get(page).body for page in PAGES}
    return {place: texts for place, data in places.items() if (texts := found_in(data, planted))}


def stored(storage, planted):
    """Which of the planted texts are in which file below a folder."""
    files = [path for path in pathlib.Path(storage).rglob("*") if path.is_file()]
    assert files, f"nothing in {storage}: was anything stored at all?"
    return {str(path): texts for path in files if (texts := found_in(path.read_bytes(), planted))}


def series(exporter):
    """How many series there are."""
    return len(exporter.metrics().samples)


@dataclasses.dataclass
class Footprint:
    """How much an exporter takes up."""

    stored_bytes: int
    series: int
    lines: int
    resident_bytes: int

    @classmethod
    def of(cls, exporter, storage):
        stored = sum(path.stat().st_size for path in pathlib.Path(storage).rglob("*") if path.is_file())
        return cls(stored, series(exporter), len(exporter.lines()), exporter.resident_bytes())

    def has_hardly_grown(self, before):
        assert self.stored_bytes - before.stored_bytes < 64 * 1024
        assert self.series - before.series <= 2
        assert self.lines - before.lines <= 20
        assert self.resident_bytes - before.resident_bytes < 8e6
        return True
