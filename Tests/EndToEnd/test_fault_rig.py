"""Every way a probe can fail, made on purpose in a network namespace of its own: each is reported as itself."""

import base64
import contextlib
import hashlib
import re
import socket
import struct
import subprocess
import urllib.parse

import pytest

import namespace
from authority import Authority
from blackbox.talkers import Talker, says_and_closes, silent
from blackbox.web import context
from blackbox.health import Health
from exporter import QUIET, ROOT, Exporter
from standins import NameServer, wait_for_end

pytestmark = pytest.mark.usefixtures("namespaces")

# Reasons that only the prober of the gateway or a public target gives, and where they are made.
ELSEWHERE = {
    "dns_bogon": "test_scenarios.py", "no_route": "test_alone.py", "gateway_silent": "test_catalogue.py",
    "http_foreign_redirect": "test_lab.py", "chat_key_mismatch": "Tests/WhatsAppTests/Chat",
    "chat_certificate_not_yet_valid": "Tests/LabTests/Servers", "tls_not_yet_valid": "Tests/LabTests/Servers",
    "tls_invalid_certificate": "Tests/TLSTests", "other": "what is none of the others cannot be made on purpose",
    "network_down": "Tests/ProbingTests/FailureReasonTests.swift", "target_not_allowed": "test_allow_rules.py",
    "chat_bad_tag": "test_chat.py", "chat_untrusted": "test_chat.py", "chat_certificate_expired": "test_chat.py",
    "local_resources": "test_probe.py", "echo_loss": "test_echo.py", "database_query_failed": "test_postgres.py",
    "database_query_timeout": "test_postgres.py", "database_unexpected_result": "test_postgres.py",
}


def http(**settings):
    return {"prober": "http", "timeout": "1s", "http": {"preferred_ip_protocol": "ip4", **settings}}


def tcp(*steps, **settings):
    return {"prober": "tcp", "timeout": "1s", "tcp": {"query_response": list(steps), **settings}}


def answers(data, first=65536):
    """Reads what is asked, says something and ends."""

    def talk(connection):
        connection.recv(first)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        wait_for_end(connection)

    return talk


def endlessly(first, more):
    def talk(connection):
        connection.sendall(first)
        while True:
            connection.sendall(more)

    return talk


