"""The prober icmp over wires that delay, lose and repeat, and through a router."""

import contextlib

import pytest

from exporter import QUIET, Exporter
from wire import Host, Wire, is_echo_request

pytestmark = pytest.mark.usefixtures("namespaces")

MODULES = {
    "icmp": {"prober": "icmp", "timeout": "5s"},
    "impatient": {"prober": "icmp", "timeout": "1s"},
    "six": {"prober": "icmp", "timeout": "5s", "icmp": {"count": 6, "interval": "50ms"}},
    "tolerant": {"prober": "icmp", "timeout": "2s", "icmp": {"count": 6, "interval": "50ms", "tolerated_loss": "50%"}},
    "strict": {"prober": "icmp", "timeout": "2s", "icmp": {"count": 6, "interval": "50ms", "tolerated_loss": "30%"}},
    "near": {"prober": "icmp", "timeout": "5s", "icmp": {"ttl": 1}},
    "big": {"prober": "icmp", "timeout": "5s", "icmp": {"payload_size": 1440}},
    "big_whole": {"prober": "icmp", "timeout": "5s", "icmp": {"payload_size": 1440, "dont_fragment": True}},
}
FAR = {"ip4": "10.77.2.1", "ip6": "fd77:2::1"}


@pytest.fixture(scope="module", params=["datagram", "raw"])
def network(request, namespaces):
    """An exporter, a router and a far host behind a link of 1,400 bytes; what the first wire does is to be set."""
    with contextlib.ExitStack() as stack:
        here, router, far = (stack.enter_context(Host()) for _ in range(3))
        wire = stack.enter_context(Wire(here, "near", router, "us"))
        stack.enter_context(Wire(router, "there", far, "far"))
        # Which kind of socket is granted: the raw one needs no leave, as we are root.
        here.set("ipv4/ping_group_range", "'0 2147483647'" if request.param == "datagram" else "'1 0'")
        here.address("near", "10.77.1.1/24", "fd77:1::1/64")
        router.set("ipv4/ip_forward", 1)
        router.set("ipv6/conf/all/forwarding", 1)
        router.address("us", "10.77.1.2/24", "fd77:1::2/64")
        router.address("there", "10.77.2.2/24", "fd77:2::2/64", mtu=1400)
        far.address("far", "10.77.2.1/24", "fd77:2::1/64", mtu=1400)
        for host, gateway in [(here, "10.77.1.2"), (here, "fd77:1::2"), (far, "10.77.2.2"), (far, "fd77:2::2")]:
            host.route("default", "via", gateway)
        exporter = stack.enter_context(
            Exporter("--probe.allow=any", config=QUIET | {"modules": MODULES}, prefix=here.prefix))
        # Its address is one of that network's.
        exporter.isolated = True
        yield exporter, wire


@pytest.fixture
def probe(network):
    exporter, wire = network

    def probe(module, target, fate=lambda frame, is_outward: (0,)):
        wire.fate = fate
        return exporter.metrics(f"/probe?module={module}&target={target}")

    yield probe
    wire.fate = lambda frame, is_outward: (0,)


def reason(metrics):
    """The reason of a failed probe; `None` for one that succeeded."""
    [info] = metrics.all("probe_failure_info") or [None]
    assert (info is None) == (metrics.value("probe_success") == 1)
    return info and info.labels["reason"]


@pytest.mark.parametrize("family", FAR)
def test_reply_comes_through_the_router(probe, family):
    metrics = probe("icmp", FAR[family])
    assert reason(metrics) is None
    assert metrics.value("probe_icmp_reply_hop_limit") == 63
    assert metrics.value("probe_ip_protocol") == int(family[-1])


@pytest.mark.parametrize("family", FAR)
def test_round_trip_is_the_wires_delay(probe, family):
    metrics = probe("six", FAR[family], lambda frame, is_outward: (0.05,))
    assert reason(metrics) is None
    # Both ways, and no more than that: nothing of the interval, of resolution or of waiting for one another.
    assert 0.1 <= metrics.value("probe_icmp_duration_seconds", phase="rtt") < 0.3


def every(number):
    """A fate that loses every so-manieth echo request."""
    seen = [0]

    def fate(frame, is_outward):
        if is_outward and is_echo_request(frame):
            seen[0] += 1
            return () if seen[0] % number == 0 else (0,)
        return (0,)

    return fate


@pytest.mark.parametrize("family", FAR)
@pytest.mark.parametrize("module, expected", [("strict", "echo_loss"), ("tolerant", None)])
def test_loss_is_measured_against_what_is_tolerated(probe, family, module, expected):
    assert reason(probe(module, FAR[family], every(2))) == expected


@pytest.mark.parametrize("family", FAR)
def test_nothing_back_is_a_timeout(probe, family):
    metrics = probe("impatient", FAR[family], lambda frame, is_outward: () if is_echo_request(frame) else (0,))
    assert reason(metrics) == "echo_timeout"
    assert metrics.value("probe_duration_seconds") < 1.1


def test_late_and_repeated_replies_count_once_or_not_at_all(probe):
    assert reason(probe("impatient", FAR["ip4"], lambda frame, is_outward: (0.7 if is_echo_request(frame) else 0.7,))) \
        == "echo_timeout"
    # What is still on its way belongs to nobody now.
    metrics = probe("six", FAR["ip4"], lambda frame, is_outward: (0, 0, 0.01))
    assert reason(metrics) is None
    assert metrics.value("probe_icmp_duration_seconds", phase="rtt") < 0.3


@pytest.mark.parametrize("family", FAR)
def test_hop_limit_ends_at_the_router(probe, family):
    assert reason(probe("near", FAR[family])) == "echo_hop_limit"
    assert reason(probe("near", "10.77.1.2" if family == "ip4" else "fd77:1::2")) is None


@pytest.mark.parametrize("family", FAR)
def test_packets_too_big_for_a_link_are_told_of(probe, family):
    assert reason(probe("big_whole", FAR[family])) == "echo_too_big"


def test_packets_may_be_cut_up_unless_forbidden(probe):
    assert reason(probe("big", FAR["ip4"])) is None


@pytest.mark.parametrize(
    "target, expected", [("10.77.2.77", "host_unreachable"), ("fd77:2::77", "host_unreachable"),
                         ("10.99.0.1", "network_unreachable"), ("fd99::1", "network_unreachable")])
def test_routers_say_who_is_not_there(probe, target, expected):
    assert reason(probe("icmp", target)) == expected
