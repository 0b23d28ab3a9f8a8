"""Resident memory after the start, after an hour's worth of probes and scrapes, and after another.

The catalogue's probes are made five times a second each instead of once a minute, of stand-ins on loopback. The peers do as
much: blackbox_exporter as many probes (of TCP where it knows no chat protocol), node_exporter as many scrapes.
"""

import re
import time
import urllib.parse

import host_families
from programs import OURS, Program, Scraper, blackbox_exporter, free_port
from report import line, megabytes, ratio
from stand_ins import StandIns

# What the embedded catalogue has, by prober.
TARGETS = {"https": 12, "dns": 6, "tcp": 4, "whatsapp_chat": 5}
PROBES = 60 * sum(TARGETS.values())
SCRAPES = 240

BLACKBOX = """\
modules:
  https: {prober: http, timeout: 5s, http: {preferred_ip_protocol: ip4, tls_config: {ca_file: CERTIFICATE}}}
  tcp: {prober: tcp, timeout: 5s, tcp: {preferred_ip_protocol: ip4}}
  dns: {prober: dns, timeout: 5s, dns: {query_name: example.com, query_type: A, preferred_ip_protocol: ip4}}
"""


def configuration(peers):
    targets = []
    for prober, count in TARGETS.items():
        if prober == "whatsapp_chat" and not peers.chat:
            prober = "tcp"
        port = {"https": peers.https, "dns": peers.dns, "tcp": peers.tcp, "whatsapp_chat": peers.chat}[prober]
        extra = ", dns: {query_name: example.com}" if prober == "dns" else ""
        for _ in range(count):
            targets.append(
                f"  - {{name: target_{len(targets)}, component: web, prober: {prober}, host: 127.0.0.1, port: {port}, "
                f"interval: 200ms, timeout: 200ms{extra}}}\n")
    root = f"chat: {{root_key: {peers.chat_root}}}\n" if peers.chat else ""
    return (f"probing: {{min_gap: 0s}}\ntls: {{trusted_ca_file: {peers.certificate}}}\n{root}"
            f"catalogue: {{enabled: false}}\ntargets:\n{''.join(targets)}")


def total(body, family):
    return sum(float(value) for value in re.findall(rf"^{family}(?:{{.*}})? (\S+)$", body.decode(), re.MULTILINE))


def our_hour(program, hours):
    """Scrapes spread over the probes, until there were as many of either as belong to that many hours."""
    with Scraper(program.port) as scraper:
        for _ in range(SCRAPES):
            scraper.scrape()
            time.sleep(0.02)
        while total(scraper.scrape(), "whatsapp_probe_runs_total") < PROBES * hours:
            time.sleep(0.05)
        return scraper.scrape()


def blackbox_paths(peers):
    ways = {"https": ("https", f"https://127.0.0.1:{peers.https}/"), "dns": ("dns", f"127.0.0.1:{peers.dns}"),
            "tcp": ("tcp", f"127.0.0.1:{peers.tcp}"), "whatsapp_chat": ("tcp", f"127.0.0.1:{peers.tcp}")}
    for prober, count in TARGETS.items():
        module, target = ways[prober]
        yield from ["/probe?" + urllib.parse.urlencode({"module": module, "target": target})] * count


def blackbox_hour(program, peers):
    for _ in range(60):
        for path in blackbox_paths(peers):
            with Scraper(program.port, path) as scraper:
                if b"probe_success 1" not in scraper.scrape():
                    raise RuntimeError(f"blackbox_exporter fails at {path}")


def node_hour(program):
    with Scraper(program.port) as scraper:
        for _ in range(SCRAPES):
            scraper.scrape()


def ours(folder, peers):
    path = folder / "estate.yml"
    path.write_text(configuration(peers))
    port = free_port()
    with Program([OURS, f"--config.file={path}", f"--web.listen-address=127.0.0.1:{port}"], port) as program:
        sizes = [program.resident_bytes()]
        descriptors = []
        for hour in (1, 2, 3):
            body = our_hour(program, hour)
            sizes.append(program.resident_bytes())
            descriptors.append(program.descriptors())
        return sizes, descriptors, total(body, "whatsapp_probe_failures_total") / total(body, "whatsapp_probe_runs_total")


def theirs(folder, peers):
    path = folder / "blackbox.yml"
    path.write_text(BLACKBOX.replace("CERTIFICATE", str(peers.certificate)))
    port = free_port()
    command = [blackbox_exporter(), f"--config.file={path}", f"--web.listen-address=127.0.0.1:{port}"]
    with Program(command, port) as blackbox, host_families.node(True) as node:
        sizes = [(blackbox.resident_bytes(), node.resident_bytes())]
        for _ in range(3):
            blackbox_hour(blackbox, peers)
            node_hour(node)
            sizes.append((blackbox.resident_bytes(), node.resident_bytes()))
        return sizes


def run(folder):
    with StandIns(folder) as peers:
        our_sizes, descriptors, failures = ours(folder, peers)
        their_sizes = theirs(folder, peers)
        if not peers.chat:
            print("memory: TCP in place of the chat probes, for the Noise library is not installed")
    moments = ["after the start", "after an hour's worth of probes", "after two hours' worth", "after three hours' worth"]
    for moment, own, (blackbox, node) in zip(moments, our_sizes, their_sizes):
        wanted = "at most 0.5" if moment == moments[1] else ""
        line(f"resident memory {moment}", megabytes(own), f"blackbox {megabytes(blackbox)} + node {megabytes(node)}",
             ratio(own, blackbox + node), wanted)
    line("growth in the third hour", megabytes(our_sizes[3] - our_sizes[2]),
         f"both {megabytes(sum(their_sizes[3]) - sum(their_sizes[2]))}", "", "none")
    line("descriptors after each hour", "/".join(map(str, descriptors)), f"probes failed: {failures:.1%}", "", "")
