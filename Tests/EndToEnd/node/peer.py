"""The real node_exporter, as a process."""

import functools
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import urllib.parse

import namespace
from conftest import PEERS
from exporter import Exporter
from waiting import eventually

PROGRAMS = [
    PEERS / name for name in ("node_exporter", "node-exporter", "prometheus-node-exporter") if os.access(PEERS / name, os.X_OK)]


class NodeExporter:
    """Serves a host's families on loopback, in the network namespace of the process it is told of, if any."""

    def __init__(self, program, *flags, inside=None):
        self.folder = tempfile.TemporaryDirectory(prefix="node-")
        self.log_path = pathlib.Path(self.folder.name) / "log"
        self.inside = inside
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = [
            *(inside.prefix if inside else ()), str(program), f"--web.listen-address=127.0.0.1:{self.port}",
            "--web.disable-exporter-metrics", "--log.level=debug", *map(str, flags),
        ]
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log)

    def __enter__(self):
        try:
            eventually(self._listens)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def scrape(self, collect=()):
        """The text of a scrape."""
        query = urllib.parse.urlencode([("collect[]", name) for name in collect])
        request = f"GET /metrics?{query} HTTP/1.0\r\nHost: node\r\n\r\n".encode()
        with self._connect() as client:
            client.sendall(request)
            answer = b""
            while more := client.recv(1 << 16):
                answer += more
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n")[0], answer[:2000]
        return body.decode()

    def _connect(self):
        address = ("127.0.0.1", self.port)
        return namespace.connect(self.process.pid, address) if self.inside else socket.create_connection(address, timeout=30)

    def _listens(self):
        assert self.process.poll() is None, f"node_exporter ended: {self.log_path.read_text()}"
        try:
            self._connect().close()
            return True
        except OSError:
            return False


class HostExporter(Exporter):
    """Ours, with collectors to scrape; in a namespace if told of one."""

    def __init__(self, *flags, inside=None, prefix=()):
        super().__init__(*flags, prefix=inside.prefix if inside else prefix)
        self.isolated = inside is not None

    def scrape(self, collect=()):
        answer = self.get("/metrics?" + urllib.parse.urlencode([("collect[]", name) for name in collect]))
        assert answer.status == 200, answer.text
        return answer.text


@functools.cache
def version(program):
    """Such as (1, 11)."""
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in re.search(r"version (\d+)\.(\d+)", done.stdout + done.stderr).groups())


@functools.cache
def known_flags(program):
    """The names of a node_exporter's flags, those it does not show to everyone too."""
    done = subprocess.run([str(program), "--help-long"], capture_output=True, text=True, check=False)
    return frozenset(re.findall(r"--(?:\[no-\])?([a-z][\w.-]+)", done.stdout + done.stderr))


def understood(program, flags):
    """The flags a node_exporter of this version knows."""
    return [flag for flag in flags if flag.lstrip("-").removeprefix("no-").partition("=")[0] in known_flags(program)]
