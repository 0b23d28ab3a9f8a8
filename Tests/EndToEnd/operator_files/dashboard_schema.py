"""What Grafana's classic dashboard model (schemaVersion 41) lets stand where, as far as our dashboards use it: all else fails.

A shape is a type, a set of the values allowed, a tuple of alternatives, [shape] of a list's elements, or a dict of an object's
keys; `...` as a key stands for keys of any name. Everything is optional here: what must be there, dashboard_rules says.
"""

NUMBER = (int, float)
NOTHING = type(None)
TEXTS = [str]

DATA_SOURCE = {"type": str, "uid": str}
GRID = {"x": int, "y": int, "w": int, "h": int}
LINK = {"title": str, "url": str, "targetBlank": bool}
TARGET = {
    "refId": str, "datasource": DATA_SOURCE, "expr": str, "legendFormat": str, "format": {"table", "heatmap", "time_series"},
    "instant": bool, "range": bool,
}
MAPPING = {"type": {"value"}, "options": {...: {"text": str, "color": str, "index": int}}}
STEPS = [{"color": str, "value": (NOTHING, *NUMBER)}]
UNITS = {
    "none", "short", "percentunit", "s", "ms", "dtdurations", "dateTimeFromNow", "dateTimeAsIso", "bytes", "Bps", "pps", "ops",
    "reqps", "lengthm",
}
FIELD = {
    "displayName": str, "unit": UNITS, "decimals": int, "min": NUMBER, "max": NUMBER, "noValue": str, "links": [LINK],
    "mappings": [MAPPING], "thresholds": {"mode": {"absolute"}, "steps": STEPS},
    "color": {"mode": {"thresholds", "fixed", "palette-classic"}, "fixedColor": str},
}
# Its settings are fields, or custom ones of the panel's type.
OVERRIDE = {"matcher": {"id": {"byName", "byRegexp"}, "options": str}, "properties": [{"id": str, "value": object}]}
TRANSFORMATIONS = {
    "merge": {},
    "organize": {"excludeByName": {...: bool}, "indexByName": {...: int}, "renameByName": {...: str}},
    "joinByField": {"byField": str, "mode": {"outer", "inner"}},
}

LEGEND = {"displayMode": {"list", "table"}, "placement": {"bottom", "right"}, "showLegend": bool, "calcs": TEXTS}
TOOLTIP = {"mode": {"single", "multi", "none"}, "sort": {"none", "asc", "desc"}}
REDUCED = {"calcs": TEXTS, "fields": str, "values": bool}
FIGURES = {"reduceOptions": REDUCED, "orientation": {"auto", "horizontal", "vertical"}}
LANES = {
    "rowHeight": NUMBER, "showValue": {"auto", "always", "never"}, "perPage": int, "legend": LEGEND, "tooltip": TOOLTIP,
}
OPTIONS = {
    "stat": FIGURES | {
        "colorMode": {"none", "value", "background", "background_solid"}, "graphMode": {"none", "area", "line"},
        "textMode": {"auto", "value", "value_and_name", "name", "none"}, "justifyMode": {"auto", "center"}, "wideLayout": bool,
    },
    "bargauge": FIGURES | {
        "displayMode": {"basic", "gradient", "lcd"}, "valueMode": {"color", "text", "hidden"}, "showUnfilled": bool,
        "namePlacement": {"auto", "top", "left", "hidden"}, "sizing": {"auto", "manual"}, "minVizWidth": int, "minVizHeight": int,
        "legend": LEGEND,
    },
    "timeseries": {"legend": LEGEND, "tooltip": TOOLTIP},
    "state-timeline": LANES | {"alignValue": {"left", "center", "right"}, "mergeValues": bool},
    "status-history": LANES | {"colWidth": NUMBER},
    "table": {"showHeader": bool, "cellHeight": {"sm", "md", "lg"}, "sortBy": [{"displayName": str, "desc": bool}]},
    "heatmap": {
        "calculate": bool, "cellGap": int, "showValue": {"auto", "always", "never"}, "legend": {"show": bool},
        "color": {
            "mode": {"scheme", "opacity"}, "scheme": str, "fill": str, "exponent": NUMBER, "scale": {"exponential", "linear"},
            "steps": int, "reverse": bool,
        },
        "exemplars": {"color": str}, "filterValues": {"le": NUMBER}, "rowsFrame": {"layout": {"auto", "le", "ge"}},
        "tooltip": {"mode": {"single", "multi", "none"}, "yHistogram": bool, "showColorScale": bool},
        "yAxis": {"axisPlacement": {"left", "right", "hidden"}, "reverse": bool, "unit": UNITS},
    },
}
FILLED = {"fillOpacity": int, "lineWidth": int}
CUSTOM = {
    "timeseries": FILLED | {
        "drawStyle": {"line", "bars", "points"}, "showPoints": {"auto", "always", "never"}, "spanNulls": bool,
        "stacking": {"mode": {"none", "normal", "percent"}, "group": str},
    },
    "state-timeline": FILLED,
    "status-history": FILLED,
    "table": {"width": int, "cellOptions": {"type": {"auto", "color-text", "color-background"}}},
}

