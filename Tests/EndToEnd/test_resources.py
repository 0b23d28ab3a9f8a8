"""Nothing is lost: descriptors and memory over many probes that end in every way, and many clients."""

import clients
from estate import fail
from exporter import QUIET, written
from standins import FAULTS
from test_service import ABUSE
from waiting import eventually

ROUNDS = 5
MOST_GROWTH = 8e6
MOST_RESIDENT = 48e6


def runs(exporter):
    return exporter.metrics().by("target", "whatsapp_probe_runs_total")


def wait_for_rounds(exporter, rounds):
    """Waits until every target has been probed that many times more."""
    before = runs(exporter)
    eventually(lambda: all(count - before[target] >= rounds for target, count in runs(exporter).items()), within=60)


def rest(exporter):
    """Puts an exporter on a configuration that leaves it in peace; its descriptors then."""
    written(QUIET, exporter.config_path.parent, exporter.config_path.name)
    assert exporter.request("POST", "/-/reload").status == 200
    eventually(lambda: runs(exporter).get("nobody"))
    counts = []

    def is_steady():
        counts.append(exporter.descriptors())
        # Two seconds: the host is sampled anew after a reload, by a thread that a busy machine may keep waiting.
        return len(counts) >= 40 and len(set(counts[-40:])) == 1

    eventually(is_steady)
    return counts[-1]


def test_no_descriptor_and_no_memory_is_lost(estate):
    config = estate.config(interval="200ms")
    for target in config["targets"]:
        target["timeout"] = "200ms"

    def probe():
        written(config, exporter.config_path.parent, exporter.config_path.name)
        assert exporter.request("POST", "/-/reload").status == 200

    with estate.exporter() as exporter:
        # Whatever is opened once and kept is open after a first round.
        probe()
        wait_for_rounds(exporter, 1)
        before = rest(exporter)
        sizes = []
        for fault in (None, *FAULTS, *FAULTS):
            fail(estate.everything, fault)
            probe()
            wait_for_rounds(exporter, ROUNDS)
            for request, _ in ABUSE.values():
                clients.status(exporter, request)
            sizes.append(exporter.resident_bytes())
        assert rest(exporter) == before
    print("resident:", ", ".join(f"{size / 1e6:.1f} MB" for size in sizes))
    # All faults have been seen once by the middle.
    assert sizes[-1] - sizes[len(FAULTS)] < MOST_GROWTH
    assert max(sizes) < MOST_RESIDENT
