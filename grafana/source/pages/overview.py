"""The first look: what the exporter concludes, how sure it is, whom it hits, and on what evidence."""

from page import COMPONENT, line, page, row
from shapes import link, stat, table, timeline, timeseries
from words import BAD, OURS, REACHED, STATUSES, SUSPECTED, VERDICTS, WELL, numbered, state_of, words

STATES = {"troubled": ("in trouble", BAD), "recovering": ("recovering", SUSPECTED)}
SIDES = {"whatsapp": ("WhatsApp's", BAD), "local": ("this side's", OURS), "path": ("in between", SUSPECTED)}
SIGNS = {"0": ("nothing", WELL), "1": ("signs of trouble", SUSPECTED)}

PROBES = link("Its probes", "whatsapp-probes", component="${__data.fields.Component}")


def verdict(title, scope, description):
    return stat(
        title, description, ("", f'max by (instance, verdict) (whatsapp_verdict{{scope="{scope}"}} == 1)'),
        column="verdict", color="background", mappings=words(VERDICTS), displayName="${__data.fields.instance}", width=7,
        empty="No exporter answers")


def fact(title, description, unit, expression):
    return stat(title, description, ("{{scope}} {{instance}}", expression), unit=unit, decimals=0, empty="Not known")


def share(window):
    return f'max by (instance, component) (whatsapp_component_uptime_ratio{{window="{window}"}})'


def took(percentile):
    return f'max by (instance, component) (whatsapp_component_latency_seconds{{window="1h",percentile="{percentile}"}})'


def sign(name, expression):
    """A lane of the signals: 1 where something shows, 0 where it does not, nothing where it is not looked for."""
    return f"{name} {{{{instance}}}}", f"max by (instance) ({expression})"


ANSWER = row(
    None,
    line(
        5,
        verdict("WhatsApp for people", "consumer", "What the exporter concludes for the apps: chat, web, media, registration and "
                "links. Blue means the trouble is on this side; it says nothing of other places."),
        verdict("WhatsApp for businesses", "business", "What the exporter concludes for the business platform's API and for your "
                "accounts there, as far as it is told of them."),
        fact("Verdict held for", "How long each verdict has not changed; the trouble may have begun a little earlier.",
             "dtdurations",
             "time() - max by (instance, scope) (whatsapp_verdict_since_timestamp_seconds)"),
        fact("Confidence", "How far the evidence can carry each verdict. It is not a probability.", "percentunit",
             "max by (instance, scope) (whatsapp_verdict_confidence_ratio)"),
        stat("Exporter", "Whether Prometheus reaches the exporter. While it does not, nothing on this page is known.",
             ("{{instance}}", "min by (instance) (up)"), color="background", mappings=words(REACHED), empty="Not scraped"),
    ),
    line(
        5,
        timeline("Verdicts over time", "One lane for each scope and exporter. Hover to see a verdict and its length; a gap is a "
                 "time without scrapes, not without trouble.",
                 ("{{scope}} {{instance}}", state_of("whatsapp_verdict", "verdict", VERDICTS, "instance, scope")),
                 mappings=numbered(VERDICTS), empty="No exporter answers"),
    ),
)

