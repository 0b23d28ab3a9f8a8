"""Peers that send what no server should: one reasoned failure each, in bounded memory and time."""

import contextlib
import json
import socket
import struct
import time

import pytest

from exporter import QUIET, Exporter, run, written
from standins import Door, NameServer, wait_for_end
from waiting import eventually


def sends(data):
    return lambda connection: connection.sendall(data)


def endlessly(first, more):
    def send(connection):
        connection.sendall(first)
        while True:
            connection.sendall(more)

    return send


def slowly(data):
    def send(connection):
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(0.2)

    return send


def holds(data):
    def send(connection):
        connection.sendall(data)
        wait_for_end(connection)

    return send


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
HELLO = bytes.fromhex("16030300")  # the beginning of a TLS record that says how long it is

# Prober, what the peer does once it is connected, and the reason it earns.
PEERS = {
    "http_closes": ("http", sends(b""), "http_truncated"),
    "http_garbage": ("http", sends(bytes(range(256))), "http_not_http"),
    "http_ssh": ("http", sends(b"SSH-2.0-OpenSSH_9.2\r\n"), "http_not_http"),
    "http_cut": ("http", sends(HEAD + b"Content-Length: 100\r\n\r\nten bytes."), "http_truncated"),
    "http_bad_chunk": ("http", sends(HEAD + CHUNKED + b"zz\r\n"), "http_malformed"),
    "http_two_lengths": ("http", sends(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "http_malformed"),
    "http_huge_length": ("http", sends(HEAD + b"Content-Length: 999999999999999999999999\r\n\r\n"), "http_malformed"),
    "http_endless_body": ("http", endlessly(HEAD + b"\r\n", b"a" * 65536), "http_too_large"),
    "http_endless_chunks": ("http", endlessly(HEAD + CHUNKED, b"1000\r\n" + b"a" * 4096 + b"\r\n"), "http_too_large"),
    "http_endless_head": ("http", endlessly(HEAD, b"X: a\r\n" * 1000), "http_too_large"),
    "http_endless_line": ("http", endlessly(HEAD + b"X: ", b"a" * 65536), "http_too_large"),
    "http_endless_interim": ("http", endlessly(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), "http_malformed"),
    "http_slow": ("http", slowly(HEAD * 100), "http_timeout"),
    "tls_closes": ("tls", sends(b""), "tls_handshake_failed"),
    "tls_http": ("tls", sends(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "tls_not_tls"),
    "tls_garbage": ("tls", sends(bytes(range(256))), "tls_not_tls"),
    "tls_cut": ("tls", sends(HELLO + b"\x7a\x02\x00"), "tls_handshake_failed"),
    "tls_alert": ("tls", sends(bytes.fromhex("15030300020228")), "tls_handshake_failed"),
    "tls_silent": ("tls", holds(b""), "tls_timeout"),
    "tls_half_record": ("tls", holds(HELLO + b"\x7a\x02"), "tls_timeout"),
    "https_http": ("https", sends(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "tls_not_tls"),
    "chat_closes": ("whatsapp_chat", sends(b""), "chat_closed"),
    "chat_empty_frame": ("whatsapp_chat", sends(b"\0\0\0"), "chat_malformed"),
    "chat_huge_frame": ("whatsapp_chat", endlessly(b"\xff\xff\xff", b"a" * 65536), "chat_malformed"),
    "chat_zeroes": ("whatsapp_chat", endlessly(b"", bytes(65536)), "chat_malformed"),
    "chat_tls": ("whatsapp_chat", sends(bytes.fromhex("15030100020246")), "chat_not_noise"),
    "chat_slow": ("whatsapp_chat", slowly(b"\0\1\0" * 100), "chat_timeout"),
}


def datagram(flags=0x8180, answers=0, rest=b""):
    """An answer to the query it is given: its question, then whatever one likes."""
    return lambda query: query[:2] + struct.pack("!5H", flags, 1, answers, 0, 0) + query[12 : question_end(query)] + rest


def question_end(query):
    return query.index(b"\0", 12) + 5


RECORD = struct.pack("!HHIH", 1, 1, 0, 4) + bytes([127, 0, 0, 1])

NAME_SERVERS = {
    "dns_garbage": (lambda query: query[:2] + b"\xff" * 30, "dns_malformed"),
    "dns_no_header": (lambda query: query[:2], "dns_malformed"),
    "dns_loop": (datagram(answers=1, rest=b"\xc0\x1d" * 20 + RECORD), "dns_malformed"),
    "dns_cut": (datagram(answers=9, rest=b"\xc0\x0c" + RECORD), "dns_malformed"),
    "dns_long": (datagram(answers=1, rest=b"\xc0\x0c" + RECORD[:8] + b"\xff\xff"), "dns_malformed"),
    "dns_empty": (datagram(), "dns_no_answer"),
    "dns_other_id": (lambda query: bytes([query[0] ^ 255]) + datagram()(query)[1:], "dns_timeout"),
    "dns_question_back": (lambda query: query, "dns_timeout"),
    "dns_truncated": (datagram(flags=0x8380), "dns_unreachable"),
    "dns_odd_code": (datagram(flags=0x818B), "dns_malformed"),
}


class Hostile(Door):
    def __init__(self, behave):
        self.behave = behave
        super().__init__("127.0.0.1")

    def respond(self, connection, _):
        connection.settimeout(30)
        with contextlib.suppress(OSError):
            # What is unread at closing would reset the connection and take the answer with it.
            connection.recv(65536)
            self.behave(connection)
            connection.shutdown(socket.SHUT_WR)
            wait_for_end(connection)


class HostileNameServer(NameServer):
    def __init__(self, behave):
        self.behave = behave
        super().__init__("127.0.0.1", {})

    def message(self, query):
        return self.behave(query)


@pytest.fixture(scope="module")
def config():
    rhythm = {"control": "site", "host": "127.0.0.1", "interval": "1s", "timeout": "1s"}
    with contextlib.ExitStack() as stack:

        def port(server):
            stack.callback(server.close)
            return server.port

        targets = [
            {"name": name, "prober": prober, "port": port(Hostile(behave)), **rhythm}
            for name, (prober, behave, _) in PEERS.items()
        ]
        targets += [
            {"name": name, "prober": "dns", "port": port(HostileNameServer(behave)), "dns": {"query_name": "a.test"}, **rhythm}
            for name, (behave, _) in NAME_SERVERS.items()
        ]
        yield {**QUIET, "probing": {**QUIET["probing"], "min_gap": "0s"}, "targets": targets}


REASONS = {name: peer[-1] for name, peer in (PEERS | NAME_SERVERS).items()}


def test_each_has_its_reason(config, tmp_path):
    check = run("check", "--json", f"--config.file={written(config, tmp_path)}")
    assert check.stderr == ""
    probes = json.loads(check.stdout)["probes"]
    assert {probe["target"]: probe["reason"] for probe in probes} == REASONS
    assert all(probe["detail"].isprintable() and len(probe["detail"]) < 400 for probe in probes)


def test_they_cost_no_memory_and_no_descriptor(config):
    with Exporter(config=config) as exporter:

        def rounds():
            return min(exporter.metrics().by("target", "whatsapp_probe_runs_total").values())

        eventually(lambda: rounds() >= 2)
        size = exporter.resident_bytes()
        eventually(lambda: rounds() >= 6)
        grown = exporter.resident_bytes() - size
        metrics = exporter.metrics()
        print(f"resident: {size / 1e6:.1f} MB, then {grown / 1e6:+.1f} MB")
        assert grown < 8e6 and size < 64e6
        assert metrics.value("process_open_fds") < 30 + 2 * len(config["targets"])
        assert set(metrics.by("target", "whatsapp_probe_success").values()) == {0}
