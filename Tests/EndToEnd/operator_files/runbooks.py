"""The runbooks: a page for each alert, whose queries, addresses, commands and links lead somewhere."""

import json
import re
import subprocess
import tempfile

import yaml

from . import promql

HEADINGS = ["Isolate", "Find the cause", "Work around", "Restore", "Tell people", "Learn"]
INDEX = "README.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
ALERT = re.compile(r"\bWhatsApp[A-Z]\w*")
METRIC = re.compile(r"`(whatsapp_\w+)[`{\[]")
PATH = re.compile(r"(?:localhost:10042|`)(/(?:api|report|webhooks|probe|logs|config|metrics|-)\b[\w./-]*)")
FLAG = re.compile(r"(?<!\w)--[a-z][\w-]*(?:\.[\w.-]*\w)?")
PROGRAM = "whatsapp_status_exporter"
# Programs, not metrics.
PROGRAMS = {PROGRAM, "whatsapp_lab"}


def check(report, root, promtool, binary, scrape):
    folder = root / "deploy/runbooks"
    pages = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    rules = [
        rule
        for path in sorted((root / "deploy/prometheus").glob("rules*/*.rules.yml"))
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
        for rule in group["rules"]
    ]
    alerts = {rule["alert"] for rule in rules if "alert" in rule}
    recorded = {rule["record"] for rule in rules if "record" in rule}
    queries = [(name, query.strip()) for name, text in pages.items() for kind, query in FENCE.findall(text) if kind == "promql"]

    report.check("every alert has a runbook, and every runbook an alert", page_problems(pages, alerts))
    report.check("runbooks have their six headings in order", heading_problems(pages))
    report.check("the index of runbooks has every alert", sorted(alerts - set(ALERT.findall(pages.get(INDEX, "")))))
    report.check("links of runbooks lead somewhere", link_problems(folder, pages))
    report.check("runbooks name alerts that exist", unknown(pages, ALERT, alerts))
    report.check("runbooks name HTTP paths that exist", unknown(pages, PATH, known_paths(root), generic))
    if promtool:
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            named = [{"record": f"runbook:{at}", "expr": query} for at, (_, query) in enumerate(queries)]
            json.dump({"groups": [{"name": "queries", "rules": named}]}, file)
            file.flush()
            report.command("promtool parses the queries of runbooks", promtool, "check", "rules", file.name)
    if binary.exists():
        helps = [subprocess.run([binary, *words, "--help"], capture_output=True, text=True, timeout=30).stdout
                 for words in ((), ("check",), ("backup",))]
        flags = set(FLAG.findall(" ".join(helps).replace("--[no-]", "--"))) | set(re.findall(r"--no-[\w.-]*\w", " ".join(helps)))
        report.check("runbooks name flags that exist", flag_problems(pages, flags))
    if scrape:
        report.check("queries of runbooks name metrics and labels that exist", query_problems(queries, scrape, recorded))
        values = {value for labels in scrape.labels.values() for some in labels.values() for value in some}
        known = scrape.types.keys() | scrape.labels.keys() | PROGRAMS | values
        report.check("runbooks name metrics that exist", metric_problems(pages, known))


def page_problems(pages, alerts):
    names = {name.removesuffix(".md") for name in pages if name != INDEX}
    yield from (f"{name} has no runbook" for name in sorted(alerts - names))
    yield from (f"{name}.md is of no alert" for name in sorted(names - alerts))
    if INDEX not in pages:
        yield f"no {INDEX}"


def heading_problems(pages):
    for name, text in pages.items():
        if name == INDEX:
            continue
        prose = FENCE.sub("", text)
        if not prose.startswith(f"# {name.removesuffix('.md')}\n"):
            yield f"{name}: its title is not its alert's name"
        if re.findall(r"^## (.+)$", prose, re.MULTILINE) != HEADINGS:
            yield f"{name}: its headings are not {', '.join(HEADINGS)}"
        for section in re.split(r"^#.*$", text, flags=re.MULTILINE)[1:]:
            if not section.strip():
                yield f"{name}: a heading without a text"


def anchors(text):
    """Those that renderers make of headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def link_problems(folder, pages):
    for name, text in pages.items():
        for link in LINK.findall(FENCE.sub("", text)):
            if link.startswith("https://"):
                continue
            path, _, anchor = link.partition("#")
            target = folder / (path or name)
            if not target.exists():
                yield f"{name}: {link}"
            elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
                yield f"{name}: {link}: no such heading"


def generic(path):
    """A path as README names it: an incident's number is any."""
    return re.sub(r"^(/api/v1/incidents/)[^/]+", r"\1ID", path.rstrip("."))


def known_paths(root):
    listed = re.search(r"^HTTP paths:.*?(?:\n\n|\Z)", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return set(re.findall(r"`(/[^`?]*)`", listed.group())) if listed else set()


def unknown(pages, pattern, known, shape=str):
    for name, text in pages.items():
        for word in sorted({shape(word) for word in pattern.findall(text)} - known):
            yield f"{name}: no {word}"


def flag_problems(pages, flags):
    """Flags with a dot are the exporter's wherever they stand; others where the line calls it."""
    for name, text in pages.items():
        for line in text.splitlines():
            for flag in FLAG.findall(line):
                if ("." in flag or re.search(rf"(?:^|[`/ ]){PROGRAM} ", line)) and flag not in flags:
                    yield f"{name}: no flag {flag}"


def query_problems(queries, scrape, recorded):
    for name, query in queries:
        for selector in promql.selectors(query):
            if ":" in selector.name:
                if selector.name not in recorded:
                    yield f"{name}: no rule records {selector.name}"
                continue
            for problem in scrape.problems(selector):
                yield f"{name}: {problem}"


def metric_problems(pages, known):
    for name, text in pages.items():
        for metric in sorted(set(METRIC.findall(FENCE.sub("", text)))):
            if not {metric, metric.removesuffix("_total")} & known:
                yield f"{name}: no metric {metric}"
