"""What a scrape of the exporter says exists: families, their types, labels and label values."""

import re

SAMPLE = re.compile(r"^([A-Za-z_:][\w:]*)(?:\{(.*)\})? \S+")
LABEL = re.compile(r'(\w+)="((?:\\.|[^"\\])*)"')

# What OpenMetrics and histograms add to a family's name.
SUFFIXES = ("_total", "_bucket", "_sum", "_count")

# Made by Prometheus itself.
SYNTHETIC = {"up", "ALERTS", "scrape_duration_seconds", "scrape_samples_scraped"}

# Set by Prometheus, of the target.
TARGET_LABELS = ("job", "instance", "vantage", "region")

# Families of which there may rightly be no series yet.
CONDITIONAL = {
    r"whatsapp_probe_failure_info": "while no probe fails",
    r"whatsapp_probe_second_opinion_success": "until a second opinion was sought",
    r"whatsapp_probe_last_success_timestamp_seconds": "until a probe succeeded",
    r"whatsapp_probe_last_phase_duration_seconds": "until a probe went through a phase",
    r"whatsapp_probe_dns_\w+": "until a name server answered",
    r"whatsapp_probe_(tls_info|certificate_\w+)": "until a peer showed a certificate",
    r"whatsapp_probe_(http_\w+|clock_offset_seconds)": "until an HTTP peer answered",
    r"whatsapp_component_(latency_seconds|uptime_ratio|error_ratio)": "until a component was probed",
    r"whatsapp_message_delivered_\w*ratio": "while few messages are sent, or no webhooks come",
    r"whatsapp_report_expected_reports": "until a day of reports is known",
    r"whatsapp_incident_(info|started_timestamp_seconds)": "while no incident is open",
    r"whatsapp_(anomaly_score|baseline_latency_seconds|component_failure_anomaly_score)": "until what is usual is learnt",
    r"whatsapp_latency_drift_ratio": "until days of probes are known",
    r"whatsapp_recurring_trouble_days": "while no trouble recurs",
    r"whatsapp_threshold_\w+": "without thresholds",
    r"whatsapp_address_bad": "until several addresses were tried often",
    r"whatsapp_edge_(distance_meters|round_trip_plausible|family_agreement)": "while the place is not known",
    r"whatsapp_edge_pinned_\w+": "while the answers lead home",
    r"whatsapp_(scheduled|discovery)_\w+": "without jobs",
    r"whatsapp_exporter_cgroup_\w+": "outside a control group of version 2",
    r"probe_\w+": "where Prometheus does not probe by way of the exporter",
    r"node_pressure_\w+": "on a kernel without pressure figures",
}


def reason_for_absence(name):
    return next((reason for pattern, reason in CONDITIONAL.items() if re.fullmatch(pattern, name)), None)


class Scrape:
    def __init__(self):
        self.types = {}
        self.labels = {}  # sample name: label: values

    @classmethod
    def read(cls, paths):
        scrape = cls()
        for path in paths:
            for line in path.read_text(encoding="utf-8").splitlines():
                scrape.take(line)
        return scrape

    def take(self, line):
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            self.types[name] = kind
        elif match := SAMPLE.match(line):
            labels = self.labels.setdefault(match.group(1), {})
            for label, value in LABEL.findall(match.group(2) or ""):
                labels.setdefault(label, set()).add(value)

    def is_counter(self, name):
        # OpenMetrics declares a counter without its suffix.
        if "counter" in (self.types.get(name), self.types.get(name.removesuffix("_total"))):
            return True
        return any(
            name.endswith(suffix) and self.types.get(name.removesuffix(suffix)) == "histogram"
            for suffix in ("_bucket", "_sum", "_count")
        )

    def problems(self, selector):
        """What a selector asks for that the scrape lacks."""
        name = selector.name
        # A colon is in the names of recorded series only.
        if name in SYNTHETIC or ":" in name:
            return
        if name not in self.labels:
            declared = {name, *(name.removesuffix(suffix) for suffix in SUFFIXES)} & self.types.keys()
            if not declared and not reason_for_absence(name):
                yield f"no metric {name}"
            return
        for label, operator, value in selector.matchers:
            if label in TARGET_LABELS:
                continue
            values = self.labels[name].get(label)
            if values is None:
                yield f"{name} has no label {label}"
            elif operator == "=" and value not in values and not reason_for_absence(name):
                yield f'{name} has no {label}="{value}"'
