"""A real Prometheus, on the configuration that is shipped."""

import json
import pathlib
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request

import yaml

from exporter import ROOT
from waiting import eventually

SHIPPED = ROOT / "deploy/prometheus/prometheus.yml"


class Prometheus:
    """Scrapes exporters once a second, by the shipped configuration with addresses and times changed."""

    def __init__(self, program, *targets, change=None, **job):
        self.folder = tempfile.TemporaryDirectory(prefix="prometheus-")
        config = yaml.safe_load(SHIPPED.read_text())
        del config["alerting"]  # nobody listens there
        config["global"]["evaluation_interval"] = "1s"
        config["rule_files"] = [str(SHIPPED.parent / file) for file in config["rule_files"]]
        [scrape] = config["scrape_configs"]
        scrape.update(scrape_interval="1s", static_configs=[{"targets": list(targets)}], **job)
        if change:
            change(config)
        folder = pathlib.Path(self.folder.name)
        (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
        self.log_path = folder / "log"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [
                    program, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                    "--web.listen-address=127.0.0.1:0",
                ], stdout=log, stderr=log,
            )
        try:
            self.url = eventually(self._url)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def get(self, path, **parameters):
        address = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters, doseq=True)}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)["data"]

    def query(self, expression):
        """The values of an instant query, by their labels."""
        return self.get("query", query=expression)["result"]

    def close(self):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def _url(self):
        # Only the kernel knows which port it got.
        assert self.process.poll() is None, self.log_path.read_text()
        listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
        for line in listening.splitlines():
            if f"pid={self.process.pid}," in line:
                url = "http://" + line.split()[3]
                try:
                    with urllib.request.urlopen(f"{url}/-/ready", timeout=30) as answer:
                        return answer.status == 200 and url
                except urllib.error.HTTPError:
                    return None
        return None
