"""A lab run of which dashboards and rules have something to show: four vantage points in two regions, many troubles in minutes.

`americas` are an office, whose users and business the lab plays, and a data centre whose resolver leads it to another edge;
`europe` are a plant, and a branch whose resolver lies until it is replaced.
"""

import contextlib
import json
import pathlib
import socket
import time

import yaml

import host_figures
import past
from authority import Authority
from blackbox.talkers import Talker, says_and_closes
from exporter import Exporter
from lab import Lab
from people import change, envelope, error, post_webhook, status, statuses
from prometheus_server import Prometheus
from standins import NameServer

SPEED = 10
LENGTH = 200  # seconds of the clock
PORT_SHIFT = 6900
OFFICE, DATA_CENTRE, PLANT, BRANCH = "office", "data-centre", "plant", "branch"
REGIONS = {OFFICE: "americas", DATA_CENTRE: "americas", PLANT: "europe", BRANCH: "europe"}
MOVED = ["chat", "web", "registration", "media", "links", "business_api"]
BLOCK_PAGE = "127.93.7.80"


def fault(begin, end, **what):
    """A fault between two times of the clock."""
    return {"from": f"{begin * SPEED}s", "to": f"{end * SPEED}s", **what}


FAULTS = [
    fault(30, 60, at={"component": ["chat", "chat_alternate", "web", "registration", "media"]}, tcp="silent"),
    fault(25, 75, people={"report_surge": "consumer"}),
    fault(85, 125, at={"resolver": ["system"], "component": MOVED}, dns={"steer": "hel3"}),
    fault(85, 110, at={"edge": ["atl3"], "host": ["g.whatsapp.net"]}, tcp="silent"),
    fault(95, 125, at={"host": ["web.whatsapp.com"]}, http={"slow_first_byte": "300ms"}),
    fault(115, 135, at={"component": ["media"]}, tls="expired"),
    fault(120, 150, people={"account_blocked": "business"}),
    fault(125, 165, people={"delivery_drop": "business"}),
    fault(130, 150, people={"platform_disrupted": "business"}),
    fault(140, 155, people={"platform_errors": "business"}),
    fault(157, 165, people={"requests_limited": "business"}),
]


def scenario(folder, faults):
    path = pathlib.Path(folder) / "vantage_points.yml"
    length = f"{300 * SPEED}s"
    # It says when there is trouble, not what is right: nothing here asks.
    expect = [{"from": "0s", "within": "10s", "consumer": "ok", "business": "ok"}]
    text = {"name": "vantage_points", "about": "Troubles in turn.", "duration": length, "faults": faults, "expect": expect}
    path.write_text(yaml.safe_dump(text), encoding="utf-8")
    return path


def port(of):
    """A port of the lab's."""
    return {443: 20443, 53: 20053}[of] + PORT_SHIFT


