"""Files for Datadog, New Relic and the OpenTelemetry Collector: what can be said of them without their programs."""

import json
import pathlib
import re
import tempfile

import yaml

# Keys that may stand where; `*` is any name, and a list's entries are all of one shape. What maps to None is a value.
RELABEL = [dict.fromkeys(("source_labels", "regex", "action", "target_label", "replacement", "separator", "modulus"))]
NRI = {
    "integrations": [{
        "name": None, "timeout": None,
        "config": {
            **dict.fromkeys((
                "standalone", "emitters", "cluster_name", "scrape_duration", "scrape_timeout", "scrape_accept_header",
                "worker_threads", "insecure_skip_verify", "verbose", "audit", "percentiles")),
            "targets": [{
                "description": None, "urls": None, "use_bearer": None,
                "tls_config": dict.fromkeys(("ca_file_path", "cert_file_path", "key_file_path", "insecure_skip_verify")),
            }],
            "transformations": [{
                "description": None, "add_attributes": [{"metric_prefix": None, "attributes": {"*": None}}],
                "rename_attributes": [{"metric_prefix": None, "attributes": {"*": None}}],
                "copy_attributes": [dict.fromkeys(("from_metric", "to_metrics", "match_by", "attributes"))],
                "ignore_metrics": [dict.fromkeys(("prefixes", "metric_types", "except"))],
            }],
        },
    }],
}
AGENT_VALUES = {
    **dict.fromkeys(("cluster", "licenseKey", "customSecretName", "customSecretLicenseKey", "lowDataMode")),
    "config": {
        "common": {"scrape_interval": None, "external_labels": {"*": None}},
        "newrelic_remote_write": {"extra_write_relabel_configs": RELABEL, "queue_config": None},
        "extra_remote_write": None,
        "static_targets": {"jobs": [{
            "job_name": None, "targets": None, "labels": {"*": None}, "extra_relabel_config": RELABEL,
            "extra_metric_relabel_config": RELABEL,
        }]},
        "kubernetes": {
            "integrations_filter": dict.fromkeys(("enabled", "source_labels", "app_values")),
            "jobs": [{
                "job_name_prefix": None, "integrations_filter": dict.fromkeys(("enabled", "source_labels", "app_values")),
                "target_discovery": {
                    "pod": None, "endpoints": None, "filter": {"annotations": {"*": None}, "label": {"*": None}},
                },
            }],
        },
        "sharding": None,
    },
}
# A $ of the Collector's own: of a reference to the environment, or one that stands for itself.
DOLLAR = re.compile(r"\$\$|\$\{env:\w+\}|\$")


def check(report, root, promtool):
    newrelic = root / "deploy/newrelic"
    readme = (newrelic / "README.md").read_text(encoding="utf-8")
    for name, shape in (("nri-prometheus-config.yml", NRI), ("newrelic-prometheus-agent-values.yaml", AGENT_VALUES)):
        content = yaml.safe_load((newrelic / name).read_text(encoding="utf-8"))
        problems = [*unknown(content, shape), *unexplained(content, shape, readme)]
        report.check(f"{name} has known keys, each of them explained", problems)
    collector = (root / "deploy/opentelemetry/collector.yaml").read_text(encoding="utf-8")
    problems = collector_problems(collector)
    report.check("collector.yaml doubles each $ of Prometheus', and names in its pipelines what it has", problems)
    report.check("Datadog's annotation says what conf.yaml says", annotation_problems(root / "deploy/datadog"))
    if not promtool:
        return
    shipped = yaml.safe_load((root / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))
    added = yaml.safe_load((newrelic / "prometheus-remote-write.yml").read_text(encoding="utf-8"))
    whole = {**shipped, **added, "rule_files": []}
    check_config(report, "prometheus.yml with New Relic's remote write", promtool, whole)
    scrape = undoubled(yaml.safe_load(collector)["receivers"]["prometheus"]["config"])
    check_config(report, "what collector.yaml scrapes", promtool, scrape)


def check_config(report, name, promtool, content):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "prometheus.yml"
        file.write_text(yaml.safe_dump(content), encoding="utf-8")
        # Files with keys are where they are used.
        report.command(f"promtool check config: {name}", promtool, "check", "config", "--syntax-only", file)


def unknown(content, shape, path=""):
    """Keys that a shape does not have."""
    if shape is None:
        return
    if isinstance(shape, list):
        for entry in content:
            yield from unknown(entry, shape[0], path)
        return
    for key, value in content.items():
        if key not in shape and "*" not in shape:
            yield f"{path}{key} is not known"
        else:
            yield from unknown(value, shape.get(key), f"{path}{key}.")


def unexplained(content, shape, readme):
    """Keys that the README does not name in its tables."""
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", readme))))
    for key in sorted(keys(content, shape)):
        if key not in words:
            yield f"{key} is not explained"


def keys(content, shape):
    match shape:
        case list():
            return {key for entry in content for key in keys(entry, shape[0])}
        case dict() if "*" not in shape:
            return {name for key, value in content.items() for name in {key} | keys(value, shape.get(key))}
        case _:
            return set()


def collector_problems(text):
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#") and "$" in DOLLAR.findall(line):
            yield f"line {number}: a single $"
    content = yaml.safe_load(text)
    for name, pipeline in content["service"]["pipelines"].items():
        for kind, parts in pipeline.items():
            yield from (f"{name}: no {kind} {part}" for part in parts if part not in content.get(kind, {}))
    used = {part for pipeline in content["service"]["pipelines"].values() for parts in pipeline.values() for part in parts}
    for kind in ("receivers", "processors", "exporters"):
        yield from (f"{kind}.{part} is in no pipeline" for part in content[kind] if part not in used)


def undoubled(value):
    """As the Collector hands it to Prometheus."""
    if isinstance(value, dict):
        return {key: undoubled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [undoubled(inner) for inner in value]
    return value.replace("$$", "$") if isinstance(value, str) else value


def annotation_problems(folder):
    [instance] = yaml.safe_load((folder / "conf.yaml").read_text(encoding="utf-8"))["instances"]
    patch = yaml.safe_load((folder / "kubernetes.yaml").read_text(encoding="utf-8"))
    [(name, text)] = patch["spec"]["template"]["metadata"]["annotations"].items()
    [annotated] = json.loads(text)["openmetrics"]["instances"]
    if not re.fullmatch(r"ad\.datadoghq\.com/[a-z-]+\.checks", name):
        yield f"{name} is no annotation of Datadog's"
    if annotated["openmetrics_endpoint"] != "http://%%host%%:%%port%%/metrics":
        yield "openmetrics_endpoint is not the pod's own"
    for key in sorted(instance.keys() | annotated.keys()):
        if key not in ("openmetrics_endpoint", "tags") and instance.get(key) != annotated.get(key):
            yield f"{key} differs"
