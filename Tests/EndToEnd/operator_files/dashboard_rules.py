"""What a dashboard must keep to: the rules of Grafana's dashboard-linter, and references that hold."""

import dataclasses
import re

from . import promql
from .dashboard_model import OPTIONAL, VARIABLE_QUERY, all_of, annotations, panels, queries

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
SCHEMAS = (41, 42)
TAG = "whatsapp"
COMPARED = ("job", "instance")
MADE_LABEL = re.compile(r',\s*"(\w+)",\s*"[^"]*\$')  # by label_replace


def shape_problems(model, uids):
    if model.get("id") is not None:
        yield "id is not null"
    uid = model.get("uid", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", uid) or uid in uids:
        yield f"uid {uid!r} is missing, ill-formed or taken"
    uids.add(uid)
    if model.get("schemaVersion") not in SCHEMAS:
        yield f"schemaVersion is none of {SCHEMAS}"
    if model.get("editable") is not False:
        yield "is editable"
    for key in ("title", "description", "tags", "time", "refresh", "links"):
        if not model.get(key):
            yield f"no {key}"
    for key in ("__inputs", "__requires"):
        if key in model:
            yield f"{key} is for exports only"


def link_problems(model, uids):
    """The dropdown lists what has its tag; links of data lead to dashboards by their uid."""
    links = [link for link in model["links"] if link["type"] == "dashboards" and set(link["tags"]) <= set(model["tags"])]
    if not any(link["includeVars"] and link["keepTime"] for link in links):
        yield "no dropdown of the dashboards of its tag that keeps variables and time"
    if TAG not in model["tags"]:
        yield f"not tagged {TAG}"
    for panel in panels(model):
        for url in data_links(panel):
            target = re.match(r"/d/([\w-]+)\?", url)
            if not target or target.group(1) not in uids:
                yield f"{panel['title']}: {url} leads to no dashboard of ours"


def data_links(panel):
    config = panel["fieldConfig"]
    yield from (link["url"] for link in config["defaults"].get("links", []))
    for override in config["overrides"]:
        for setting in override["properties"]:
            if setting["id"] == "links":
                yield from (link["url"] for link in setting["value"])


def variable_problems(model):
    variables = {variable["name"]: variable for variable in model["templating"]["list"]}
    sources = [name for name, variable in variables.items() if variable["type"] == "datasource"]
    if sources != ["datasource"] or variables["datasource"]["query"] != "prometheus":
        yield f"data source variables: {sources}, not one named datasource for prometheus"
    for name in COMPARED:
        if name not in variables:
            yield f"no variable {name}"
    for name, variable in variables.items():
        if not variable.get("label"):
            yield f"{name} has no label"
        if variable["type"] != "query":
            continue
        if not VARIABLE_QUERY.fullmatch(variable["query"]):
            yield f"{name} is not label_values(selector, label)"
        if (variable.get("multi"), variable.get("includeAll"), variable.get("allValue")) != (True, True, all_of(name)):
            yield f"{name} is not multi with an All of {all_of(name)}"
        if variable.get("refresh") != 2:
            yield f"{name} is not refreshed when the time range changes"


def source_problems(model):
    variables = [variable for variable in model["templating"]["list"] if variable["type"] == "query"]
    notes = [note for note in model["annotations"]["list"] if not note.get("builtIn")]
    places = list(panels(model)) + [target for _, target, _ in queries(model)] + variables + notes
    for place in places:
        if place.get("datasource") != SOURCE:
            yield f"{place.get('title') or place.get('name') or place.get('expr')}: {place.get('datasource')}"


def repeated_ids(model):
    rows = [panel for panel in model["panels"] if panel["type"] == "row"]
    return duplicates(panel["id"] for panel in rows + list(panels(model)))


def duplicates(values):
    seen = set()
    for value in values:
        if value in seen:
            yield f"{value} is there twice"
        seen.add(value)


def overlaps(model):
    taken = {}
    for panel in model["panels"]:
        grid = panel["gridPos"]
        if grid["x"] < 0 or grid["x"] + grid["w"] > 24:
            yield f"{panel['title']} is wider than the page"
        cells = {(x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])}
        for other in {taken[cell] for cell in cells if cell in taken}:
            yield f"{panel['title']} lies over {other}"
        taken |= dict.fromkeys(cells, panel["title"])


