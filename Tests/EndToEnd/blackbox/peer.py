"""The real blackbox_exporter, as a process."""

import re
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from waiting import eventually


class BlackboxExporter:
    """Serves `/probe` by the modules of a file, on loopback."""

    def __init__(self, program, config):
        self.program = str(program)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = [self.program, f"--config.file={config}", f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=error"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        eventually(lambda: self._is_healthy())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def probe(self, **parameters):
        """The status and the text of a probe's answer."""
        query = urllib.parse.urlencode(parameters)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/probe?{query}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def _is_healthy(self):
        assert self.process.poll() is None, "blackbox_exporter ended"
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/healthy", timeout=5).status == 200
        except OSError:
            return False


def version(program):
    """Such as (0, 28)."""
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"version (\d+)\.(\d+)", done.stdout + done.stderr)
    return tuple(int(part) for part in found.groups())
