"""Programs under measurement: started, asked and stopped, with what /proc says of them."""

import ctypes
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ROOT / ".build/release/whatsapp_status_exporter"
ENVIRONMENT = dict(os.environ, PATH=f"{ROOT}/.build/peers/bin:{os.environ['PATH']}")


def find(*names):
    """The first of these programs that is there, or None."""
    return next(filter(None, (shutil.which(name, path=ENVIRONMENT["PATH"]) for name in names)), None)


def node_exporter():
    return find("prometheus-node-exporter", "node_exporter", "node-exporter")


def blackbox_exporter():
    return find("prometheus-blackbox-exporter", "blackbox_exporter", "blackbox-exporter")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def cpu_seconds(command):
    """CPU that a whole run of a command takes, user and system."""
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command[0]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def compile_c(source, folder, *libraries):
    """Builds one of the programs of native/ and returns its path."""
    program = pathlib.Path(folder) / source.removesuffix(".c")
    path = ROOT / "Tests/Benchmarks/native" / source
    subprocess.run(["cc", "-O2", "-Wall", "-Werror", path, "-o", program, *libraries], check=True)
    return program


class Program:
    """A server on loopback; `with` starts it, waits for its first answer and stops it."""

    def __init__(self, command, port, path="/metrics"):
        self.command = [str(word) for word in command]
        self.port = port
        self.path = path
        self.environment = {}
        self.seconds_to_first_answer = None

    def __enter__(self):
        start = time.monotonic()
        environment = dict(os.environ, **self.environment)
        self.child = subprocess.Popen(self.command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self._answers():
            if self.child.poll() is not None or time.monotonic() > start + 20:
                self.child.kill()
                raise RuntimeError(f"does not start: {' '.join(self.command)}")
            time.sleep(0.0005)
        self.seconds_to_first_answer = time.monotonic() - start
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()

    def _answers(self):
        try:
            with Scraper(self.port, self.path) as scraper:
                scraper.scrape()
            return True
        except (OSError, http.client.HTTPException):
            return False

    def cpu_seconds(self):
        """Since its start, all threads; finer than the ticks of /proc."""
        clock = ctypes.c_int()
        if error := ctypes.CDLL(None).clock_getcpuclockid(self.child.pid, ctypes.byref(clock)):
            raise OSError(error, os.strerror(error))
        return time.clock_gettime(clock.value)

    def resident_bytes(self):
        lines = pathlib.Path(f"/proc/{self.child.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.child.pid}/fd"))


class Scraper:
    """One keep-alive connection."""

    def __init__(self, port, path="/metrics", encoding="identity"):
        self.path = path
        self.headers = {"Accept": "text/plain;version=0.0.4", "Accept-Encoding": encoding}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def scrape(self):
        self.connection.request("GET", self.path, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{self.path}: {response.status} {body[:200]}")
        return body
