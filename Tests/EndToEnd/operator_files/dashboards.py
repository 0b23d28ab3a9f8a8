"""Grafana's dashboards, as files."""

import json
import sys
import tempfile

import yaml

from . import dashboard_model as model
from . import dashboard_rules as rules
from . import dashboard_schema as schema

UIDS = {f"whatsapp-{name}" for name in ("overview", "probes", "host", "business", "slo", "fleet")}


def check(report, root, promtool, scrape):
    report.check("dashboards are provisioned from files", provider_problems(root))
    source = root / "grafana/source/make.py"
    report.command("dashboards are what their source makes", sys.executable, "-B", source, "--check", silent=True)
    report.check("the data source knows how often is scraped", interval_problems(root))
    recorded = set(recorded_names(root))
    uids = set()
    for path, text, dashboard in model.load(root):
        def rule(name, problems, file=path.name):
            report.check(f"{file}: {name}", problems)

        if isinstance(dashboard, ValueError):
            rule("is JSON", [str(dashboard)])
            continue
        formatted = json.dumps(dashboard, indent=2, ensure_ascii=False) + "\n"
        rule("is formatted as json.dumps(indent=2) does", [] if text == formatted else ["differs"])
        rule("has no key or value that Grafana does not know", schema.problems(dashboard))
        rule("links to all the others", rules.link_problems(dashboard, UIDS))
        rule("is a dashboard for provisioning", rules.shape_problems(dashboard, uids))
        rule("has the variables datasource, job and instance", rules.variable_problems(dashboard))
        rule("uses the chosen data source everywhere", rules.source_problems(dashboard))
        rule("panels have unique ids", rules.repeated_ids(dashboard))
        rule("panels do not overlap", rules.overlaps(dashboard))
        rule("panels have title, description and unit", rules.wording_problems(dashboard))
        rule("queries have unique letters and match job and instance", rules.matching_problems(dashboard))
        rule("counters are rated over $__rate_interval", rules.rate_problems(dashboard, scrape))
        if promtool:
            with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
                json.dump(model.as_rules(dashboard), file)
                file.flush()
                report.command(f"{path.name}: promtool parses its queries", promtool, "check", "rules", file.name)
        if scrape:
            rule("names metrics and labels that exist", rules.existence_problems(dashboard, scrape, recorded))
    report.check("every dashboard is there", [f"no {uid}" for uid in sorted(UIDS - uids)])


def recorded_names(root):
    for file in (root / "deploy/prometheus/rules").glob("*.rules.yml"):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]:
            yield from (rule["record"] for rule in group["rules"] if "record" in rule)


def interval_problems(root):
    """$__rate_interval is four times what the data source calls the interval: below the job's own, rates have no two samples."""
    configuration = yaml.safe_load((root / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))
    common = configuration["global"].get("scrape_interval", "1m")
    jobs = [job for job in configuration["scrape_configs"] if job["job_name"] == "whatsapp_status_exporter"]
    scraped = {job.get("scrape_interval", common) for job in jobs}
    for file in sorted((root / "grafana/provisioning/datasources").glob("*.yaml")):
        for source in yaml.safe_load(file.read_text(encoding="utf-8"))["datasources"]:
            if {source["jsonData"].get("timeInterval")} != scraped:
                yield f"{file.name}: timeInterval {source['jsonData'].get('timeInterval')}, scraped every {scraped}"


def provider_problems(root):
    files = sorted((root / "grafana/provisioning/dashboards").glob("*.yaml"))
    if not files:
        yield "no provider"
    for file in files:
        try:
            settings = yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            yield f"{file.name}: {error}"
            continue
        if settings.get("apiVersion") != 1:
            yield f"{file.name}: apiVersion is not 1"
        for provider in settings.get("providers", []):
            if provider.get("type") != "file" or not provider.get("options", {}).get("path"):
                yield f"{file.name}: {provider.get('name')} is not of type file with a path"
            if not provider.get("folder"):
                yield f"{file.name}: {provider.get('name')} has no folder"
