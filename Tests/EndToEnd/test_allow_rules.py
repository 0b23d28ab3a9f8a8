"""Whom /probe goes to, by --probe.allow: it must be no way into networks for everybody who can reach it."""

import contextlib
import socket
import struct

import pytest

from blackbox.talkers import Talker, says_and_closes
from exporter import QUIET, Exporter, run
from standins import NameServer, name_at
from test_probe import Remembering, http, query, reasons, value

INSIDE = "127.86.1.1:8000"
FORBIDDEN = "127.86.2.1:8000"
PROXY = "127.86.3.1:8000"
NAMES = "127.86.1.53"

# What names lead to.
NAMED = {
    "inside.test": "127.86.1.1", "forbidden.test": "127.86.2.1", "metadata.test": "169.254.169.254", "link.test": "169.254.7.7",
    "nothing.test": "0.0.0.0", "many.test": "224.0.0.1", "azure.test": "168.63.129.16", "a.below.test": "127.86.1.1",
    "below.test": "127.86.1.1", "xbelow.test": "127.86.1.1", "everybody.test": "255.255.255.255",
    "loop6.test": "::1", "mapped.test": "::ffff:127.86.2.1", "nat64.test": "64:ff9b::7f56:201", "six.test": "2002:7f56:201::1",
    "compatible.test": "::127.86.2.1", "link6.test": "fe80::1", "aws6.test": "fd00:ec2::254", "local64.test": "64:ff9b:1::7f56:201",
}


class Names(NameServer):
    """With AAAA records, and one name whose address is another each time."""

    def message(self, query):
        name, end = name_at(query, 12)
        kind, _ = struct.unpack_from("!HH", query, end)
        address = NAMED.get(name)
        if name == "rebinds.test" and kind == 1:
            self.asked = not getattr(self, "asked", False)
            address = "127.86.1.1" if self.asked else "127.86.2.1"
        data = []
        if address and (":" in address) == (kind == 28) and kind in (1, 28):
            data = [socket.inet_pton(socket.AF_INET6 if kind == 28 else socket.AF_INET, address)]
        code = 0 if address or name == "rebinds.test" else 3
        head = query[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(data), 0, 0)
        records = [b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 0, len(rdata)) + rdata for rdata in data]
        return head + query[12 : end + 4] + b"".join(records)


class Counting(Remembering):
    """Counts connections, requests or not."""

    connections = 0

    def _answer(self, connection):
        self.connections += 1
        super()._answer(connection)


@pytest.fixture(scope="module")
def estate():
    names = Names(NAMES, {})
    servers = [Counting(address) for address in (INSIDE, FORBIDDEN, PROXY)]
    yield names, *servers
    for server in (names, *servers):
        server.close()


@pytest.fixture
def forbidden(estate):
    """What must never be talked to; nobody has by the end."""
    estate[2].connections = 0
    yield estate[2]
    assert estate[2].connections == 0


@pytest.fixture(scope="module")
def exporter(estate):
    """Starts exporters with rules; each is there until the last test."""
    names = estate[0]
    resolver = {"resolver": names.address}
    modules = {
        "http": http(**resolver),
        "six": http(**resolver, **{"preferred_ip_protocol": "ip6"}),
        "tcp": {"prober": "tcp", "timeout": "2s", "tcp": resolver}, "udp": {"prober": "udp", "timeout": "1s", "udp": resolver},
        "icmp": {"prober": "icmp", "timeout": "1s", "icmp": resolver}, "unix": {"prober": "unix"},
        "dns": {"prober": "dns", "timeout": "1s", "dns": {"query_name": "a.test", **resolver}},
        "grpc": {"prober": "grpc", "timeout": "1s", "grpc": resolver}, "tls": {"prober": "tls", "timeout": "1s", "tls": resolver},
        "postgres": {"prober": "postgres", "timeout": "1s", "postgres": {"user": "a", "database": "d", **resolver}},
        "websocket": {"prober": "websocket", "timeout": "1s", "websocket": resolver},
        "chat": {"prober": "whatsapp_chat", "timeout": "1s", "whatsapp_chat": resolver},
        "proxied": http(proxy_url=f"http://{PROXY}", **resolver),
        "proxied_names": http(proxy_url=f"http://{PROXY}", skip_resolve_phase_with_proxy=True, **resolver),
    }
    with contextlib.ExitStack() as stack:
        started = {}

        def start(*rules):
            if rules not in started:
                flags = [f"--probe.allow={rule}" for rule in rules]
                started[rules] = stack.enter_context(Exporter(*flags, config={**QUIET, "modules": modules}))
            return started[rules]

        yield start


def probe(exporter, target, module="http"):
    return exporter.get(query(target=target, module=module))


