"""The lab, as clients see it that nobody here wrote: openssl, curl, dig and pywhats; and as the exporter does."""

import asyncio
import json
import os
import ssl
import subprocess
import warnings

import pytest
import yaml

from exporter import run
from lab import (
    AUTHORITY, CHAT, DNS, GRAPH, HTTPS, LAB, LINKS, MEDIA, REGISTRATION, RESOLVER, SITE, WEB, Lab, scenario,
)
from waiting import eventually

with warnings.catch_warnings(action="ignore"):
    # It warns of parts that are none of ours.
    import pywhats.binary
    from pywhats.socket.noise import NoiseHandshake
    from pywhats.socket.transport import NoiseSocket

BROWSER = ["-A", "Mozilla/5.0", "-H", "Sec-Fetch-Dest: document", "-H", "Sec-Fetch-Mode: navigate"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A lab in which all is well."""
    folder = tmp_path_factory.mktemp("lab")
    with Lab(folder, scenario(folder)) as lab:
        yield lab


# HTTP and TLS.


def curl(lab, address, url, *flags):
    """The status, the fields and the body of what curl gets."""
    host = url.split("/")[2]
    words = ["curl", "-sS", "-i", "--max-time", "10", "--cacert", lab.authority, "--connect-to", f"{host}:443:{address}:{HTTPS}"]
    answer = subprocess.run([*words, *flags, url], capture_output=True, text=True, check=True).stdout
    head, _, body = answer.replace("\r\n", "\n").partition("\n\n")
    status, *lines = head.split("\n")
    return int(status.split()[1]), {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}, body


def test_curl_gets_what_whatsapp_tells_strangers(lab):
    status, fields, body = curl(lab, WEB, "https://web.whatsapp.com/")
    assert status == 400 and fields["content-type"] == "text/html" and fields["date"].endswith(" GMT")
    status, _, body = curl(lab, WEB, "https://web.whatsapp.com/", *BROWSER)
    assert status == 200 and '"client_revision":' in body
    status, _, body = curl(lab, WEB, "https://web.whatsapp.com/sw.js")
    assert status == 200 and r"\"client_revision\":" in body
    status, fields, body = curl(lab, REGISTRATION, "https://v.whatsapp.net/v2/register")
    assert (status, fields["content-type"], fields["server"]) == (200, "text/json ; charset=utf-8", "Yaws 2.0.9")
    assert json.loads(body) == {"param": "authkey", "reason": "missing_param", "status": "fail"}
    status, fields, body = curl(lab, MEDIA, "https://mmg.whatsapp.net/v/x.enc")
    assert (status, body, fields["server"]) == (403, "URL signature mismatch", "proxygen-bolt") and "rtt=" in fields["x-fb-connection-quality"]
    assert curl(lab, MEDIA, "https://mmg.whatsapp.net/v/x.enc", "-d", "x")[0] == 400
    status, fields, _ = curl(lab, LINKS, "https://wa.me/")
    assert status == 302 and fields["location"].startswith("https://www.whatsapp.com/")
    status, _, body = curl(lab, GRAPH, "https://graph.facebook.com/v21.0/")
    assert status == 400 and json.loads(body)["error"].keys() == {"message", "type", "code", "fbtrace_id"}
    assert curl(lab, SITE, "https://example.com/")[0] == 200


def test_openssl_trusts_the_certificates(lab):
    words = ["openssl", "s_client", "-connect", f"{WEB}:{HTTPS}", "-CAfile", lab.authority, "-verify_return_error"]
    names = ["-servername", "web.whatsapp.com", "-verify_hostname", "web.whatsapp.com"]
    for version in ("-tls1_2", "-tls1_3"):
        answer = subprocess.run([*words, *names, version], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert answer.returncode == 0 and "Verify return code: 0 (ok)" in answer.stdout, answer.stdout + answer.stderr


# DNS.


def dig(server, *words):
    """dig's own reading of an answer: status, flags, and the answer's records as (name, ttl, type, data)."""
    words = ["dig", f"@{server}", "-p", str(DNS), "+time=5", "+tries=1", *words]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "WARNING: Message parser" not in text and "malformed" not in text, text
    status = text.split("status: ")[1].split(",")[0]
    flags = set(text.split("flags: ")[1].split(";")[0].split())
    answers = text.split("ANSWER SECTION:\n")[1].split("\n\n")[0].splitlines() if "\n;; ANSWER SECTION" in text else []
    return status, flags, [(name, int(ttl), kind, data) for name, ttl, _, kind, data in (line.split(None, 4) for line in answers)]


def test_dig_reads_the_authority(lab):
    status, flags, [soa] = dig(AUTHORITY, "+norecurse", "whatsapp.net", "SOA")
    assert status == "NOERROR" and flags == {"qr", "aa"} and soa[2] == "SOA" and soa[1] == 3600
    status, flags, answers = dig(AUTHORITY, "+norecurse", "g.whatsapp.net")
    assert [answer[2:] for answer in answers] == [("CNAME", "chat.cdn.whatsapp.net."), ("A", CHAT)]
    assert dig(AUTHORITY, "+norecurse", "nosuch.whatsapp.net")[0] == "NXDOMAIN"
    assert dig(AUTHORITY, "+norecurse", "example.com")[0] == "REFUSED"


def test_dig_falls_back_to_tcp_for_what_is_too_long(lab):
    _, flags, answers = dig(AUTHORITY, "+norecurse", "+ignore", "whatsapp.net", "TXT")
    assert "tc" in flags and not answers
    _, flags, answers = dig(AUTHORITY, "+norecurse", "whatsapp.net", "TXT")
    assert "tc" not in flags and len(answers) == 40


@pytest.mark.parametrize("transport", ["+notcp", "+tcp"])
def test_dig_reads_the_resolver(lab, transport):
    status, flags, answers = dig(RESOLVER, transport, "web.whatsapp.com")
    assert status == "NOERROR" and flags == {"qr", "rd", "ra"}
    assert [answer[2:] for answer in answers] == [("CNAME", "mmx-ds.cdn.whatsapp.net."), ("A", WEB)]
    assert 1 <= answers[1][1] <= 30
    assert {data for *_, data in dig(RESOLVER, transport, "e1.whatsapp.net")[2]} == {
        "127.33.221.48", "127.33.252.61", "127.197.206.217", "127.197.210.208",
    }
    assert dig(RESOLVER, transport, "v.whatsapp.net", "MX")[0::2] == ("NOERROR", [])
    assert dig(RESOLVER, transport, "-x", CHAT)[2][0][3] == "whatsapp-chatd-edge-shv-01-mia3.facebook.com."


def test_a_resolver_counts_lifetimes_down(lab):
    def lifetime(server):
        return dig(server, "v.whatsapp.net")[2][0][1]

    first = lifetime(RESOLVER)
    eventually(lambda: lifetime(RESOLVER) != first)
    assert {lifetime(AUTHORITY) for _ in range(3)} == {30}


# Chat.


class RawChannel:
    """pywhats' frames over bare TCP."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        writer.write(b"WA\x06\x03")

    async def send_frame(self, payload):
        self.writer.write(len(payload).to_bytes(3, "big") + payload)

    async def recv_frame(self):
        return await self.reader.readexactly(int.from_bytes(await self.reader.readexactly(3), "big"))


async def log_in(channel):
    """What the server says to somebody it does not know."""
    transport = await NoiseHandshake(channel, client_static_private=os.urandom(32)).perform(b"who I am")
    return pywhats.binary.decode(await transport.recv())


async def over_websocket(lab):
    context = ssl.create_default_context(cafile=lab.authority)
    channel = NoiseSocket("wss://web.whatsapp.com/ws/chat")
    # As its own client does before it shakes hands.
    channel._intro_prefix = b"WA\x06\x03"
    await channel.connect(host=WEB, port=HTTPS, ssl=context, server_hostname="web.whatsapp.com")
    try:
        return await log_in(channel)
    finally:
        await channel.disconnect()


async def over_tcp(_, port):
    reader, writer = await asyncio.open_connection(CHAT, port)
    try:
        return await log_in(RawChannel(reader, writer))
    finally:
        writer.close()


@pytest.mark.parametrize("way", [over_websocket, *(lambda lab, port=port: over_tcp(lab, port) for port in (20443, 25222, 20080))])
def test_pywhats_completes_the_handshake(lab, way):
    node = asyncio.run(asyncio.wait_for(way(lab), 20))
    assert (node.tag, node.attrs) == ("failure", {"reason": "405", "location": "odn"})


# The exporter.


def test_the_exporter_finds_all_well_on_loopback(lab):
    config = yaml.safe_load((lab.folder / "lab/exporter.yml").read_text())
    assert config["catalogue"] == {"enabled": False}
    check = run("check", "--json", *lab.flags)
    probes = json.loads(check.stdout)["probes"]
    assert {probe["target"]: probe["reason"] for probe in probes if not probe["success"]} == {}
    assert check.returncode == 0 and len(probes) > 20
    # Nobody but the estate was asked.
    assert all(probe["address"].startswith(("127.", "[::1]")) for probe in probes if probe.get("address"))


def test_a_second_lab_says_that_there_is_one(lab, tmp_path):
    second = subprocess.run([LAB, "run", scenario(tmp_path)], capture_output=True, text=True, timeout=20)
    assert second.returncode == 1 and "is another lab running?" in second.stderr and second.stderr.count("\n") == 1
