"""Prometheus' own files: the scrape job, the rules, and the tests of the rules."""

import yaml

from . import alerts, promql


def check(report, root, promtool, scrape):
    folder = root / "deploy/prometheus"
    config = folder / "prometheus.yml"
    rules = sorted(folder.glob("rules/*.rules.yml"))
    tests = sorted(folder.glob("rules/*_test.yml"))
    if promtool:
        report.command("promtool check config", promtool, "check", "config", "--lint=all", "--lint-fatal", config)
        for file in rules:
            report.command(f"promtool check rules {file.name}", promtool, "check", "rules", "--lint=all", "--lint-fatal", file)
        for file in tests:
            report.command(f"promtool test rules {file.name}", promtool, "test", "rules", file)

    def loaded(file):
        try:
            return yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            report.check(f"{file.name} is YAML", str(error).splitlines())

    settings = loaded(config) or {}
    named = [
        (file.name, rule) for file in rules for group in (loaded(file) or {}).get("groups", []) for rule in group["rules"]]
    all_rules = [rule for _, rule in named]
    cases = [case for file in tests for test in (loaded(file) or {}).get("tests", []) for case in test.get("alert_rule_test", [])]

    report.check("prometheus.yml names rule files by relative paths that exist", rule_file_problems(folder, settings))
    alerts.check(report, root, named, cases)
    configurations = [settings, *(loaded(file) or {} for file in sorted(folder.glob("scrape/*.yml")))]
    report.check("rules select jobs that a scrape configuration has", job_problems(all_rules, configurations))
    selectors = [selector for rule in all_rules for selector in promql.selectors(rule["expr"])]
    examples = [group for file in folder.glob("rules-examples/*.rules.yml") for group in (loaded(file) or {}).get("groups", [])]
    recorded = {rule.get("record") for rule in [*all_rules, *(rule for group in examples for rule in group["rules"])]}
    report.check(
        "recorded series that rules select are recorded",
        sorted({selector.name for selector in selectors if ":" in selector.name} - recorded))
    if scrape:
        problems = {problem for selector in selectors for problem in scrape.problems(selector)}
        report.check("rules name metrics and labels that exist", sorted(problems))
    report.check("Grafana is told the scrape interval", interval_problems(root, settings, loaded))


def rule_file_problems(folder, settings):
    for pattern in settings.get("rule_files", []):
        if pattern.startswith("/") or not list(folder.glob(pattern)):
            yield pattern


def job_problems(rules, configurations):
    jobs = {job["job_name"] for settings in configurations for job in settings.get("scrape_configs", [])}
    for rule in rules:
        for selector in promql.selectors(rule["expr"]):
            for label, operator, value in selector.matchers:
                if label == "job" and operator == "=" and value not in jobs:
                    yield f"{selector.text}: no such job"


def interval_problems(root, settings, loaded):
    intervals = {job.get("scrape_interval") for job in settings.get("scrape_configs", [])}
    files = sorted((root / "grafana/provisioning/datasources").glob("*.yaml"))
    if not files:
        yield "no data source is provisioned"
    for file in files:
        for source in (loaded(file) or {}).get("datasources", []):
            told = source.get("jsonData", {}).get("timeInterval")
            if told not in intervals:
                yield f"{file.name}: timeInterval {told}, but the job scrapes every {', '.join(sorted(map(str, intervals)))}"
