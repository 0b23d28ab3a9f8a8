"""A real program that serves HTTP on loopback, at a port that it got from the kernel."""

import pathlib
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from listening import address_of
from waiting import eventually


class Daemon:
    def __init__(self, words, folder, ready="/-/ready"):
        folder = pathlib.Path(folder)
        folder.mkdir(exist_ok=True)
        self.log_path, self.ready = folder / "log", ready
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen([str(word) for word in words], cwd=folder, stdout=log, stderr=log)
        try:
            self.url = eventually(self._url)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def read(self, path, **parameters):
        query = "?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""
        with urllib.request.urlopen(self.url + path + query, timeout=30) as answer:
            return answer.read()

    def close(self):
        self.process.kill()
        self.process.wait()

    def _url(self):
        assert self.process.poll() is None, self.log_path.read_text()
        address = address_of(self.process.pid)
        if not address:
            return None
        try:
            with urllib.request.urlopen(f"http://{address}{self.ready}", timeout=30) as answer:
                return answer.status == 200 and f"http://{address}"
        except urllib.error.HTTPError:
            return None
