"""A real Prometheus, on the configuration that is shipped."""

import json
import pathlib
import tempfile

import yaml

from daemon import Daemon
from exporter import ROOT

SHIPPED = ROOT / "deploy/prometheus/prometheus.yml"


class Prometheus(Daemon):
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
        words = [
            program, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
            "--web.listen-address=127.0.0.1:0",
        ]
        super().__init__(words, folder)

    def get(self, path, **parameters):
        return json.loads(self.read(f"/api/v1/{path}", **parameters))["data"]

    def query(self, expression):
        """The values of an instant query, by their labels."""
        return self.get("query", query=expression)["result"]

    def close(self):
        super().close()
        self.folder.cleanup()