class VantagePoints:
    """A running lab, the exporters around it, and a Prometheus that scrapes them and evaluates all shipped rules each second."""

    def __init__(self, folder, peers):
        self.folder, self.exporters = pathlib.Path(folder), {}
        with contextlib.ExitStack() as stack:
            self.prepare(stack, peers)
            self.stack = stack.pop_all()

    def prepare(self, stack, peers):
        storage = self.folder / "storage"
        self.remember(storage)
        office = free_address()
        words = (f"--speed={SPEED}", "--interval=3s", f"--port-shift={PORT_SHIFT}", f"--exporter=http://{office}")
        self.liar = stack.enter_context(contextlib.closing(NameServer("127.93.7.53", forged())))
        stack.callback(Talker(DATABASE, says_and_closes(STARTING)).close)
        self.start = time.monotonic()
        self.lab = stack.enter_context(Lab(self.folder, scenario(self.folder, FAULTS), *words))
        self.base, self.flags = handed_over(self.lab)
        host_figures.complete(self.folder / "lab/proc")
        stack.callback(lambda: [exporter.close() for exporter in self.exporters.values()])
        flags = (f"--web.listen-address={office}", f"--storage.path={storage}")
        self.begin(OFFICE, *flags, prefix=host_figures.in_group(self.folder), **office_sections(self.folder))
        self.begin(DATA_CENTRE, f"--web.config.file={web_config(self.folder)}", resolver="127.1.1.1", location=(33.7, -84.4))
        self.begin(PLANT, resolver="127.8.8.8", location=(52.5, 13.4))
        self.begin(BRANCH, resolver=self.liar.address)
        self.prometheus = stack.enter_context(Prometheus(peers / "prometheus", change=self.fit))

    def remember(self, storage):
        """Days before all this, so that the office knows what is usual."""
        folder = self.folder / "past"
        folder.mkdir()
        with Lab(folder, scenario(folder, []), "--interval=3s", f"--port-shift={PORT_SHIFT}") as lab:
            config, flags = handed_over(lab)
            secrets = secret(config, "reports", "token_file"), secret(config, "webhooks", "app_secret_file")
            past.live_through(config, secrets, storage, folder, flags)

    def begin(self, name, *flags, resolver=None, location=None, address=None, prefix=(), **sections):
        config = {**self.base, **sections}
        if name != OFFICE:
            config = {key: part for key, part in config.items() if key not in ("reports", "webhooks", "business", "status_feed")}
        if resolver:
            config["probing"] = {**config["probing"], "resolver": resolver if ":" in resolver else f"{resolver}:{port(53)}"}
        if location:
            config["edges"] = {**config["edges"], "location": dict(zip(("latitude", "longitude"), location))}
        if address:
            flags = (*flags, f"--web.listen-address={address}")
        self.exporters[name] = Exporter(*self.flags, *flags, config=config, prefix=prefix)

    def fit(self, config):
        """The shipped configuration, with these vantage points in it, and with probes by scrapes."""
        job = next(job for job in config["scrape_configs"] if job["job_name"] == "whatsapp_status_exporter")
        job["tls_config"] = {"insecure_skip_verify": True}
        job["static_configs"] = [
            {
                "targets": [exporter.addresses[0]],
                "labels": {"vantage": name, "region": REGIONS[name], "__scheme__": "https" if name == DATA_CENTRE else "http"},
            } for name, exporter in self.exporters.items()
        ]
        config["scrape_configs"] = [job, probe_job(self.exporters[OFFICE].addresses[0])]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stack.close()

    @property
    def elapsed(self):
        return time.monotonic() - self.start

    def play(self):
        """Lives through it: what the lab cannot do is done here at its time."""
        for moment, action in (
            (15, self.hear), (40, self.refuse), (62, self.reload_wrongly), (75, self.reload), (90, self.replace_resolver),
            (100, self.find_otherwise), (170, self.disable), (LENGTH, lambda: None),
        ):
            time.sleep(max(0, moment - self.elapsed))
            action()

    def hear(self):
        """What users say when they are asked, and what nobody may say."""
        office = self.exporters[OFFICE]
        token = secret(self.base, "reports", "token_file")
        for number in range(12):
            body = {"symptom": "calls", "reporter": str(number), "severity": 1 + number % 5, "solved": number % 3 == 0}
            fields = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            assert office.request("POST", "/api/v1/reports", fields, body=json.dumps(body)).status == 202
        assert office.request("POST", "/api/v1/reports", {"Content-Type": "application/json"}, body="{}").status == 401
        assert post_webhook(office, {}, secret="of a stranger").status == 403
        self.fail_to_deliver()

    def refuse(self):
        office = self.exporters[OFFICE]
        assert office.get("/probe?module=door&target=127.93.7.1:9").status == 403
        assert office.get("/probe?module=nothing&target=127.93.7.1:9").status == 400
        assert office.get("/nothing").status == 404

    def reload_wrongly(self):
        plant = self.exporters[PLANT]
        self.right = plant.config_path.read_text(encoding="utf-8")
        plant.config_path.write_text("nonsense: 1\n", encoding="utf-8")
        assert plant.request("POST", "/-/reload").status != 200

    def reload(self):
        plant = self.exporters[PLANT]
        plant.config_path.write_text(self.right, encoding="utf-8")
        assert plant.request("POST", "/-/reload").status == 200

    def replace_resolver(self):
        branch = self.exporters[BRANCH]
        address = branch.addresses[0]
        branch.close()
        time.sleep(4)
        self.begin(BRANCH, resolver="127.9.9.9", address=address)

    def find_otherwise(self):
        (self.folder / "found.yml").write_text(yaml.safe_dump([{"targets": [SITE, CLOSED, "no port"]}]), encoding="utf-8")

    def disable(self):
        """The platform's word to the business, as the lab does not have it."""
        told = [({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": ["DISABLE"]}}, "account_update"),
                ({"alert_info": {"alert_severity": "CRITICAL"}}, "account_alerts")]
        for value, field in told:
            self.tell(envelope(change(value, field)))
        self.fail_to_deliver()

    def fail_to_deliver(self):
        self.tell(statuses(status(f"{self.elapsed}", "failed", errors=[error(131026)])))

    def tell(self, payload):
        """Posts a webhook as the platform does."""
        assert post_webhook(self.exporters[OFFICE], payload, secret(self.base, "webhooks", "app_secret_file")).status == 200


def web_config(folder):
    """The file that makes an exporter speak TLS."""
    certificate, key = Authority(folder).certificate("data-centre.test")
    path = folder / "web.yml"
    settings = {"tls_server_config": {"cert_file": str(certificate), "key_file": str(key)}}
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return path


def handed_over(lab):
    """The configuration a lab hands over, and the other flags."""
    [config, *flags] = lab.flags
    return yaml.safe_load(pathlib.Path(config.removeprefix("--config.file=")).read_text(encoding="utf-8")), flags


def secret(config, section, key):
    return pathlib.Path(config[section][key]).read_text(encoding="utf-8").strip()


SITE = f"127.184.215.14:{port(443)}"
CLOSED = "127.93.7.9:9"
DATABASE = "127.93.7.54:15432"
# ErrorResponse of PostgreSQL's protocol: cannot_connect_now.
STARTING = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
STARTING = b"E" + (4 + len(STARTING)).to_bytes(4, "big") + STARTING


def forged():
    """Names as the branch's resolver has them: somebody else's sites right, WhatsApp's at a page that says so."""
    sites = {"example.com": "127.184.215.14", "www.wikipedia.org": "127.80.154.224", "www.debian.org": "127.101.2.132"}
    hosts = (
        "g.whatsapp.net", "g-fallback.whatsapp.net", "e1.whatsapp.net", "e2.whatsapp.net", "web.whatsapp.com", "v.whatsapp.net",
        "mmg.whatsapp.net", "pps.whatsapp.net", "static.whatsapp.net", "wa.me", "graph.facebook.com")
    return {**sites, **dict.fromkeys(hosts, BLOCK_PAGE)}


def office_sections(folder):
    """What only the office has: targets of its own, some of them ill, and limits."""
    found = folder / "found.yml"
    found.write_text(yaml.safe_dump([{"targets": [SITE, CLOSED]}]), encoding="utf-8")
    tls = {"ca_file": str(folder / "lab/ca.pem"), "server_name": "example.com"}

    def job(name, module, **sources):
        return {"name": name, "module": module, "interval": "2s", "timeout": "1s", **sources}

    return {
        "modules": {
            "door": {"prober": "tcp", "timeout": "1s"},
            "page": {"prober": "http", "timeout": "1s", "http": {"preferred_ip_protocol": "ip4", "tls_config": tls}},
            "orders": {
                "prober": "postgres", "timeout": "1s", "postgres": {"user": "probe", "password": "none", "tls_mode": "disable"}},
        },
        "jobs": [
            job(
                "doors", "door", file_sd_configs=[{"files": [str(found)]}],
                http_sd_configs=[{"url": f"http://{CLOSED}/targets"}]),
            job("pages", "page", static_configs=[{"targets": [f"https://{SITE}/"], "labels": {"site": "example"}}]),
            job("databases", "orders", static_configs=[{"targets": [DATABASE]}]),
        ],
        "thresholds": [
            {"name": "web_slow", "component": "web", "measure": "total", "percentile": 99, "above": "100ms", "window": "5m"},
            {"name": "chat_failing", "component": "chat", "measure": "error_ratio", "above": "5%", "window": "5m"},
        ],
        "objectives": {"default": "99%"},
    }


def probe_job(exporter):
    relabel = [
        {"source_labels": ["__address__"], "target_label": "__param_target"},
        {"source_labels": ["__param_target"], "target_label": "instance"},
        {"target_label": "__address__", "replacement": exporter},
    ]
    return {
        "job_name": "whatsapp_status_exporter_probe", "scrape_interval": "5s", "metrics_path": "/probe",
        "params": {"module": ["page"]}, "relabel_configs": relabel,
        "static_configs": [{"targets": [f"https://{SITE}/", f"https://{CLOSED}/"]}],
    }


def free_address():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