def resets(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def page(status, body=b"", *fields):
    return "\r\n".join([f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *fields, "", ""]).encode() + body


def complaint(code):
    """PostgreSQL's refusal to let somebody in."""
    fields = f"SFATAL\0C{code}\0Mno\0\0".encode()
    return b"E" + struct.pack("!I", 4 + len(fields)) + fields


OK = answers(page(200, b"hello\n"))
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

# What listens where, by the last number of 127.88.0.x; each at port 1000.
SERVERS = {
    1: OK,
    2: silent,
    3: resets,
    4: answers(b"SSH-2.0-OpenSSH_9.2\r\n"),
    5: answers(CHUNKED + b"zz\r\n"),
    6: answers(page(200, b"ten bytes.").replace(b": 10", b": 100")),
    7: answers(page(503)),
    8: answers(page(404)),
    9: endlessly(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65536),
    10: answers(page(302, b"", "Location: http://127.88.0.10:1000/")),
    11: answers(page(200, b"not gzip", "Content-Encoding: gzip")),
    12: answers(page(407)),
    13: says_and_closes(b"220 ready\r\n"),
    14: endlessly(b"", b"a" * 65536),
    15: answers(b"", first=1),
    16: answers(bytes.fromhex("15030300020228")),
    17: answers(page(200, b"no upgrade")),
    18: answers(complaint("53300")),
    19: answers(complaint("28P01")),
    20: answers(complaint("57P03")),
    21: answers(b"\xff" * 64),
    22: says_and_closes(b"9"),
}


def at(number):
    return f"127.88.0.{number}:1000"


def url(number, path="/"):
    return f"http://{at(number)}{path}"


def dns(server, **settings):
    """A DNS probe; the name servers are 127.88.1.x at port 53."""
    return {"prober": "dns", "timeout": "1s", "dns": {"query_name": "a.test", "query_type": "A", **settings}}, f"127.88.1.{server}:53"


def resolved_by(server):
    return tcp(resolver=f"127.88.1.{server}:53", preferred_ip_protocol="ip4"), "a.test:1000"


def secured(**settings):
    return {"prober": "tcp", "timeout": "1s", "tcp": {"tls": True, "tls_config": {"ca_file": "@ca", "server_name": "web.test", **settings}}}


POSTGRES = {"prober": "postgres", "timeout": "2s", "postgres": {"user": "me", "database": "db", "tls_mode": "disable"}}
CHAT = {"prober": "whatsapp_chat", "timeout": "1s"}
ICMP = {"prober": "icmp", "timeout": "1s"}

# Reason → module and target that earn it.
FAULTS = {
    "dns_nxdomain": resolved_by(1), "dns_servfail": resolved_by(2), "dns_refused": resolved_by(3), "dns_timeout": resolved_by(4),
    "dns_no_answer": resolved_by(5), "dns_malformed": resolved_by(6), "dns_unreachable": resolved_by(9),
    "dns_no_resolver": (tcp(), "a.test:1000"),
    "dns_unexpected_code": dns(1), "dns_unexpected_records": dns(7, validate_answer_rrs={"fail_if_none_matches_regexp": ["10[.]"]}),
    "connect_timeout": (tcp(), "10.88.0.9:1000"), "connection_refused": (tcp(), "127.88.9.9:1000"),
    "connection_reset": (http(), url(3)), "host_unreachable": (tcp(), "10.88.1.1:1000"),
    "network_unreachable": (tcp(), "192.0.2.1:1000"), "permission_denied": (tcp(), "10.88.2.1:1000"),
    "address_unavailable": (tcp(source_ip_address="192.0.2.77"), at(1)),
    "tls_timeout": (secured(), at(2)), "tls_handshake_failed": (secured(), at(16)), "tls_not_tls": (secured(), at(4)),
    "tls_expired": (secured(server_name="expired.test"), "127.88.2.1:1000"), "tls_name_mismatch": (secured(server_name="other.test"), "127.88.2.2:1000"),
    "tls_unknown_authority": ({**secured(), "tcp": {"tls": True, "tls_config": {"server_name": "web.test"}}}, "127.88.2.2:1000"),
    "http_timeout": (http(), url(2)), "http_not_http": (http(), url(4)), "http_malformed": (http(), url(5)),
    "http_truncated": (http(), url(6)), "http_server_error": (http(), url(7)), "http_unexpected_status": (http(), url(8)),
    "http_too_large": (http(body_size_limit="1MB"), url(9)), "http_too_many_redirects": (http(), url(10)),
    "http_unexpected_body": (http(fail_if_body_matches_regexp=["hello"]), url(1)),
    "http_unexpected_header": (http(fail_if_header_not_matches=[{"header": "X-Kind", "regexp": "one"}]), url(1)),
    "http_unexpected_json": (http(fail_if_body_json_matches_cel="body.a == 1"), url(1)),
    "http_unexpected_version": (http(valid_http_versions=["HTTP/2.0"]), url(1)),
    "http_unexpected_tls": (http(fail_if_not_ssl=True), url(1)), "http_bad_encoding": (http(compression="gzip"), url(11)),
    "proxy_refused": (http(proxy_url=url(12), tls_config={"insecure_skip_verify": True}), "https://127.88.0.1:1000/"),
    "authorization_failed": (
        http(oauth2={"client_id": "me", "client_secret": "s", "token_url": url(8)}), url(1)),
    "reply_timeout": (tcp({"expect": "220"}), at(2)), "reply_unexpected": (tcp({"expect_bytes": "999"}), at(13)),
    "reply_too_large": (tcp({"expect": "220"}), at(14)), "connection_closed": (tcp({"expect_bytes": "999"}), at(22)),
    "websocket_not_upgraded": ({"prober": "websocket", "timeout": "1s"}, f"ws://{at(17)}/"),
    "websocket_malformed": (
        {"prober": "websocket", "timeout": "1s", "websocket": {"query_response": [{"expect": "x"}]}}, "ws://127.88.3.1:1000/"),
    "echo_timeout": (ICMP, "10.88.0.9"), "echo_hop_limit": ({**ICMP, "icmp": {"ttl": 1}}, "10.88.3.1"),
    "echo_too_big": ({**ICMP, "icmp": {"payload_size": 20000, "dont_fragment": True}}, "10.88.0.2"),
    "grpc_status": ({"prober": "grpc", "timeout": "2s"}, "127.88.4.1:1000"),
    "grpc_not_serving": ({"prober": "grpc", "timeout": "2s", "grpc": {"service": "ill"}}, "127.88.4.2:1000"),
    "database_timeout": (POSTGRES, at(2)), "database_full": (POSTGRES, at(18)), "database_authentication": (POSTGRES, at(19)),
    "database_unavailable": (POSTGRES, at(20)), "database_malformed": (POSTGRES, at(21)), "database_closed": (POSTGRES, at(15)),
    "chat_timeout": (CHAT, at(2)), "chat_closed": (CHAT, at(15)), "chat_not_noise": (CHAT, at(5)), "chat_malformed": (CHAT, at(21)),
    "target_invalid": (tcp(), "127.88.0.1"),
}


# What the name servers do.
NAME_SERVERS = {1: "nxdomain", 2: "servfail", 3: "refuses", 4: "silent", 5: "empty", 6: "garbage", 7: None}


class OddNameServer(NameServer):
    def message(self, query):
        if self.fault == "garbage":
            return query[:2] + b"\xff" * 30
        answer = super().message(query)
        if self.fault == "empty":
            return answer[:3] + b"\x80" + query[4:6] + bytes(6) + query[12:]
        return answer


def servers(authority):
    """Everything that is asked, made in the namespace of the calling thread."""
    made = [Talker(at(number), talk) for number, talk in SERVERS.items()]
    for number, fault in NAME_SERVERS.items():
        made.append(OddNameServer(f"127.88.1.{number}", {"a.test": "192.0.2.9"}, port=53))
        made[-1].fault = fault
    expired, good = authority.certificate("expired.test", expired=True), authority.certificate("web.test")
    for number, certificate in ((1, expired), (2, good)):
        made.append(Talker(f"127.88.2.{number}:1000", secured_silence(context(certificate))))
    made.append(Talker("127.88.3.1:1000", breaks_frames))
    made += [Health("127.88.4.1:1000", serves_health=False), Health("127.88.4.2:1000")]
    return made


def secured_silence(made):
    def talk(connection):
        with made.wrap_socket(connection, server_side=True) as stream:
            wait_for_end(stream)

    return talk


def breaks_frames(connection):
    head = connection.recv(65536).decode("latin-1")
    key = re.search(r"(?i)sec-websocket-key: *(\S+)", head)[1]
    proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    connection.sendall(
        f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {proof}\r\n\r\n"
        .encode() + b"\xff\xff" + b"garbage" * 10)
    wait_for_end(connection)


# A neighbour that is another host, one that is not there, and routes that lead nowhere.
ROADS = """
ip link add near type veth peer name far netns {outside}
ip addr add 10.88.0.1/24 dev near && ip link set near up
ip route add 10.88.3.0/24 via 10.88.0.2
ip route add unreachable 10.88.1.0/24
ip route add prohibit 10.88.2.0/24
"""
OUTSIDE = """
ip link set lo up && ip addr add 10.88.0.2/24 dev far && ip link set far up && echo 1 > /proc/sys/net/ipv4/ip_forward
ip route add 10.88.3.0/24 via 10.88.0.1
"""


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rig")
    (folder / "ca").mkdir()
    authority = Authority(folder / "ca")
    (folder / "resolv.conf").write_text("")
    modules = {reason: placed(module, authority) for reason, (module, _) in FAULTS.items()}
    config = {
        **QUIET, "modules": modules,
        "probing": {**QUIET["probing"], "resolv_conf": str(folder / "resolv.conf"), "hosts_file": "/dev/null"},
    }
    with contextlib.ExitStack() as stack:
        exporter = stack.enter_context(Exporter("--probe.allow=any", config=config, isolated=True))
        outside = stack.enter_context(Outside())
        inside(exporter.pid, ROADS.format(outside=outside.pid))
        inside(outside.pid, OUTSIDE)
        # Packets to this one leave and nobody takes them.
        inside(exporter.pid, "ip neigh add 10.88.0.9 lladdr 02:00:00:00:00:09 dev near")
        for server in namespace.within(exporter.pid, lambda: servers(authority)):
            stack.callback(server.close)
        yield exporter


class Outside:
    """A second host: a process that holds a network namespace."""

    def __enter__(self):
        self.process = subprocess.Popen(["unshare", "--net", "sleep", "600"])
        self.pid = self.process.pid
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def inside(pid, script):
    subprocess.run(["nsenter", f"--net=/proc/{pid}/ns/net", "sh", "-e", "-c", script], check=True, capture_output=True)


def placed(value, authority):
    if isinstance(value, dict):
        return {key: placed(part, authority) for key, part in value.items()}
    return str(authority.file) if value == "@ca" else value


def reasons():
    """All that FailureReason knows."""
    text = (ROOT / "Sources/Probing/FailureReason.swift").read_text(encoding="utf-8")
    return set(re.findall(r'case \w+ = "(\w+)"', text)) | set(re.findall(r"^    case (other)$", text, re.M))


def test_every_reason_is_made():
    made = set(FAULTS) | set(ELSEWHERE)
    assert reasons() - made == set(), "reasons nobody makes"
    assert made - reasons() == set(), "reasons that are none"


@pytest.mark.parametrize("reason", FAULTS)
def test_a_failure_is_reported_as_itself(reason, rig):
    answer = rig.get("/probe?" + urllib.parse.urlencode({"module": reason, "target": FAULTS[reason][1]}))
    assert answer.status == 200, answer.text
    found = re.findall(r'^probe_failure_info\{.*reason="(\w+)".*\} 1$', answer.text, re.M)
    log = rig.get("/probe?" + urllib.parse.urlencode({"module": reason, "target": FAULTS[reason][1], "debug": "true"})).text
    assert found == [reason], log
    assert "\nprobe_success 0\n" in answer.text
