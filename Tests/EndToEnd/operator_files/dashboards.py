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
            rule("names metrics and labels that exist", rules.existence_problems(dashboard, scrape))
    report.check("every dashboard is there", [f"no {uid}" for uid in sorted(UIDS - uids)])


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
