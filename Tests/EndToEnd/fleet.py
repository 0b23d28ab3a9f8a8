"""Three exporters as vantage points, each with two thousand targets, and all that scrapes, shards, sends on and combines them.

Everything is a real program on the configurations that are shipped; addresses and intervals are changed, credentials left out.
"""

import contextlib
import json
import re
import socket
import subprocess
import threading
import time

import yaml

from daemon import Daemon
from estate import flags_of_host
from exporter import ROOT, Exporter
from waiting import eventually

SHIPPED = ROOT / "deploy/prometheus"
PLACES = [("berlin", "eu"), ("ohio", "us"), ("delhi", "asia")]
# Whose WhatsApp is down; only the last one's is well.
DOWN = ("berlin", "ohio")
EACH = 2000
TARGETS = EACH * len(PLACES)
MEMBERS = 2
JOB_INTERVAL, PROBE_INTERVAL, SCRAPE_INTERVAL = 15, 30, 10
# How long anything may take here on a slow machine.
PATIENCE = 150
SO_BINDTODEVICE = 25


class Queried(Daemon):
    """One that answers PromQL, where it does."""

    def query(self, expression):
        """An instant query: value by labels, these as a frozen set of pairs."""
        result = json.loads(self.read("/api/v1/query", query=expression))["data"]["result"]
        return {frozenset(series["metric"].items()): float(series["value"][1]) for series in result}

    def value(self, expression):
        """The value of a query that finds one series or none."""
        values = list(self.query(expression).values())
        assert len(values) < 2, f"{expression} is not one series"
        return values[0] if values else None


class Doors:
    """A port that takes connections at every address of 127.0.0.0/8, and at none that others can reach."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, SO_BINDTODEVICE, b"lo")
        self.listener.bind(("0.0.0.0", 0))
        self.listener.listen(4096)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                self.listener.accept()[0].close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def addresses(port):
    """Of all targets; nobody else's tests are in these networks."""
    return [f"127.{200 + number // 250}.77.{number % 250 + 1}:{port}" for number in range(TARGETS)]


def shipped(path):
    return yaml.safe_load((SHIPPED / path).read_text(encoding="utf-8"))


def exporter_config(folder, name, targets, port):
    """What stands for WhatsApp and for the rest of the world, and two thousand targets of a job."""
    (folder / f"{name}.json").write_text(json.dumps([{"targets": targets}]))
    rhythm = {"prober": "tcp", "host": "127.0.0.1", "interval": "2s", "timeout": "1s"}
    parts = ["chat", "web", "registration", "media", "business_api"]
    whatsapp = [{"name": part, "component": part, **rhythm, "port": 1 if name in DOWN else port} for part in parts]
    controls = [{"name": f"site_{number}", "control": "site", **rhythm, "port": port} for number in (1, 2)]
    controls += [{"name": "address", "control": "address", **rhythm, "port": port}]
    return {
        "catalogue": {"enabled": False}, "edges": {"enabled": False},
        "probing": {"second_opinion_resolvers": [], "min_gap": "0s"}, "targets": whatsapp + controls,
        "jobs": [{
            "name": "doors", "module": "tcp_connect", "interval": f"{JOB_INTERVAL}s", "timeout": "5s",
            "file_sd_configs": [{"files": [str(folder / f"{name}.json")]}],
        }],
    }


