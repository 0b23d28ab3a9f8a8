"""The same module, the same target, at the same moment: blackbox_exporter and we must say the same.

Where we do not, `DIFFERENCES` says why; README's "Coming from blackbox_exporter" shows the same table.
"""

import dataclasses
import math
import socket
import urllib.parse

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from authority import Authority
from blackbox import cases
from blackbox.health import Health
from blackbox.names import Bind
from blackbox.peer import BlackboxExporter, version
from blackbox.talkers import Talker, banner, host_and_port, irc, mail, says_and_closes, silent
from blackbox.web import Nginx, Web, context
from conftest import PEERS
from exporter import QUIET, Exporter

PROGRAM = next(
    (PEERS / name for name in ("blackbox_exporter", "prometheus-blackbox-exporter") if (PEERS / name).exists()), None)


class Estate:
    """Every server that is asked, each on a host of its own."""

    def __init__(self, folder):
        folder.joinpath("ca").mkdir()
        authority = Authority(folder / "ca")
        certificate = authority.certificate("web.test")
        client = authority.certificate("client.test")
        self.files = {
            "@authority": authority.file, "@certificate": client[0], "@key": client[1], "@socket": folder / "talk.sock",
        }
        # Bound and never listening: it refuses, and nobody else gets the port.
        closed = socket.socket()
        closed.bind(host_and_port(cases.CLOSED))
        self.servers = [
            closed, Web(cases.WEB), Nginx(PEERS / "nginx", cases.NGINX, folder / "nginx", certificate, authority.file),
            Bind(PEERS / "named", (18653, 18853), folder / "named", certificate),
            Talker(cases.SSH, banner(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")), Talker(cases.IRC, irc),
            Talker(cases.MAIL, mail(context(certificate))), Talker(cases.SILENT, silent),
            Talker(cases.CLOSES, says_and_closes(b"100 not yet\r\n")), Talker(self.files["@socket"], banner(b"220 ready\r\n")),
            Health(cases.HEALTH), Health(cases.SECURE_HEALTH, certificate), Health(cases.NO_HEALTH, serves_health=False),
        ]

    def close(self):
        for server in self.servers:
            server.close()

    def put(self, value):
        """A module with the names of the estate's files in their places."""
        if isinstance(value, dict):
            return {key: self.put(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.put(part) for part in value]
        return str(self.files.get(value, value)) if isinstance(value, str) else value


@dataclasses.dataclass(frozen=True)
class Difference:
    """What differs, where, and why."""

    why: str
    families: frozenset = frozenset()
    cases: frozenset = frozenset()
    # The first blackbox_exporter of which this is no longer so; `None` for those of today, too.
    until: tuple | None = None

    def covers(self, case, family, peer):
        return (
            (not self.families or family in self.families) and (not self.cases or case in self.cases)
            and (self.until is None or peer < self.until))


def difference(why, families=(), cases=(), until=None):
    return Difference(why, frozenset(families), frozenset(cases), until)


# What we say where blackbox_exporter says nothing: our own families, and certificates also when they do not convince.
OURS = (
    "probe_failure_info", "probe_phase_duration_seconds", "probe_dns_response_code", "probe_icmp_", "probe_address_",
    "probe_ssl_", "probe_tls_",
)

DIFFERENCES = [
    difference("the order of preference is OpenSSL's, so the server may choose another", families=["probe_tls_cipher_info"]),
    difference(
        "deflate is zlib's format (RFC 9110 section 8.4.1.2); blackbox_exporter takes the bare one only, we both",
        families=["probe_success", "probe_http_uncompressed_body_length"], cases=["http_deflate"]),
    difference(
        "a phase that did not end has no duration", families=["probe_dns_duration_seconds"], cases=["dns_silent"]),
    difference(
        "0 was written before anything had been compared", families=["probe_failed_due_to_regex"],
        cases=["tcp_refused", "tcp_no_port", "tcp_tls_wrong_name"], until=(0, 28)),
    difference(
        "0 was written where there is no TLS", families=["probe_ssl_earliest_cert_expiry"],
        cases=["grpc", "grpc_ill", "grpc_unknown", "grpc_unimplemented"], until=(0, 28)),
]

# Families and labels that came to blackbox_exporter later than the oldest one we are compared with.
NEWER = {
    "probe_timeout_seconds": (0, 29), "probe_tls_cipher_info": (0, 25), "probe_expect_info": (0, 25),
    "probe_http_uncompressed_body_length": (0, 16), "probe_ssl_last_chain_info": (0, 27), "probe_failed_due_to_bytes": (0, 28),
}


def families(text):
    """Family → its type and its samples by their labels."""
    found = {}
    for family in text_string_to_metric_families(text):
        samples = {tuple(sorted(sample.labels.items())): sample.value for sample in family.samples}
        found[family.name] = (family.type, samples)
    return found


def is_time(name):
    return name.endswith("_seconds") and not name.endswith("timestamp_seconds") and name != "probe_timeout_seconds"


def disagreements(ours, theirs):
    """The families in which the two differ, with what each says."""
    for name in sorted(set(ours) | set(theirs)):
        if name not in ours or name not in theirs:
            if not (name not in theirs and name.startswith(OURS)):
                yield name, ours.get(name), theirs.get(name)
        elif ours[name][0] != theirs[name][0] or set(ours[name][1]) != set(theirs[name][1]):
            yield name, ours[name], theirs[name]
        elif not all(agree(name, ours[name][1][labels], value) for labels, value in theirs[name][1].items()):
            yield name, ours[name], theirs[name]


def agree(name, ours, theirs):
    if is_time(name):
        # Whether the phase took place at all; how long it took is another matter.
        return ours >= 0 and abs(ours - theirs) < 1
    return ours == theirs or (math.isnan(ours) and math.isnan(theirs))


@pytest.fixture(scope="module")
def estate(tmp_path_factory, port_53):
    estate = Estate(tmp_path_factory.mktemp("blackbox"))
    yield estate
    estate.close()


@pytest.fixture(scope="module")
def both(estate, tmp_path_factory):
    """Both exporters with the same modules, and which of the cases both can be asked."""
    assert PROGRAM, f"no blackbox_exporter in {PEERS}: make test-deps, or set PEERS_BIN"
    known = [case for case in CASES.values() if version(PROGRAM) >= case.since]
    modules = {case.name: estate.put(case.module) for case in known}
    config = tmp_path_factory.mktemp("modules") / "blackbox.yml"
    config.write_text(yaml.safe_dump({"modules": modules}, sort_keys=False), encoding="utf-8")
    with BlackboxExporter(PROGRAM, config) as theirs, Exporter(
        "--probe.allow=any", config={**QUIET, "modules": modules}
    ) as ours:
        yield ours, theirs, {case.name for case in known}


CASES = {case.name: case for case in cases.cases()}


@pytest.mark.parametrize("name", CASES)
def test_says_what_blackbox_exporter_says(name, estate, both):
    ours, theirs, known = both
    if name not in known:
        pytest.skip("this blackbox_exporter does not know the module's keys")
    case = CASES[name]
    parameters = {"module": name, "target": estate.put(case.target), **dict(case.parameters)}
    status, text = theirs.probe(**parameters)
    answer = ours.get("/probe?" + urllib.parse.urlencode(parameters))
    assert answer.status == status, answer.text
    if status != 200:
        return
    peer = version(PROGRAM)
    unexplained = [
        f"{family}: ours {mine}, theirs {other}" for family, mine, other in disagreements(families(answer.text), families(text))
        if not any(difference.covers(name, family, peer) for difference in DIFFERENCES) and peer >= NEWER.get(family, (0, 0))
    ]
    log = ours.get("/probe?" + urllib.parse.urlencode({**parameters, "debug": "true"})).text
    assert not unexplained, "\n".join(unexplained) + "\n" + log


def test_at_least_forty_cases_are_compared(both):
    assert len(both[2]) >= 40
