"""Six thousand targets on three exporters, sharded and sent on by real programs, and what the vantage points say together."""

import concurrent.futures
import re

from conftest import PEERS
from fleet import DOWN, EACH, MEMBERS, PLACES, TARGETS, Fleet

# What vmagent takes of one scrape, unless told otherwise.
MAX_SCRAPE_BYTES = 16 << 20
FLEET = []


def begin(_, folder):
    """Begins all of it beside the other tests: it mostly waits."""
    pool = concurrent.futures.ThreadPoolExecutor(1)
    FLEET.append(pool.submit(Fleet, PEERS, folder))
    pool.shutdown(wait=False)


def fleet():
    return FLEET[0].result()


def by(label, found):
    return {dict(labels)[label]: value for labels, value in found.items()}


def metric(text, name):
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{.*}})? (\S+)$", text, re.MULTILINE))


def test_every_scheduled_target_is_stored_once():
    figures = fleet().figures
    assert figures["scheduled"] and set(figures["scheduled"].values()) == {1}
    assert set(by("target", figures["scheduled"])) == set(fleet().targets)
    assert figures["scheduled well"] == TARGETS
    # Nothing of a page is lost on the way to the store, and none is too large for who has to take it.
    scraped, stored = by("instance", figures["scraped"]), by("instance", figures["stored"])
    assert set(scraped) == {name for name, _ in PLACES}
    assert scraped == stored
    assert max(figures["bytes"]) < MAX_SCRAPE_BYTES / 2
    assert all(runs >= 2 * EACH for runs in figures["runs"].values())
    print(
        f"{TARGETS} scheduled and {TARGETS} targets of /probe in the store after {figures['seconds until all were seen']:.0f} s;",
        f"{max(scraped.values()):.0f} series, {max(figures['bytes']) / 1e6:.1f} MB each")


def test_every_target_is_probed_by_one_exporter():
    figures = fleet().figures
    exporters = [exporter.addresses[0] for exporter in fleet().exporters]
    chosen = {dict(labels)["instance"]: dict(labels)["by"] for labels in figures["probed"]}
    # No two series of one target: it would be two exporters, or two members.
    assert len(figures["probed"]) == len(chosen) == TARGETS
    assert set(chosen) == set(fleet().targets) and set(chosen.values()) == set(exporters)
    assert figures["probed well"] == TARGETS
    shares = [sum(by == exporter for by in chosen.values()) for exporter in exporters]
    print("targets of each exporter:", *shares)
    assert all(0.9 * EACH < share < 1.1 * EACH for share in shares)
    # From the exporters' side: all succeeded, none was asked of targets that are another's.
    for share, counts in zip(shares, figures["on demand"]):
        assert counts["failure"] == 0
        assert 2 * share * 0.9 < counts["success"]
    assert figures["refused"] == [0, 0, 0]


def test_members_share_the_targets_and_lose_nothing():
    figures = fleet().figures
    assert figures["up"] == 1
    assert figures["targets up"] == TARGETS + len(PLACES)
    targets = [metric(text, "vm_promscrape_targets") for text in figures["members"]]
    print("targets of each member:", *targets)
    assert sum(targets) == TARGETS + len(PLACES)
    assert all(0.4 < count / sum(targets) < 0.6 for count in targets) and len(targets) == MEMBERS
    for text in figures["members"]:
        for name in ("vm_promscrape_scrapes_failed_total", "vmagent_remotewrite_packets_dropped_total",
                     "vm_promscrape_max_scrape_size_exceeded_errors_total"):
            assert metric(text, name) == 0, name


def test_a_majority_of_agents_speaks_for_all():
    votes = fleet().figures["votes of all"]
    majority, share, ratio = (f":whatsapp_{name}" for name in ("verdict:majority", "vote:share", "voters:ratio"))
    for name, region in PLACES:
        verdict = "whatsapp_outage" if name in DOWN else "ok"
        assert votes["region" + majority, region, "consumer", verdict] == 1
    assert votes["global" + majority, None, "consumer", "whatsapp_outage"] == 1
    assert votes["global" + share, None, "consumer", "whatsapp_outage"] == 2 / 3
    assert votes["global" + ratio, None, "consumer", None] == 1


def test_an_exporter_that_ends_has_no_say_but_stays_known():
    votes = fleet().figures["votes of two"]
    majority, share, ratio = (f":whatsapp_{name}" for name in ("verdict:majority", "vote:share", "voters:ratio"))
    assert votes["region" + majority, PLACES[-1][1], "consumer", "no_quorum"] == 1
    assert votes["global" + majority, None, "consumer", "whatsapp_outage"] == 1
    assert votes["global" + share, None, "consumer", "whatsapp_outage"] == 1
    assert votes["global" + ratio, None, "consumer", None] == 2 / 3