def refused_at_address(exporter, target, module="http"):
    """Whether the probe began and was ended by the rules; its debug text then says why."""
    answer = probe(exporter, target, module)
    assert answer.status == 200, answer.text
    assert reasons(answer.text) == ["target_not_allowed"], answer.text
    return exporter.get(query(target=target, module=module, debug="true")).text


@pytest.mark.parametrize("module, target", [
    ("http", f"http://{FORBIDDEN}/"), ("http", "http://forbidden.test:8000/"), ("http", "http://localhost/"), ("http", "http://[::1]/"),
    ("http", "http://169.254.169.254/latest/meta-data/"), ("http", "http://[::ffff:127.0.0.1]:8000/"), ("http", "http://0.0.0.0/"),
    ("http", "http://[::ffff:7f00:1]/"), ("http", "http://[64:ff9b::7f00:1]/"), ("http", "http://[fd00:ec2::254]/"),
    ("http", "http%3A%2F%2F127.86.2.1%3A8000"), ("http", "http://FORBIDDEN.TEST.:8000/"), ("tcp", FORBIDDEN), ("udp", FORBIDDEN),
    ("icmp", "127.86.2.1"), ("dns", "127.86.2.1:8000"), ("grpc", FORBIDDEN), ("websocket", f"ws://{FORBIDDEN}"),
    ("postgres", FORBIDDEN), ("tls", FORBIDDEN), ("chat", FORBIDDEN), ("unix", "/run/docker.sock"), ("http", "http://8.8.8.8/"),
])
def test_nobody_but_the_configured_is_probed_unless_told(exporter, forbidden, module, target):
    running = exporter()
    before = running.metrics().value("whatsapp_exporter_refused_targets_total")
    answer = probe(running, target, module)
    assert answer.status == 403
    assert "no configured target" in answer.text and answer.text.count("\n") == 1
    assert running.metrics().value("whatsapp_exporter_refused_targets_total") == before + 1


def test_the_configured_are_probed(exporter):
    talker = Talker("127.0.0.1:18681", says_and_closes(b"hello\n"))
    try:
        assert value(probe(exporter(), "127.0.0.1:18681", "tcp").text, "probe_success") == 1
        assert probe(exporter("configured", "inside.test"), "127.0.0.1:18681", "tcp").status == 200
        # Rules of one's own take the place of the default.
        assert probe(exporter("inside.test"), "127.0.0.1:18681", "tcp").status == 403
    finally:
        talker.close()


@pytest.mark.parametrize("name, words", [
    ("inside.test", "loopback address 127.86.1.1"), ("metadata.test", "169.254.169.254"), ("link.test", "link-local"),
    ("nothing.test", "unspecified"), ("many.test", "multicast"), ("azure.test", "metadata"), ("everybody.test", "broadcast"),
])
def test_a_name_does_not_lead_to_this_host_its_link_or_metadata(exporter, forbidden, name, words):
    log = refused_at_address(exporter("*.test"), f"http://{name}:8000/")
    assert words in log and "--probe.allow=" in log


@pytest.mark.parametrize("name", [
    "loop6.test", "mapped.test", "nat64.test", "six.test", "compatible.test", "link6.test", "aws6.test", "local64.test",
])
def test_nor_by_an_ipv6_address_that_carries_another(exporter, forbidden, name):
    refused_at_address(exporter("*.test"), f"http://{name}:8000/", "six")


@pytest.mark.parametrize("module, target", [
    ("tcp", "forbidden.test:8000"), ("udp", "forbidden.test:8000"), ("icmp", "forbidden.test"), ("dns", "forbidden.test:8000"),
    ("grpc", "forbidden.test:8000"), ("websocket", "ws://forbidden.test:8000/"), ("postgres", "forbidden.test:8000"),
    ("tls", "forbidden.test:8000"), ("chat", "forbidden.test:8000"),
])
def test_every_prober_keeps_to_the_rules_at_the_address(exporter, forbidden, module, target):
    refused_at_address(exporter("*.test"), target, module)


def test_a_network_allows_addresses_and_names_that_lead_there(exporter, forbidden):
    running = exporter("127.86.1.0/24")
    for target in (f"http://{INSIDE}/", "http://inside.test:8000/", "http://[::ffff:127.86.1.1]:8000/"):
        assert value(probe(running, target).text, "probe_success") == 1, target
    assert probe(running, f"http://{FORBIDDEN}/").status == 403
    refused_at_address(running, "http://forbidden.test:8000/")
    refused_at_address(running, "http://metadata.test/")


