"""Panels, in the form Grafana reads (its classic model, schemaVersion 41)."""

import re
import string

from words import UNKNOWN, steps

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
CHOSEN = 'job=~"$job",instance=~"$instance",vantage=~"$vantage"'

STRING = r'"(?:\\.|[^"\\])*"'
WORDS = {"by", "without", "on", "ignoring", "group_left", "group_right"}
GROUPING = rf"\b(?:{'|'.join(sorted(WORDS))})\s*\([^)]*\)"
# What is recorded of vantage points, regions and the globe (vantage:…, region:…, global:…) is of no one exporter.
SELECTOR = re.compile(
    rf"{STRING}|{GROUPING}|(?<![\w:])(?P<name>(?:(?:whatsapp|node|process|probe)_|component:|(?:up|ALERTS)\b)[\w:]*)"
    rf"(?:\{{(?P<matchers>(?:{STRING}|[^\"}}])*)\}})?")


def here(expression):
    """An expression of the exporters chosen: each selector gets the matchers of job, instance and vantage."""
    def matched(found):
        if not found["name"]:
            return found.group()
        return f"{found['name']}{{{','.join(filter(None, (CHOSEN, found['matchers'])))}}}"
    return SELECTOR.sub(matched, expression)


def share(part, whole, by):
    """Which part of one counter's increase another's is."""
    return f"sum by ({by}) (rate({part}[$__rate_interval]))\n  /\nsum by ({by}) (rate({whole}[$__rate_interval]))"


def stat(title, description, *queries, color="value", text="value_and_name", graph="none", column=None, **more):
    """Large figures; of a `column` of the query's table where one is named, else of the queries' last values."""
    calculation = {"calcs": ["lastNotNull"], "fields": f"/^{column}$/" if column else "", "values": bool(column)}
    options = {
        "reduceOptions": calculation,
        "colorMode": color if "mappings" in more or "thresholds" in more else "none",
        "graphMode": graph,
        "textMode": text,
        "justifyMode": "auto",
        "orientation": "auto",
        "wideLayout": True,
    }
    targets = tables({"A": queries[0][1]}) if column else series(queries)
    return panel("stat", title, description, targets, options, **more)


def bargauge(title, description, *queries, **more):
    """A bar for each series' last value."""
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "displayMode": "basic",
        "orientation": "horizontal",
        "showUnfilled": True,
        "valueMode": "color",
        "namePlacement": "auto",
        "sizing": "auto",
        "minVizHeight": 16,
        "minVizWidth": 8,
        "legend": legend(shown=False),
    }
    return panel("bargauge", title, description, series(queries), options, **more)


def timeseries(title, description, *queries, bars=False, stacked=False, points="never", area=10, min=0, **more):
    """Lines, or bars; those below zero need `min=None`."""
    custom = {"lineWidth": 0 if bars or stacked else 1, "fillOpacity": 80 if bars or stacked else area, "showPoints": points}
    if bars:
        custom["drawStyle"] = "bars"
    if bars or stacked:
        custom["stacking"] = {"mode": "normal", "group": "A"}
    options = {"legend": legend(), "tooltip": {"mode": "multi", "sort": "desc"}}
    return panel("timeseries", title, description, series(queries), options, custom=custom, min=min, **more)


def timeline(title, description, *queries, **more):
    """A lane for each series, coloured by its state: `mappings=numbered(…)`."""
    options = {
        "alignValue": "left",
        "mergeValues": True,
        "rowHeight": 0.9,
        "showValue": "auto",
        "legend": legend(shown=False),
        "tooltip": {"mode": "single", "sort": "none"},
    }
    custom = {"fillOpacity": 80, "lineWidth": 0}
    return panel("state-timeline", title, description, series(queries), options, custom=custom, **more)


def history(title, description, *queries, **more):
    """A lane of boxes for each series, one a sample."""
    options = {
        "rowHeight": 0.9,
        "colWidth": 0.9,
        "showValue": "never",
        "legend": legend(shown=False),
        "tooltip": {"mode": "single", "sort": "none"},
    }
    custom = {"fillOpacity": 80, "lineWidth": 0}
    return panel("status-history", title, description, series(queries), options, custom=custom, **more)


