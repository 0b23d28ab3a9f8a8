"""Objectives, error budgets and incidents: how reliable WhatsApp was from here, and how long trouble takes."""

from page import COMPONENT, line, page, row
from shapes import bargauge, link, stat, table, timeseries
from words import AGO, ALSO, BAD, GOOD, PARTLY, SUSPECTED, UNKNOWN, VERDICTS, WARNING, YES, steps, words

PART = 'component=~"$component"'
OF = "instance, component"
WINDOWS = ("1h", "24h", "7d", "30d")
FIRING = 'ALERTS{alertname=~"WhatsApp.+",alertname!="WhatsAppWatchdog",alertstate="firing"}'
LEFT = steps(BAD, (0, WARNING), (0.25, GOOD))
ITS_PROBES = [link("Its probes", "whatsapp-probes", component="${__data.fields.Component}")]
SEVERITIES = {"critical": ("critical", BAD), "warning": ("warning", SUSPECTED), "info": ("info", ALSO), "none": ("none", UNKNOWN)}
GRAVITY = {"major": ("major", BAD), "minor": ("minor", PARTLY)}
# A minor incident opens with the verdict ok, for no verdict hangs on it.
CAUSES = {**VERDICTS, "ok": ("A part only", PARTLY)}


def of_window(metric, window):
    return f'min by ({OF}) (whatsapp_component_{metric}{{{PART},window="{window}"}})'


def burn(window):
    return f'max by ({OF}) (whatsapp_component_burn_rate{{{PART},window="{window}"}})'


def quantile(of, metric):
    return f"histogram_quantile({of}, sum by (le) (increase({metric}_bucket[$__range])))"


def times(title, description, metric):
    return table(
        title, description, {"median": quantile(0.5, metric), "slow": quantile(0.9, metric),
                             "count": f"sum(increase({metric}_count[$__range]))"},
        ("median", "Median", AGO), ("slow", "90th percentile", AGO), ("count", "Incidents", {"unit": "short", "decimals": 0}),
        sort="Median", empty="None yet")


BUDGETS = row(
    None,
    line(
        9,
        bargauge("Error budget left", "What is left of the time the objective lets a component be down, out of the time "
                                      "observed. Below zero it is overdrawn. Our own trouble costs nothing.",
                 ("{{component}} {{instance}}", f"min by ({OF}) (whatsapp_component_error_budget_remaining_ratio{{{PART}}})"),
                 unit="percentunit", decimals=0, min=0, max=1, thresholds=LEFT, empty="Nothing observed yet", width=9),
        table("Objectives and uptime", "Share of the observed time each component was up, by window, beside what it is held to.",
              {"goal": f"max by ({OF}) (whatsapp_component_objective_ratio{{{PART}}})",
               **{f"up{window}": of_window("uptime_ratio", window) for window in WINDOWS},
               "seen": of_window("observed_ratio", "30d")},
              ("component", "Component", {"links": ITS_PROBES}), ("goal", "Objective", {"unit": "percentunit"}),
              *((f"up{window}", f"Up {window}", {"unit": "percentunit", "decimals": 2}) for window in WINDOWS),
              ("seen", "Of 30d observed", {"unit": "percentunit", "decimals": 0}), ("instance", "Exporter"),
              sort="Component", empty="-"),
    ),
)

BURNING = row(
    "Burning",
    line(
        9,
        timeseries("Burn rate, 1 h", "How many times faster than the objective allows the component was down. Above 14.4 in "
                                     "both 1 h and 5 min somebody is woken.",
                   ("{{component}} {{instance}}", burn("1h")),
                   unit="none", thresholds=steps(GOOD, (14.4, BAD)), empty="Not known"),
        timeseries("Burn rate, 6 h", "Above 6 in both 6 h and 30 min somebody is woken.",
                   ("{{component}} {{instance}}", burn("6h")),
                   unit="none", thresholds=steps(GOOD, (6, BAD)), empty="Not known"),
        timeseries("Burn rate, 3 d", "Above 1 in both 3 d and 6 h a ticket is opened: going on like this spends the budget "
                                     "early.",
                   ("{{component}} {{instance}}", burn("3d")),
                   unit="none", thresholds=steps(GOOD, (1, WARNING)), empty="Not known"),
    ),
    line(
        8,
        timeseries("Error budget over time", "What is left of the error budget. It grows again as old trouble leaves the window.",
                   ("{{component}} {{instance}}", f"min by ({OF}) (whatsapp_component_error_budget_remaining_ratio{{{PART}}})"),
                   unit="percentunit", min=None, empty="Nothing observed yet"),
        timeseries("Observed share", "How much of each hour it was known whether the component was up. The rest is neither up "
                                     "nor down: the exporter was off, or the trouble was on this side.",
                   ("{{component}} {{instance}}", of_window("observed_ratio", "1h")),
                   unit="percentunit", max=1, empty="Not known"),
        timeseries("Failed share of probes, recorded", "As Prometheus reckons it, whoever was at fault: over 5 minutes and a "
                                                       "day. No alert hangs on it.",
                   ("{{component}} 5m", f"max by (component) (component:whatsapp_probe_errors:ratio_rate5m{{{PART}}})"),
                   ("{{component}} 1d", f"max by (component) (component:whatsapp_probe_errors:ratio_rate1d{{{PART}}})"),
                   unit="percentunit", max=1, empty="The recording rules are not loaded"),
    ),
)