class Fleet:
    """Begins everything, waits until all of it has been seen, and keeps what was found."""

    def __init__(self, peers, folder):
        self.peers, self.folder = peers, folder
        self.figures = {}
        with contextlib.ExitStack() as stack:
            self.stack = stack
            self.start = time.monotonic()
            port = stack.enter_context(Doors()).port
            self.targets = addresses(port)
            hosts = flags_of_host(folder, "127.0.0.1")
            flags = [*hosts, "--collector.disable-defaults", "--probe.allow=127.0.0.0/8"]
            self.exporters = [
                stack.enter_context(Exporter(
                    *flags, config=exporter_config(folder, name, self.targets[number::len(PLACES)], port)))
                for number, (name, _) in enumerate(PLACES)]
            self.combine()
            self.shard()
            self.look_at_shards()
            self.look_at_votes()

    def written(self, name, config):
        path = self.folder / name
        path.write_text(yaml.safe_dump(config), encoding="utf-8")
        return path

    def daemon(self, program, name, *words, ready="/-/ready"):
        return self.stack.enter_context(Queried([self.peers / program, *words], self.folder / name, ready))

    def prometheus(self, name, config, *words):
        path = self.written(f"{name}.yml", config)
        return self.daemon("prometheus", name, f"--config.file={path}", "--web.listen-address=127.0.0.1:0", *words)

    # Two vmagents, to which all targets are given, and a VictoriaMetrics.

    def shard(self):
        self.store = self.daemon(
            "victoria-metrics", "store", "-storageDataPath=data", "-httpListenAddr=127.0.0.1:0", "-search.latencyOffset=1s",
            "-search.disableCache", ready="/health")
        [exporters], [probes] = shipped("scrape/file_sd.yml")["scrape_configs"], shipped("scrape/sharded.yml")["scrape_configs"]
        exporters.update(scrape_interval=f"{SCRAPE_INTERVAL}s", file_sd_configs=[{"files": [str(self.folder / "exporters.yml")]}])
        self.written("exporters.yml", [
            {"targets": [exporter.addresses[0]], "labels": {"vantage": name, "region": region}}
            for exporter, (name, region) in zip(self.exporters, PLACES)])
        # All three are at one address here.
        exporters["relabel_configs"] = [{"source_labels": ["vantage"], "target_label": "instance"}]
        probes.update(
            scrape_interval=f"{PROBE_INTERVAL}s", file_sd_configs=[{"files": [str(self.folder / "services.yml")]}])
        self.written("services.yml", [{"targets": self.targets}])
        for rule in probes["relabel_configs"]:
            name = rule.get("replacement", "")
            if name.startswith("exporter-"):
                rule["replacement"] = self.exporters[int(name[len("exporter-")])].addresses[0]
        probes["relabel_configs"].append({"source_labels": ["__address__"], "target_label": "by"})
        config = self.written("vmagent.yml", {"scrape_configs": [exporters, probes]})
        self.members = [
            self.daemon(
                "vmagent", f"vmagent-{number}", f"-promscrape.config={config}", "-promscrape.config.strictParse=false",
                f"-promscrape.cluster.membersCount={MEMBERS}", f"-promscrape.cluster.memberNum={number}",
                f"-remoteWrite.url={self.store.url}/api/v1/write", "-remoteWrite.tmpDataPath=queue",
                # It keeps a connection for each target, and an exporter has room for 1,100.
                "-httpListenAddr=127.0.0.1:0", ready="/health")
            for number in range(MEMBERS)]

    def look_at_shards(self):
        query = self.store.query
        figures = self.figures
        eventually(lambda: self.store.value("count(probe_success)") == TARGETS, PATIENCE, 1)
        eventually(lambda: self.store.value("count(whatsapp_scheduled_probe_success)") == TARGETS, PATIENCE, 1)
        figures["seconds until all were seen"] = time.monotonic() - self.start
        # Every target a second time, by which a member that takes another's is seen.
        time.sleep(PROBE_INTERVAL)
        figures["scheduled"] = query("count(whatsapp_scheduled_probe_success) by (target)")
        figures["scheduled well"] = self.store.value("sum(whatsapp_scheduled_probe_success)")
        figures["probed"] = query("probe_success")
        figures["probed well"] = self.store.value(f"sum(min_over_time(probe_success[{2 * PROBE_INTERVAL}s]))")
        figures["up"] = self.store.value("min(min_over_time(up[10m]))")
        figures["targets up"] = self.store.value("count(up)")
        figures["scraped"] = query('scrape_samples_scraped{job="whatsapp_status_exporter"}')
        figures["stored"] = query(
            'count({job="whatsapp_status_exporter", __name__!~"up|scrape_.+"}) by (instance)')
        figures["runs"] = query("sum(whatsapp_scheduled_probe_runs_total) by (instance)")
        figures["bytes"] = [len(exporter.get("/metrics").body) for exporter in self.exporters]
        figures["on demand"] = [
            exporter.metrics().by("result", "whatsapp_exporter_on_demand_probes_total") for exporter in self.exporters]
        figures["refused"] = [
            exporter.metrics().value("whatsapp_exporter_http_connections_refused_total") for exporter in self.exporters]
        figures["members"] = [member.read("/metrics").decode() for member in self.members]

    # An agent at each vantage point, a Prometheus with the fleet's rules to which they send, and one above it.

    def combine(self):
        rules = [str(SHIPPED / "rules/whatsapp-fleet.rules.yml")]
        self.centre = self.prometheus(
            "centre", {"global": {"evaluation_interval": "1s"}, "rule_files": rules}, "--web.enable-remote-write-receiver",
            "--storage.tsdb.path=data")
        for exporter, (name, region) in zip(self.exporters, PLACES):
            config = shipped("scrape/agent.yml")
            config["global"] = {"scrape_interval": "2s", "external_labels": {"vantage": name, "region": region}}
            [job], [remote] = config["scrape_configs"], config["remote_write"]
            job.update(static_configs=[{"targets": [exporter.addresses[0]]}], params={"collect[]": ["verdict"]})
            del remote["authorization"]
            remote["url"] = f"{self.centre.url}/api/v1/write"
            self.prometheus(f"agent-{name}", config, *self.agent_flags(), "--storage.agent.path=data")
        config = shipped("scrape/federation.yml")
        config["global"]["evaluation_interval"] = "1s"
        config["rule_files"] = rules
        [job] = config["scrape_configs"]
        job.update(
            scrape_interval="1s", scrape_timeout="1s", static_configs=[{"targets": [self.centre.url.removeprefix("http://")]}])
        self.above = self.prometheus("above", config, "--storage.tsdb.path=data")

    def agent_flags(self):
        """A flag of its own since Prometheus 3."""
        help_text = subprocess.run([self.peers / "prometheus", "--help"], capture_output=True, text=True)
        is_flag = re.search(r"^ +--(\[no-\])?agent ", help_text.stdout + help_text.stderr, re.MULTILINE)
        return ["--agent"] if is_flag else ["--enable-feature=agent"]

    def look_at_votes(self):
        figures = self.figures
        figures["votes of all"] = self.votes()
        # The one that is well ends: nobody knows of it until its agent says so.
        self.exporters[-1].close()
        eventually(lambda: self.centre.value('global:whatsapp_voters:ratio{scope="consumer"}') < 0.9, PATIENCE)
        eventually(lambda: self.above.value('global:whatsapp_voters:ratio{scope="consumer"}') < 0.9, PATIENCE)
        figures["votes of two"] = self.votes()

    def votes(self):
        """What both say, once they say the same."""
        def look():
            said = [
                daemon.query('{__name__=~"(global|region):whatsapp_(verdict:majority|vote:share|voters:ratio)"} > 0')
                for daemon in (self.centre, self.above)]
            assert said[0] == said[1], f"{said[0]} but {said[1]}"
            return {flat(labels): value for labels, value in said[0].items()}

        return eventually(look, PATIENCE)


def flat(labels):
    """Name, region or nothing, scope, verdict or nothing."""
    labels = dict(labels)
    return labels["__name__"], labels.get("region"), labels["scope"], labels.get("verdict")
