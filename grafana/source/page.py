"""A dashboard around its panels: variables, links, annotations, and where each panel stands."""

from shapes import SOURCE, here

TAG = "whatsapp"
WIDTH = 24


def page(uid, title, description, *rows, variables=(), annotations=(), time="now-6h"):
    return {
        "id": None,
        "uid": uid,
        "title": title,
        "description": description,
        "tags": [TAG],
        "schemaVersion": 41,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "1m",
        "timezone": "browser",
        "time": {"from": time, "to": "now"},
        "links": [dropdown()],
        "annotations": {"list": [builtin_annotation(), *INCIDENTS, ALERTS, *annotations]},
        "templating": {"list": [*CHOICES, *variables]},
        "panels": placed(rows),
    }


def row(title, *lines, collapsed=False):
    """Lines of panels under a heading; without one (`None`), at the top of the page."""
    return {"title": title, "lines": lines, "collapsed": collapsed}


def line(height, *panels):
    return {"height": height, "panels": panels}


def placed(rows):
    """The panels with their places and numbers: rows from top to bottom, lines in them, panels from left to right."""
    panels, y, number = [], 0, 0
    for section in rows:
        inside = panels
        if section["title"]:
            number += 1
            inside = [] if section["collapsed"] else panels
            heading = {"id": number, "type": "row", "title": section["title"], "collapsed": section["collapsed"],
                       "gridPos": grid(0, y, WIDTH, 1), "panels": inside if section["collapsed"] else []}
            panels.append(heading)
            y += 1
        below = y
        for each in section["lines"]:
            x = 0
            for panel, width in zip(each["panels"], widths(each["panels"])):
                number += 1
                rest = {key: value for key, value in panel.items() if key != "width"}
                inside.append({"id": number, **rest, "gridPos": grid(x, y, width, each["height"])})
                x += width
            y += each["height"]
        if section["collapsed"]:
            y = below
    return panels


def widths(panels):
    """Each panel's own width, or an even share of what the others leave."""
    sharing = [panel for panel in panels if "width" not in panel]
    left = WIDTH - sum(panel.get("width", 0) for panel in panels)
    share, more = divmod(left, len(sharing) or 1)
    for panel in panels:
        if "width" in panel:
            yield panel["width"]
        else:
            yield share + (1 if more > 0 else 0)
            more -= 1


def grid(x, y, width, height):
    return {"x": x, "y": y, "w": width, "h": height}


def variable(name, label, selector, of=None, all_values=".+"):
    """A choice among the values of a label (`of`, or the variable's own name) of the series of a selector."""
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": SOURCE,
        "query": f"label_values({selector}, {of or name})",
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": all_values,
        "current": {"text": ["All"], "value": ["$__all"]},
    }


# The label vantage may be missing: its All is `.*`, which matches a missing label as well.
CHOICES = [
    {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "refresh": 1, "current": {}},
    variable("job", "Job", "whatsapp_verdict"),
    variable("vantage", "Vantage point", 'whatsapp_verdict{job=~"$job"}', all_values=".*"),
    variable("instance", "Exporter", 'whatsapp_verdict{job=~"$job",vantage=~"$vantage"}'),
]
COMPONENT = variable("component", "Component", here("whatsapp_probe_runs_total"))


def annotation(name, color, expression, title, text, **more):
    return {
        "name": name,
        "datasource": SOURCE,
        "enable": True,
        "hide": False,
        "iconColor": color,
        "expr": here(expression),
        "titleFormat": title,
        "textFormat": text,
        **more,
    }


def builtin_annotation():
    return {
        "name": "Annotations & Alerts",
        "type": "dashboard",
        "builtIn": 1,
        "datasource": {"type": "grafana", "uid": "-- Grafana --"},
        "enable": True,
        "hide": True,
        "iconColor": "rgba(0, 211, 255, 1)",
    }


# Regions while an incident is open, and a mark at the first failing probe, which came before the incident was opened.
INCIDENTS = [
    annotation("Incidents", "#CC79A7", "whatsapp_incident_info", "Incident: {{verdict}} ({{severity}}, {{state}})",
               "{{scopes}}: {{components}}; {{id}} {{instance}} {{vantage}}"),
    annotation("First failing probes", "#56B4E9", "1000 * whatsapp_incident_started_timestamp_seconds", "First failing probe",
               "of incident {{id}} {{instance}} {{vantage}}", useValueForTime=True),
]
ALERTS = annotation("Alerts", "#D55E00", 'ALERTS{alertname=~"WhatsApp.+",alertname!="WhatsAppWatchdog",alertstate="firing"}',
                    "{{alertname}}", "{{severity}} {{instance}} {{vantage}} {{scope}}")


def dropdown():
    return {
        "type": "dashboards",
        "title": "WhatsApp",
        "tags": [TAG],
        "asDropdown": True,
        "includeVars": True,
        "keepTime": True,
        "icon": "external link",
        "tooltip": "",
        "targetBlank": False,
        "url": "",
    }