def test_a_domain_is_what_is_below_a_name(exporter):
    running = exporter("*.below.test")
    assert probe(running, "http://a.below.test:8000/").status == 200
    assert probe(running, "http://A.BELOW.test.:8000/").status == 200
    for name in ("below.test", "xbelow.test", "below.test.evil.test"):
        assert probe(running, f"http://{name}:8000/").status == 403


def test_an_address_that_is_named_may_be_anything(exporter):
    assert value(probe(exporter("127.86.1.1"), f"http://{INSIDE}/").text, "probe_success") == 1
    assert probe(exporter("127.86.1.1"), "http://127.86.1.2:8000/").status == 403


def test_any_is_anybody(exporter):
    running = exporter("any")
    for target in (f"http://{INSIDE}/", "http://inside.test:8000/", f"http://{INSIDE}/to?http://{FORBIDDEN}/"):
        assert value(probe(running, target).text, "probe_success") == 1
    assert probe(running, "/nowhere/socket", "unix").status == 200


def test_a_name_that_changes_its_address_gets_nowhere(exporter, forbidden):
    """DNS rebinding: what is checked is what is connected to."""
    found = [probe(exporter("127.86.1.0/24"), "http://rebinds.test:8000/").text for _ in range(10)]
    outcomes = {tuple(reasons(text)) for text in found}
    assert outcomes == {(), ("target_not_allowed",)}


@pytest.mark.parametrize("location", [
    f"http://{FORBIDDEN}/", "http://forbidden.test:8000/", "http://[::ffff:127.86.2.1]:8000/", "http://169.254.169.254/latest",
    "http://metadata.test/", "http://[::1]:8000/", "http://0.0.0.0:8000/", "//127.86.2.1:8000/",
    "http://[64:ff9b::7f56:201]:8000/", "http://nat64.test:8000/", f"http://{INSIDE}/to?http://{FORBIDDEN}/", "http://10.1.2.3/",
    "http://inside.test:8000/to?//forbidden.test:8000/",
])
def test_redirects_lead_nowhere_else(exporter, forbidden, location):
    log = refused_at_address(exporter("127.86.1.0/24"), f"http://{INSIDE}/to?{location}")
    assert "Target not allowed" in log


def test_redirects_lead_to_what_is_allowed(exporter):
    for location in (f"http://{INSIDE}/", "http://inside.test:8000/", "/"):
        text = probe(exporter("127.86.1.0/24"), f"http://{INSIDE}/to?{location}").text
        assert (value(text, "probe_success"), value(text, "probe_http_redirects")) == (1, 1)


def test_a_proxy_is_no_way_around_the_rules(exporter, estate, forbidden):
    proxy = estate[3]
    running = exporter("127.86.1.0/24")
    proxy.heads.clear()
    assert value(probe(running, f"http://{INSIDE}/", "proxied").text, "probe_success") == 1
    assert [path for _, path, _, _ in proxy.heads] == [f"http://{INSIDE}/"]
    proxy.connections = 0
    assert probe(running, f"http://{FORBIDDEN}/", "proxied").status == 403
    for target in ("http://forbidden.test:8000/", "https://forbidden.test:8000/"):
        refused_at_address(running, target, "proxied")
    assert proxy.connections == 0


@pytest.mark.parametrize("target", ["http://forbidden.test:8000/", "https://forbidden.test:8000/"])
def test_a_name_that_only_the_proxy_resolves_must_be_named(exporter, estate, forbidden, target):
    proxy = estate[3]
    proxy.connections = 0
    refused_at_address(exporter("127.86.1.0/24"), target, "proxied_names")
    assert proxy.connections == 0
    assert probe(exporter("forbidden.test"), "http://forbidden.test:8000/", "proxied_names").status == 200
    assert proxy.connections == 1


def test_redirects_by_names_that_only_the_proxy_resolves_must_be_named(exporter, estate, forbidden):
    class Redirecting(Counting):
        def respond(self, method, path, fields, body):
            self.heads.append((method, path, fields, body))
            return self.page(302, b"", ["Location: http://elsewhere.internal/"], method)

    estate[3].heads.clear()
    original, estate[3].__class__ = estate[3].__class__, Redirecting
    try:
        refused_at_address(exporter("inside.test"), "http://inside.test:8000/", "proxied_names")
    finally:
        estate[3].__class__ = original
    assert all("elsewhere" not in path for _, path, _, _ in estate[3].heads)


@pytest.mark.parametrize("rule", ["", "10.0.0.1/8", "10.0.0.0/33", "http://a.test/", "a b", "*.", "*", "a.test:80", "10.0.0.0/x"])
def test_a_rule_that_is_none_ends_the_start(rule):
    ended = run(f"--probe.allow={rule}", "--web.listen-address=127.0.0.1:0")
    assert ended.returncode != 0
    assert "--probe.allow" in ended.stderr