ROW = {"id": int, "type": {"row"}, "title": str, "collapsed": bool, "gridPos": GRID, "panels": [dict]}
CHOICE = {"text": TEXTS, "value": TEXTS}
VARIABLE = {
    "name": str, "label": str, "type": {"query", "datasource"}, "datasource": DATA_SOURCE, "query": str, "refresh": {1, 2},
    "sort": {1}, "multi": bool, "includeAll": bool, "allValue": str, "current": CHOICE,
}
ANNOTATION = {
    "name": str, "type": {"dashboard"}, "builtIn": {1}, "datasource": DATA_SOURCE, "enable": bool, "hide": bool, "iconColor": str,
    "expr": str, "titleFormat": str, "textFormat": str, "useValueForTime": bool,
}
DASHBOARD_LINK = {
    "type": {"dashboards"}, "title": str, "tags": TEXTS, "asDropdown": bool, "includeVars": bool, "keepTime": bool, "icon": str,
    "tooltip": str, "targetBlank": bool, "url": str,
}
DASHBOARD = {
    "id": NOTHING, "uid": str, "title": str, "description": str, "tags": TEXTS, "schemaVersion": int, "editable": bool,
    "graphTooltip": {0, 1, 2}, "refresh": str, "timezone": {"browser", "utc"}, "time": {"from": str, "to": str},
    "links": [DASHBOARD_LINK], "annotations": {"list": [ANNOTATION]}, "templating": {"list": [VARIABLE]}, "panels": [dict],
}


def problems(model):
    yield from misfits(model, DASHBOARD, "dashboard")
    for panel in model["panels"]:
        yield from panel_problems(panel)


def panel_problems(panel):
    name = str(panel.get("title"))
    kind = panel.get("type")
    if kind == "row":
        yield from misfits(panel, ROW, name)
        for inner in panel.get("panels", []):
            yield from panel_problems(inner)
        return
    if kind not in OPTIONS:
        yield f"{name}: no shape for panels of type {kind}"
        return
    settings = FIELD | {f"custom.{key}": shape for key, shape in CUSTOM.get(kind, {}).items()}
    shape = {
        "id": int, "type": {kind}, "title": str, "description": str, "datasource": DATA_SOURCE, "gridPos": GRID, "interval": str,
        "targets": [TARGET], "options": OPTIONS[kind],
        "transformations": [{"id": set(TRANSFORMATIONS), "options": dict}],
        "fieldConfig": {"defaults": FIELD | {"custom": CUSTOM.get(kind, {})}, "overrides": [OVERRIDE]},
    }
    yield from misfits(panel, shape, name)
    for step in panel.get("transformations", []):
        yield from misfits(step.get("options"), TRANSFORMATIONS.get(step.get("id"), {}), f"{name}: {step.get('id')}")
    for override in panel["fieldConfig"]["overrides"]:
        for setting in override["properties"]:
            yield from misfits({setting["id"]: setting["value"]}, settings, f"{name}: override")


def misfits(value, shape, where):
    """How a value departs from a shape."""
    if isinstance(shape, dict) and isinstance(value, dict):
        for key, inner in value.items():
            if key in shape or ... in shape:
                yield from misfits(inner, shape.get(key, shape.get(...)), f"{where}.{key}")
            else:
                yield f"{where}: unknown key {key}"
    elif isinstance(shape, list) and isinstance(value, list):
        for at, inner in enumerate(value):
            yield from misfits(inner, shape[0], f"{where}[{at}]")
    elif isinstance(shape, set):
        # True is 1 to Python, not to Grafana.
        if isinstance(value, (dict, list)) or not any(value == one and type(value) is type(one) for one in shape):
            yield f"{where}: {value!r} is none of {sorted(shape, key=str)}"
    elif isinstance(shape, (dict, list)) or not fits(value, shape):
        yield f"{where}: {value!r} is not {named(shape)}"


def fits(value, types):
    types = types if isinstance(types, tuple) else (types,)
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types or object in types)


def named(shape):
    if isinstance(shape, (dict, list)):
        return "an object" if isinstance(shape, dict) else "a list"
    return " or ".join(one.__name__ for one in (shape if isinstance(shape, tuple) else (shape,)))
