"""The real binary, as a process."""

import dataclasses
import datetime
import http.client
import ipaddress
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import urllib.parse

import yaml
from prometheus_client.parser import text_string_to_metric_families

import namespace
from waiting import eventually

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("WSE_BINARY", ROOT / ".build/release/whatsapp_status_exporter"))

# One target, probed once: for tests that are not about probes.
QUIET = {
    "catalogue": {"enabled": False},
    "probing": {"second_opinion_resolvers": []},
    "targets": [
        {
            "name": "nobody", "control": "address", "prober": "tcp", "host": "127.0.0.1", "port": 1, "interval": "1h",
            "timeout": "1s",
        },
    ],
}


def written(config, folder, name="exporter.yml"):
    """The path of a configuration in a file, once it is seen to keep to this machine."""
    keep_to_loopback(config)
    path = pathlib.Path(folder) / name
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return path


def keep_to_loopback(config):
    """Nothing tested may ask anything of the network this machine happens to be in."""
    assert config["catalogue"] == {"enabled": False}
    hosts = [target["host"] for target in config["targets"] if "host" in target]
    # These are looked up as targets are.
    hosts += [urllib.parse.urlsplit(config[section]["url"]).hostname for section in ("business", "status_feed") if section in config]
    names = [host for host in hosts if not is_address(host)]
    if names:
        assert config["probing"]["resolv_conf"] and config["probing"]["hosts_file"], "names need a resolver of their own"
    resolvers = config["probing"]["second_opinion_resolvers"]
    for host in set(hosts) - set(names) | {resolver.rpartition(":")[0] for resolver in resolvers}:
        assert ipaddress.ip_address(host).is_loopback, host


def is_address(host):
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def unix_seconds(text):
    """A time of the log or the API, which are the exporter's own clock."""
    return datetime.datetime.fromisoformat(text).timestamp()


def run(*arguments, prefix=(), timeout=60, **options):
    """Runs the binary to its end."""
    words = [*prefix, str(BINARY), *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, timeout=timeout, **options)


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Metrics:
    """The samples of a scrape in text form."""

    def __init__(self, text):
        self.samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]

    def all(self, name, **labels):
        return [sample for sample in self.samples if sample.name == name and labels.items() <= sample.labels.items()]

    def value(self, name, **labels):
        """The value of the one series that fits; `None` without one."""
        values = [sample.value for sample in self.all(name, **labels)]
        assert len(values) < 2, f"{name}{labels} is not one series"
        return values[0] if values else None

    def by(self, label, name, **labels):
        return {sample.labels[label]: sample.value for sample in self.all(name, **labels)}

    def verdict(self, scope):
        """The verdict in force; exactly one is."""
        [verdict] = [verdict for verdict, value in self.by("verdict", "whatsapp_verdict", scope=scope).items() if value]
        return verdict

    def status(self, component):
        statuses = self.by("status", "whatsapp_component_status", component=component)
        [status] = [status for status, value in statuses.items() if value]
        return status


class Exporter:
    """A running exporter: listens on a free port of 127.0.0.1 unless the flags say otherwise, logs JSON."""

    def __init__(self, *flags, config=QUIET, isolated=False, prefix=()):
        self.folder = tempfile.TemporaryDirectory(prefix="wse-")
        flags = list(map(str, flags))
        if not any(flag.startswith("--web.listen-address") for flag in flags):
            flags.append("--web.listen-address=127.0.0.1:0")
        if config:
            self.config_path = written(config, self.folder.name)
            flags.append(f"--config.file={self.config_path}")
        else:
            named = [flag.removeprefix("--config.file=") for flag in flags if flag.startswith("--config.file=")]
            assert isolated or named, "the embedded catalogue is for hosts without a network only"
            for path in named:
                keep_to_loopback(yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8")))
        self.isolated = isolated
        self.log_path = pathlib.Path(self.folder.name) / "log"
        with open(self.log_path, "wb") as log:
            words = [*(namespace.BARE if isolated else prefix), str(BINARY), "--log.format=json", *flags]
            self.process = subprocess.Popen(words, stdout=log, stderr=log)
        self.addresses = self.public_addresses = []
        try:
            # The line "probing" is the last of a start.
            eventually(lambda: self.process.poll() is not None or self.lines("probing"))
            assert self.process.poll() is None, f"ended at once: {self.log_path.read_text()}"
            self.addresses = [line["address"] for line in self.lines("listening")]
            self.public_addresses = [line["address"] for line in self.lines("listening for reports and webhooks only")]
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def pid(self):
        return self.process.pid

    @property
    def url(self):
        return f"http://{self.addresses[0]}"

    @property
    def port(self):
        return int(self.addresses[0].rpartition(":")[2])

    def lines(self, message=None):
        """The log so far, each line parsed."""
        text = self.log_path.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
        return [line for line in lines if message in (None, line["msg"])]

    def request(self, method, path, headers=None, address=None, body="", source=None):
        host, _, port = (address or self.addresses[0]).rpartition(":")
        body = body.encode() if isinstance(body, str) else body
        connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=30, source_address=source)
        if self.isolated:
            connection.sock = namespace.connect(self.pid, (host, int(port)))
        try:
            # Without `skip_accept_encoding` the library would ask for identity itself.
            connection.putrequest(method, path, skip_accept_encoding=True)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()

    def get(self, path, headers=None, address=None):
        return self.request("GET", path, headers, address)

    def metrics(self, path="/metrics"):
        answer = self.get(path)
        assert answer.status == 200, answer.text
        return Metrics(answer.text)

    def verdict(self, scope):
        return self.get("/api/v1/verdict").json["scopes"][scope]

    def signal(self, number):
        self.process.send_signal(number)

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def sockets(self):
        """Of the descriptors those that are sockets: files of the kernel's are opened when first needed and kept."""
        count = 0
        for number in os.listdir(f"/proc/{self.pid}/fd"):
            try:
                count += os.readlink(f"/proc/{self.pid}/fd/{number}").startswith("socket:")
            except FileNotFoundError:
                pass  # closed meanwhile
        return count

    def resident_bytes(self):
        fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines())
        return int(fields["VmRSS"].split()[0]) * 1024

    def stop(self):
        """Ends it as systemd would; the exit status."""
        self.signal(signal.SIGTERM)
        return self.process.wait(30)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()