def wording_problems(model):
    for panel in panels(model):
        for key in ("title", "description"):
            if not panel.get(key):
                yield f"panel {panel['id']} has no {key}"
        config = panel["fieldConfig"]
        defaults = config["defaults"]
        if "unit" in defaults or defaults.get("mappings"):
            continue
        shown = {
            override["matcher"]["options"]
            for override in config["overrides"]
            for setting in override["properties"]
            if setting["id"] in ("unit", "mappings")
        }
        for column in value_columns(panel):
            if column not in shown:
                yield f"{panel['title']}: {column} has neither a unit nor mappings"


def value_columns(panel):
    """The columns of numbers a table shows; of any other panel, its values."""
    if panel["type"] != "table":
        return ["its value"]
    several = len(panel["targets"]) > 1
    names = {f"Value #{target['refId']}" if several else "Value" for target in panel["targets"]}
    renamed = {}
    for step in panel.get("transformations", []):
        if step["id"] == "organize":
            names -= {name for name, hidden in step["options"]["excludeByName"].items() if hidden}
            renamed = step["options"]["renameByName"]
    return sorted(renamed.get(name, name) for name in names)


def matching_problems(model):
    for panel in panels(model):
        for problem in duplicates(target["refId"] for target in panel["targets"]):
            yield f"{panel['title']}: {problem}"
    for where, expression in asked(model):
        for selector in promql.selectors(expression):
            for label in () if is_of_many(selector) else COMPARED:
                if (label, "=~", f"${label}") not in selector.matchers:
                    yield f'{where}: {selector.text} lacks {label}=~"${label}"'


def asked(model):
    """Every expression of panels and annotations, and where it stands."""
    return [(panel["title"], expression) for panel, _, expression in queries(model)] + [
        (f"annotation {note['name']}", expression) for note, expression in annotations(model)
    ]


def is_of_many(selector):
    """Whether what it selects is of no one exporter: what is recorded of places, and the fleet's alerts."""
    return selector.name.startswith(("vantage:", "region:", "global:")) or ("level", "=", "fleet") in selector.matchers


def rate_problems(model, scrape):
    for panel, target, expression in queries(model):
        # A table is of the whole time shown, a graph of each step of it.
        window = "$__range" if target.get("format") == "table" else "$__rate_interval"
        for selector in promql.selectors(expression):
            name = selector.name
            counts = scrape.is_counter(name) if scrape else name.endswith(("_total", "_bucket"))
            if counts and not selector.is_rated:
                yield f"{panel['title']}: {name} is a counter, but neither rated nor increased"
            if selector.range not in (None, window):
                yield f"{panel['title']}: {name}[{selector.range}]"


def existence_problems(model, scrape, recorded):
    """What is asked for that neither the scrape nor a recording rule has."""
    places = asked(model)
    for variable in model["templating"]["list"]:
        if match := VARIABLE_QUERY.fullmatch(str(variable["query"])):
            places.append((f"variable {variable['name']}", match.group(1)))
    for where, expression in places:
        for selector in promql.selectors(expression):
            if ":" in selector.name:
                if selector.name not in recorded:
                    yield f"{where}: nothing records {selector.name}"
                continue
            known = tuple(matcher for matcher in selector.matchers if matcher[0] not in OPTIONAL)
            for problem in scrape.problems(dataclasses.replace(selector, matchers=known)):
                yield f"{where}: {problem}"
        yield from grouping_problems(where, expression, scrape)


def grouping_problems(where, expression, scrape):
    selectors = promql.selectors(expression)
    made = set(MADE_LABEL.findall(expression))
    known = made | {*COMPARED, *OPTIONAL} | {label for selector in selectors for label in scrape.labels.get(selector.name, ())}
    if all(selector.name in scrape.labels for selector in selectors):
        for label in sorted(promql.grouping_labels(expression) - known):
            yield f"{where}: groups by {label}, which none of its metrics has"