INCIDENTS = row(
    "Incidents",
    line(
        7,
        table("Open incidents", "Each incident not yet over: how grave, its cause as concluded, whom it reaches, and since when.",
              {"info": "max by (instance, id, severity, verdict, state, scopes, components) (whatsapp_incident_info)",
               "since": "1000 * max by (instance, id) (whatsapp_incident_started_timestamp_seconds)",
               "for": "time() - max by (instance, id) (whatsapp_incident_started_timestamp_seconds)"},
              ("severity", "Severity", {"mappings": words(GRAVITY)}), ("verdict", "Verdict", {"mappings": words(CAUSES)}),
              ("state", "State"), ("scopes", "Reaches"), ("components", "Components"), 
              ("since", "Since", {"unit": "dateTimeAsIso"}), ("for", "For", AGO), ("instance", "Exporter"), ("id", "Id"),
              sort="For", descending=True, empty="No open incident"),
    ),
    line(
        8,
        timeseries("Incidents opened", "By the verdict they opened with. Those that name no verdict's trouble are of parts on "
                                       "which none hangs.",
                   ("{{verdict}}", "sum by (verdict) (increase(whatsapp_incidents_total[$__rate_interval])) > 0"),
                   bars=True, unit="short", decimals=0, interval="5m", empty="No incident"),
        table("Incidents by verdict", "How many were opened in the time shown.",
              {"count": "sum by (verdict) (increase(whatsapp_incidents_total[$__range])) > 0"},
              ("verdict", "Verdict", {"mappings": words(CAUSES)}), ("count", "Incidents", {"unit": "short", "decimals": 0}),
              sort="Incidents", descending=True, empty="No incident", width=6),
        timeseries("Open at a time", "Incidents not yet resolved. One that reaches both scopes counts in both.",
                   ("{{scope}} {{severity}}", "sum by (scope, severity) (whatsapp_incident_open)"), unit="short", decimals=0,
                   empty="No exporter answers"),
    ),
    line(
        5,
        times("Time to detect", "From the first failing probe to the verdict, of major incidents opened in the time shown.",
              "whatsapp_incident_time_to_detect_seconds"),
        times("Time to restore", "From the first failing probe until all was well, of major incidents resolved in the time "
                                 "shown.",
              "whatsapp_incident_time_to_restore_seconds"),
        table("How long incidents last", "From the first failing probe until all was well, of incidents resolved in the time "
                                         "shown.",
              {"mean": "sum by (severity) (increase(whatsapp_incident_duration_seconds_sum[$__range]))\n  /\n"
                       "(sum by (severity) (increase(whatsapp_incident_duration_seconds_count[$__range])) > 0)",
               "count": "sum by (severity) (increase(whatsapp_incident_duration_seconds_count[$__range])) > 0"},
              ("severity", "Severity", {"mappings": words(GRAVITY)}), ("mean", "Mean", AGO),
              ("count", "Incidents", {"unit": "short", "decimals": 0}), sort="Severity", empty="None resolved"),
    ),
)

SIGNS = row(
    "What comes again, limits and alerts",
    line(
        8,
        table("Trouble at the same hour", "Hours of the day (UTC) in which a component had trouble on 3 of the last 7 days or 4 "
                                          "of 14, clearly more than in others: look for what runs then.",
              {"days": f"max by (instance, component, hour) (whatsapp_recurring_trouble_days{{{PART}}})"},
              ("component", "Component", {"links": ITS_PROBES}), ("hour", "Hour"), ("days", "Days of 14", {"unit": "short"}),
              ("instance", "Exporter"), sort="Days of 14", descending=True, empty="None", width=7),
        table("Thresholds", "What your own limits measure now. Limits and values are seconds or shares, as configured.",
              {"exceeded": "max by (instance, threshold) (whatsapp_threshold_exceeded)",
               "value": "max by (instance, threshold) (whatsapp_threshold_value)",
               "limit": "max by (instance, threshold) (whatsapp_threshold_limit)"},
              ("threshold", "Threshold"), ("exceeded", "Exceeded", {"mappings": words(YES)}), 
              ("value", "Value", {"unit": "none"}), ("limit", "Limit", {"unit": "none"}), ("instance", "Exporter"),
              sort="Exceeded", descending=True, empty="No thresholds configured", width=8),
        table("Firing alerts", "What Prometheus says fires now, of this exporter's rules. The runbook of each has its name.",
              {"is": f"max by (alertname, severity, team, scope, component, instance) ({FIRING})"},
              ("alertname", "Alert"), ("severity", "Severity", {"mappings": words(SEVERITIES)}), ("team", "Team"),
              ("scope", "Scope"), ("component", "Component"), ("instance", "Exporter"), sort="Severity", empty="Nothing fires"),
    ),
    line(
        5,
        stat("Alerts pending", "Alerts whose condition holds, but not for long enough to fire.",
             ("", 'count(ALERTS{alertname=~"WhatsApp.+",alertstate="pending"})'), unit="short", text="value",
             empty="None", width=4),
        timeseries("Alerts over time", "Alerts that fire, by severity; the dead man's switch is not counted.",
                   ("{{severity}}", f"count by (severity) ({FIRING})"),
                   stacked=True, unit="short", decimals=0, empty="Nothing fires"),
    ),
)

PAGE = page(
    "whatsapp-slo", "SLO and incidents",
    "How reliable WhatsApp was as seen from here: error budgets and how fast they burn, incidents and how long they took, and "
    "trouble that comes again.",
    BUDGETS, BURNING, INCIDENTS, SIGNS,
    variables=[COMPONENT], time="now-7d",
)
