"""CPU of one probe asked for at /probe: ours, blackbox_exporter's, and for HTTPS that of OpenSSL called from C."""

from contextlib import contextmanager
from statistics import median

from programs import OURS, Program, Scraper, blackbox_exporter, compile_c, cpu_seconds, free_port
from report import line
from stand_ins import StandIns

ROUNDS = 7
PROBES = 500

MODULES = """modules:
  tcp: {{prober: tcp, timeout: 5s}}
  http: {{prober: http, timeout: 5s, http: {{preferred_ip_protocol: ip4}}}}
  https: {{prober: http, timeout: 5s, http: {{preferred_ip_protocol: ip4, enable_http2: false, tls_config: {{ca_file: {ca}}}}}}}
"""
NOTHING_ELSE = """catalogue: {enabled: false}
targets: [{name: nobody, control: address, prober: tcp, host: 127.0.0.1, port: 1, interval: 1h}]
probing: {second_opinion_resolvers: []}
edges: {enabled: false}
"""
WANTED = {"tcp": "at most 0.25", "http": "at most 0.25", "https": "at most 0.65"}


def cpu_per_probe(program, path):
    with Scraper(program.port, path) as scraper:
        for _ in range(20):
            assert b"\nprobe_success 1" in scraper.scrape(), path
        before = program.cpu_seconds()
        for _ in range(PROBES):
            scraper.scrape()
        return (program.cpu_seconds() - before) / PROBES


@contextmanager
def exporters(folder, certificate):
    theirs, ours = folder / "blackbox.yml", folder / "ours.yml"
    modules = MODULES.format(ca=certificate)
    theirs.write_text(modules)
    ours.write_text(modules + NOTHING_ELSE)
    port, peer_port = free_port(), free_port()
    quiet = "--log.level=error"
    command = [OURS, f"--config.file={ours}", f"--web.listen-address=127.0.0.1:{port}", "--probe.allow=any", quiet]
    peer = [blackbox_exporter(), f"--config.file={theirs}", f"--web.listen-address=127.0.0.1:{peer_port}", quiet]
    with Program(command, port, "/-/healthy") as one, Program(peer, peer_port, "/-/healthy") as other:
        yield one, other


def microseconds(costs):
    return f"{median(costs) * 1e6:.0f} us"


def run(folder):
    floor = compile_c("https_floor.c", folder, "-lssl", "-lcrypto")
    with StandIns(folder) as peers, exporters(folder, peers.certificate) as (ours, blackbox):
        targets = {
            "tcp": f"127.0.0.1:{peers.tcp}", "http": f"http://127.0.0.1:{peers.http}/", "https": f"https://127.0.0.1:{peers.https}/",
        }
        for module, target in targets.items():
            path = f"/probe?module={module}&target={target}"
            own, others, bare = [], [], []
            for _ in range(ROUNDS):
                own.append(cpu_per_probe(ours, path))
                others.append(cpu_per_probe(blackbox, path))
                if module == "https":
                    bare.append(cpu_seconds([floor, PROBES, peers.https, peers.certificate]) / PROBES)
            ratio = median(one / other for one, other in zip(own, others))
            line(f"CPU per probe: {module}", microseconds(own), f"blackbox_exporter {microseconds(others)}", f"{ratio:.3f}", WANTED[module])
            if bare:
                ratio = median(one / other for one, other in zip(own, bare))
                line("  OpenSSL alone, the same exchange", "", microseconds(bare), f"{ratio:.3f}", "at most 1.15")