REACH = row(
    "Whom it hits",
    line(
        7,
        table(
            "Open incidents", "Each incident not yet over: its cause as concluded, whom it reaches and in which parts. "
            "Recovering: all probes are well again, but not for long enough.",
            {
                "info": "max by (instance, id, severity, verdict, state, scopes, components) (whatsapp_incident_info)",
                "since": "time() - max by (instance, id) (whatsapp_incident_started_timestamp_seconds)",
            },
            ("severity", "Severity"),
            ("verdict", "Verdict", {"mappings": words(VERDICTS)}),
            ("state", "State", {"mappings": words(STATES)}),
            ("scopes", "Reaches"),
            ("components", "Components"),
            ("since", "For", {"unit": "dtdurations", "decimals": 0}),
            ("instance", "Exporter"),
            ("id", "Id"),
            sort="For", descending=True, empty="No open incident", width=14,
        ),
        stat("Users affected", "Estimated share of your users whom the commonest symptom affects, from their reports: at least, "
             "most likely, at most. It is not known unless reports are taken and the number of users is configured.",
             ("at least", "max(whatsapp_report_affected_lower_ratio)"), ("most likely", "max(whatsapp_report_affected_ratio)"),
             ("at most", "max(whatsapp_report_affected_upper_ratio)"), unit="percentunit", decimals=1, empty="Not known",
             links=[link("Users", "whatsapp-business")]),
        stat("Users' reports", "Reports of trouble in the last ten minutes, and how many are usual at this hour of the week. Few "
             "reports are no proof that all is well.",
             ("now", "sum(whatsapp_report_recent_reports)"), ("usual", "sum(whatsapp_report_expected_reports)"),
             unit="short", decimals=1, empty="Not taken", links=[link("Users", "whatsapp-business")]),
    ),
    line(
        9,
        timeline("Components over time", "One lane for each part of WhatsApp. A single lane down is a partial outage; all down "
                 "at once is more often the way there.",
                 ("{{component}} {{instance}}", state_of("whatsapp_component_status", "status", STATUSES, "instance, component")),
                 mappings=numbered(STATUSES), empty="No exporter answers",
                 links=[link("Its probes", "whatsapp-probes", component="${__field.labels.component}")]),
        table(
            "Components", "Share of the time each part of WhatsApp was up, and how long its probes took, as the exporter itself "
            "reckons them. A dash: not probed for long enough. Follow a component to its probes.",
            {
                "is": "max by (instance, component, status) (whatsapp_component_status == 1)",
                "up5m": share("5m"), "up1h": share("1h"), "up24h": share("24h"), "p50": took(50), "p99": took(99),
            },
            ("instance", "Exporter"),
            ("component", "Component", {"links": [PROBES]}),
            ("status", "Status", {"mappings": words(STATUSES)}),
            ("up5m", "Up 5 min", {"unit": "percentunit", "decimals": 1}),
            ("up1h", "Up 1 h", {"unit": "percentunit", "decimals": 1}),
            ("up24h", "Up 24 h", {"unit": "percentunit", "decimals": 1}),
            ("p50", "p50 1 h", {"unit": "s"}),
            ("p99", "p99 1 h", {"unit": "s"}),
            sort="Component", empty="-",
        ),
    ),
)

REASONS = row(
    "Why",
    line(
        8,
        table("Evidence now", "What the verdicts in force rest on: each kind of evidence, whom it speaks against, and how many "
              "pieces of it there are. What speaks against nobody is not shown.",
              {"pieces": 'sum by (side, kind) (whatsapp_evidence{side!="neutral"}) > 0'},
              ("side", "Whose trouble", {"mappings": words(SIDES)}), ("kind", "Evidence"),
              ("pieces", "Pieces", {"unit": "short"}),
              sort="Pieces", descending=True, empty="No evidence against anyone", width=6),
        timeseries("Evidence", "Pieces of evidence over time: what speaks for a cause on WhatsApp's side, on this side, or in "
                   "between.",
                   ("{{side}}: {{kind}}", "sum by (side, kind) (whatsapp_evidence) > 0"),
                   bars=True, unit="short", decimals=0, empty="No evidence against anyone"),
        timeseries("Failed probes by reason", "How many probes failed for which reason; a reason names the layer at which it "
                   "broke, not who broke it.",
                   ("{{reason}}", "sum by (reason) "
                    '(increase(whatsapp_probe_failures_by_reason_total{component=~"$component"}[$__rate_interval])) > 0'),
                   bars=True, unit="short", interval="1m", empty="No probe failed", links=[link("Probes", "whatsapp-probes")]),
    ),
    line(
        8,
        timeline(
            "Signals", "What may show before, or beside, a verdict. A signal alone is no outage; a lane is missing where its "
            "source is not configured or has not learnt what is usual.",
            sign("users report more than usual", "whatsapp_report_surge"),
            sign("fewer messages delivered than usual", "whatsapp_message_delivery_dropped"),
            sign("Meta's status page tells of an outage", "whatsapp_status_feed_open_outages > bool 0"),
            sign("answers slower than usual", "whatsapp_anomaly_score >= bool 4"),
            sign("more failures than usual", "whatsapp_component_failure_anomaly_score >= bool 4"),
            sign("above a threshold", "whatsapp_threshold_exceeded"),
            sign("failover of an edge suspected", 'whatsapp_edge_state{state="failover_suspected"}'),
            sign("an address fails more than the others", "whatsapp_address_bad"),
            mappings=words(SIGNS), empty="No exporter answers",
        ),
    ),
)

PAGE = page(
    "whatsapp-overview", "Is it WhatsApp or me?",
    "What whatsapp_status_exporter concludes about WhatsApp and about the network it stands in, and on what evidence.",
    ANSWER, REACH, REASONS,
    variables=[COMPONENT],
)
