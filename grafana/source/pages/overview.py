"""The first look: what the exporter concludes, how sure it is, and on what evidence."""

from page import COMPONENT, line, page, row
from shapes import link, stat, table, timeline, timeseries
from words import REACHED, STATUSES, VERDICTS, numbered, state_of, words

PROBES = link("Probes of this component", "whatsapp-probes", component="${__data.fields.Component}")


def verdict(title, scope, description):
    return stat(
        title, description, ("", f'max by (instance, verdict) (whatsapp_verdict{{scope="{scope}"}} == 1)'),
        column="verdict", color="background", mappings=words(VERDICTS), displayName="${__data.fields.instance}", width=7)


def fact(title, description, unit, expression):
    return stat(title, description, ("{{scope}} {{instance}}", expression), unit=unit, decimals=0)


def share(window):
    return f'max by (instance, component) (whatsapp_component_uptime_ratio{{window="{window}"}})'


def took(percentile):
    return f'max by (instance, component) (whatsapp_component_latency_seconds{{window="1h",percentile="{percentile}"}})'


PAGE = page(
    "whatsapp-overview", "Is it WhatsApp or me?",
    "What whatsapp_status_exporter concludes about WhatsApp and about the network it stands in, and on what evidence.",
    row(
        None,
        line(
            5,
            verdict("WhatsApp for people", "consumer", "What the exporter concludes for the apps: chat, web, media, "
                    "registration and links. Blue means the trouble is on this side."),
            verdict("WhatsApp for businesses", "business", "What the exporter concludes for the business platform's API."),
            fact("Verdict held for", "How long each verdict has not changed.", "dtdurations",
                 "time() - max by (instance, scope) (whatsapp_verdict_since_timestamp_seconds)"),
            fact("Confidence", "How much of the evidence agrees with each verdict.", "percentunit",
                 "max by (instance, scope) (whatsapp_verdict_confidence_ratio)"),
            stat("Exporter", "Whether Prometheus reaches the exporter. While it does not, nothing on this page is known.",
                 ("{{instance}}", "min by (instance) (up)"), color="background", mappings=words(REACHED)),
        ),
        line(
            5,
            timeline("Verdicts over time", "One lane for each scope and exporter. Hover to see a verdict and its length.",
                     ("{{scope}} {{instance}}", state_of("whatsapp_verdict", "verdict", VERDICTS, "instance, scope")),
                     mappings=numbered(VERDICTS)),
        ),
        line(
            9,
            timeline("Components over time", "One lane for each part of WhatsApp. A single lane down is a partial outage; all "
                     "down at once is more often the way there.",
                     ("{{component}} {{instance}}",
                      state_of("whatsapp_component_status", "status", STATUSES, "instance, component")),
                     mappings=numbered(STATUSES)),
            table(
                "Components", "Share of the time each part of WhatsApp was up, and how long its probes took, as the exporter "
                "itself reckons them. A dash: not probed long enough.",
                {
                    "status": "max by (instance, component, status) (whatsapp_component_status == 1)",
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
        line(
            8,
            timeseries("Evidence", "Pieces of evidence in force: what speaks for a cause on WhatsApp's side, on this side, or "
                       "in between.", ("{{side}}: {{kind}}", "sum by (side, kind) (whatsapp_evidence) > 0"),
                       bars=True, unit="short", decimals=0, empty="No evidence against anyone"),
            timeseries("Failed probes by reason", "How many probes failed for which reason. The reasons say at which layer it "
                       "breaks: dns, connection, tls, http, chat.",
                       ("{{reason}}", "sum by (reason) "
                        '(increase(whatsapp_probe_failures_by_reason_total{component=~"$component"}[$__rate_interval])) > 0'),
                       bars=True, unit="short", interval="1m", empty="No probe failed"),
        ),
    ),
    variables=[COMPONENT],
)
