"""A dozen scenarios live: the lab plays them twenty times as fast, the exporter serves what it concludes."""

import concurrent.futures
import dataclasses

import pytest

from performance import INTERVAL, SLACK, TIMEOUT, Performance
from scenarios import Scenario, seconds

# Three failures in a row, the second of them confirming the first.
TO_DETECT = 2 * INTERVAL + TIMEOUT + SLACK
DECISIVE = {"chat", "web", "registration", "media", "business_api"}
OTHERS = {"chat_alternate", "links", "dns_authority"}


@dataclasses.dataclass
class Case:
    name: str
    verdict: str = ""  # of the one incident; none without
    # What the incident must name at least, and nothing that is none of it.
    components: set = dataclasses.field(default_factory=set)
    also: set = dataclasses.field(default_factory=set)
    begin: str = "6m"


CASES = [
    Case("all_silent", "whatsapp_outage", DECISIVE, OTHERS),
    Case("all_refuses", "whatsapp_outage", DECISIVE, OTHERS),
    Case("line_down", "local_network", DECISIVE, OTHERS),
    Case("national_resolver_2026_02", "local_dns", {"chat", "web", "registration", "media"}, {"chat_alternate", "dns_authority"}),
    Case("resolver_misbehaving", "local_dns", DECISIVE, OTHERS),
    Case("captive_portal", "blocked_or_intercepted", DECISIVE, OTHERS),
    Case("proxy_opens_tls", "blocked_or_intercepted", DECISIVE, OTHERS),
    Case("chat_relayed_with_false_key", "blocked_or_intercepted", {"chat"}),
    Case("clock_two_hours_ahead", "local_clock"),
    Case("media_cdn_2019_07", "whatsapp_outage", {"media"}),
    Case("cloud_api_2024_03_05", "whatsapp_outage", {"business_api"}),
    Case("names_gone", "whatsapp_outage", DECISIVE - {"business_api"}, OTHERS),
    Case("chat_edge_bad", "edge_partial", {"chat"}),
    Case("edge_drained", begin="0s"),
    Case("steered_elsewhere", begin="0s"),
]
# So that no two labs meet at a port.
SHIFT = 450


@pytest.fixture(scope="module")
def performances(request, tmp_path_factory):
    """Those asked for, side by side."""
    chosen = {item.callspec.params["case"].name for item in request.session.items if item.module is request.module}
    cases = [(number, case) for number, case in enumerate(CASES, 1) if case.name in chosen]
    with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
        yield {
            case.name: pool.submit(
                Performance, Scenario(case.name), tmp_path_factory.mktemp(case.name), seconds(case.begin), number * SHIFT)
            for number, case in cases
        }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_scenario(performances, case):
    performance = performances[case.name].result()
    assert performance.complaints()[:5] == []
    for place, expectation in enumerate(performance.scenario.expectations):
        took = performance.seconds_to(place)
        assert took is not None, f"never {expectation.verdicts}"
        print(f"{case.name} from {expectation.start} s on: {expectation.verdicts} after {took:.1f} s")
    check_incident(case, performance)
    check_edges(case, performance)


def check_incident(case, performance):
    incidents = performance.major()
    assert [incident["verdict"] for incident in incidents] == ([case.verdict] if case.verdict else [])
    for incident in incidents:
        assert incident["state"] == "resolved"
        assert case.components <= set(incident["components"]) <= case.components | case.also, incident["components"]
        trouble = next(expectation for expectation in performance.scenario.expectations if expectation.is_trouble)
        scopes = [scope for scope, verdict in trouble.verdicts.items() if verdict != "ok"]
        assert incident["scopes"] == scopes
        assert 0 <= incident["seconds_to_detect"] <= TO_DETECT
        print(f"{case.name}: detected after {incident['seconds_to_detect']:.1f} s, restored after {incident['seconds_to_restore']:.1f} s")


def check_edges(case, performance):
    """Where chat's name leads, as the system's resolver has it."""
    states = [(look.moment, look.edges.get(("chat", "system", "ip4"))) for look in performance.looks]
    before = {state for moment, state in states if moment < seconds("9m")}
    # Later it is where the name has led for longest.
    after = [state for moment, state in states if seconds("10m") < moment < seconds("18m")]
    assert before <= {"home", "unknown", None}
    match case.name:
        case "edge_drained":
            assert "failover_suspected" in after and "steered" not in after
        case "steered_elsewhere":
            assert "steered" in after and "failover_suspected" not in after
        case _:
            assert set(after) <= {"home", "unknown"}