def heatmap(title, description, query, unit, **more):
    """Counts of a histogram's buckets over time: `query` is a sum by (le) of their increases."""
    options = {
        "calculate": False,
        "cellGap": 1,
        "color": {"mode": "scheme", "scheme": "Cividis", "fill": "dark-orange", "exponent": 0.5, "scale": "exponential",
                  "steps": 64, "reverse": False},
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "showValue": "never",
        "tooltip": {"mode": "single", "yHistogram": False, "showColorScale": False},
        "yAxis": {"axisPlacement": "left", "reverse": False, "unit": unit},
    }
    targets = [target | {"format": "heatmap"} for target in series([("{{le}}", query)])]
    return panel("heatmap", title, description, targets, options, unit="short", **more)


def table(title, description, queries, *columns, sort, descending=False, **more):
    """A row for each set of labels that the queries share.

    `queries` is {name: expression}; a column is (label or query's name, heading, settings of `override`). Queries' values and
    labels without a column are not shown.
    """
    labels = {label for text in queries.values() for label in re.findall(r"\w+", " ".join(re.findall(GROUPING, text)))}
    if clashes := labels & queries.keys():
        raise ValueError(f"{title}: queries called like labels: {clashes}")
    value = {name: f"Value #{name}" if len(queries) > 1 else "Value" for name in queries}
    names = [value.get(key, key) for key, *_ in columns]
    excluded = ["Time", *(name for name in [*value.values(), *sorted(labels - WORDS)] if name not in names)]
    organized = {
        "excludeByName": {name: True for name in excluded},
        "indexByName": {name: at for at, name in enumerate(names)},
        "renameByName": {name: heading for name, (_, heading, *_) in zip(names, columns)},
    }
    steps_taken = [{"id": "merge", "options": {}}] if len(queries) > 1 else []
    options = {"showHeader": True, "cellHeight": "sm", "sortBy": [{"displayName": sort, "desc": descending}]}
    overrides = [override(heading, **settings[0]) for _, heading, *settings in columns if settings]
    return panel("table", title, description, tables(queries), options, overrides=overrides,
                 transformations=[*steps_taken, {"id": "organize", "options": organized}], **more)


def override(heading, **settings):
    """Settings of a column: `unit`, `decimals`, `mappings`, `thresholds`, `links`, `width`; states show in colour."""
    colored = "mappings" in settings or "thresholds" in settings
    properties = {("custom.width" if name == "width" else name): value for name, value in settings.items()}
    if colored:
        properties["custom.cellOptions"] = {"type": "color-text"}
    if "thresholds" in settings:
        properties["color"] = {"mode": "thresholds"}
    return {
        "matcher": {"id": "byName", "options": heading},
        "properties": [{"id": name, "value": value} for name, value in properties.items()],
    }


def link(title, uid, **variables):
    """A data link to another dashboard, at the same time and of the same exporters: `component="${__data.fields.Component}"`."""
    kept = "&".join(f"${{{name}:queryparam}}" for name in ("datasource", "job", "instance", "vantage") if name not in variables)
    chosen = "".join(f"&var-{name}={value}" for name, value in variables.items())
    return {"title": title, "url": f"/d/{uid}?{kept}{chosen}&${{__url_time_range}}", "targetBlank": False}


def panel(kind, title, description, targets, options, *, width=None, overrides=(), transformations=(), interval=None,
          empty=None, **field):
    """What all panels have in common; `field` goes to fieldConfig.defaults."""
    defaults = {name: value for name, value in field.items() if value is not None}
    if empty:
        defaults["noValue"] = empty
    if "mappings" in defaults or "thresholds" in defaults:
        defaults.setdefault("thresholds", steps(UNKNOWN))
        defaults.setdefault("color", {"mode": "thresholds"})
    made = {"type": kind, "title": title, "description": description, "datasource": SOURCE, "targets": targets}
    if interval:
        made["interval"] = interval
    if transformations:
        made["transformations"] = list(transformations)
    made |= {"fieldConfig": {"defaults": defaults, "overrides": list(overrides)}, "options": options}
    return made | ({"width": width} if width else {})


def series(queries):
    """Targets for (legend, expression) pairs."""
    return [
        {"refId": letter, "datasource": SOURCE, "expr": here(expression), "legendFormat": shown, "range": True}
        for letter, (shown, expression) in zip(string.ascii_uppercase, queries)
    ]


def tables(queries):
    return [
        {"refId": name, "datasource": SOURCE, "expr": here(expression), "format": "table", "instant": True, "range": False}
        for name, expression in queries.items()
    ]


def legend(shown=True):
    return {"displayMode": "list", "placement": "bottom", "showLegend": shown, "calcs": []}
