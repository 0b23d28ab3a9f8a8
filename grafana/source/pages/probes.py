"""What each probe found, against what is usual, and the edges and addresses it was led to."""

from page import COMPONENT, line, page, row, variable
from parts.edges import EDGES
from parts.jobs import JOBS
from shapes import heatmap, here, history, share, table, timeseries
from words import AGO, BAD, DAY, GOOD, SUCCESS, WARNING, YES, steps, words

CHOSEN = 'component=~"$component",target=~"$target"'
PROBE = "instance, component, target, family"
PROBED = (("instance", "Exporter"), ("component", "Component"), ("target", "Target"), ("family", "Family"))


def last(metric, by=PROBE):
    return f"max by ({by}) ({metric}{{{CHOSEN}}})"


def phase(quantile):
    return (f"histogram_quantile({quantile}, sum by (le, phase) "
            '(rate(whatsapp_probe_phase_duration_seconds_bucket{component=~"$component"}[$__rate_interval])))')


EACH = row(
    None,
    line(
        11,
        table(
            "Last run of each probe",
            "What each probe found when it last ran; failed ones first. Control probes go to sites that are not WhatsApp's: "
            "they tell whose fault a failure is.",
            {
                "success": last("whatsapp_probe_success"),
                "failure": last("whatsapp_probe_failure_info", f"{PROBE}, reason"),
                "second": last("whatsapp_probe_second_opinion_success"),
                "duration": last("whatsapp_probe_last_duration_seconds"),
                "run": f"time() - {last('whatsapp_probe_last_run_timestamp_seconds')}",
                "good": f"time() - {last('whatsapp_probe_last_success_timestamp_seconds')}",
                "http": last("whatsapp_probe_http_status_code"),
                "tls": last("whatsapp_probe_tls_info", f"{PROBE}, tls_version"),
            },
            *PROBED,
            ("success", "Result", {"mappings": words(SUCCESS)}),
            ("reason", "Reason"),
            ("second", "By another resolver", {"mappings": words(SUCCESS)}),
            ("duration", "Took", {"unit": "s"}),
            ("run", "Ran ago", AGO),
            ("good", "Last ok ago", AGO),
            ("http", "HTTP status", {"unit": "none"}),
            ("tls_version", "TLS"),
            sort="Result", empty="-",
        ),
    ),
    line(
        10,
        history("Results over time", "What each probe found, one box a step. A box holds the last result before it, so that one "
                "failure between two scrapes is not seen here; the failures' counts beside have it.",
                ("{{target}} {{family}} {{instance}}", f"min by (instance, target, family) (whatsapp_probe_success{{{CHOSEN}}})"),
                mappings=words(SUCCESS), interval="1m", empty="No probe ran"),
        timeseries("Failed probes by reason", "How many probes failed for which reason; a reason names the layer at which it "
                   "broke, not who broke it.",
                   ("{{component}}: {{reason}}", "sum by (component, reason) "
                    '(increase(whatsapp_probe_failures_by_reason_total{component=~"$component"}[$__rate_interval])) > 0'),
                   bars=True, unit="short", interval="1m", empty="No probe failed"),
    ),
    line(
        8,
        timeseries("Failed share of probes", "Share of the probes that failed, by component. A gap means that no probe of the "
                   "component ran in the interval.",
                   ("{{component}}", share('whatsapp_probe_failures_total{component=~"$component"}',
                                           'whatsapp_probe_runs_total{component=~"$component"}', "component")),
                   unit="percentunit", max=1, interval="2m", points="auto", empty="No probe ran"),
        timeseries("Phases, median", "Phases: resolve, connect, tls, handshake (chat), request, first_byte, transfer. Only "
                   "phases that succeeded count. Choose one component above to compare like with like.",
                   ("{{phase}}", phase(0.5)), unit="s", interval="2m", points="auto", empty="No probe ran"),
        timeseries("Phases, 90th percentile", "The same phases, as the slowest tenth of the probes had them. With few probes in "
                   "an interval it is the slowest of them.",
                   ("{{phase}}", phase(0.9)), unit="s", interval="2m", points="auto", empty="No probe ran"),
        heatmap("Connecting", "How many TCP connections took how long: the path to the edge, and nothing of the service behind "
                "it.",
                'sum by (le) (increase(whatsapp_probe_phase_duration_seconds_bucket{component=~"$component",phase="connect"}'
                "[$__rate_interval]))", "s", interval="2m", empty="No probe connected"),
    ),
)

USUAL = row(
    "Against what is usual",
    line(
        8,
        timeseries("Latency and what is usual", "How long the last probe took, and what is usual at this hour of the week: a "
                   "slowly learnt median, not a limit.",
                   ("{{target}} {{family}}", f"max by (target, family) (whatsapp_probe_last_duration_seconds{{{CHOSEN}}})"),
                   ("usual {{target}} {{family}}",
                    f'max by (target, family) (whatsapp_baseline_latency_seconds{{{CHOSEN},phase="total"}})'),
                   unit="s", empty="No probe ran"),
        timeseries("Latency's anomaly score", "How far the last seven latencies lie above what is usual at this hour, in "
                   "spreads. 4 is far; one slow answer does not reach it.",
                   ("{{target}} {{phase}}", f"max by (target, phase) (whatsapp_anomaly_score{{{CHOSEN}}})"),
                   unit="short", min=None, thresholds=steps(GOOD, (4, BAD)), color={"mode": "palette-classic"},
                   empty="What is usual is not learnt yet"),
        timeseries("Failures' anomaly score", "How far the failures among the last 64 probes lie above what is usual at this "
                   "hour, in standard deviations. 4 is far.",
                   ("{{component}}", 'max by (component) (whatsapp_component_failure_anomaly_score{component=~"$component"})'),
                   unit="short", min=None, empty="What is usual is not learnt yet"),
        timeseries("Drift of latency", "Median latency of the last whole day (UTC) by the median of the four weeks before: 1 is "
                   "no drift, 2 is twice as slow. It moves once a day.",
                   ("{{target}} {{family}}", f"max by (target, family) (whatsapp_latency_drift_ratio{{{CHOSEN}}})"),
                   unit="short", decimals=2, empty="Needs a day, and days before it"),
    ),
    line(
        8,
        table("What is learnt", "From how many probes each target's usual latency was learnt, and on what basis it is known now; "
              "while no basis is ready, no anomaly is told.",
              {
                  "samples": last("whatsapp_baseline_samples"),
                  "ready": f"max by ({PROBE}, basis) (whatsapp_baseline_ready{{{CHOSEN}}} == 1)",
              },
              ("component", "Component"), ("target", "Target"), ("family", "Family"), ("samples", "Probes", {"unit": "short"}),
              ("basis", "Basis"), sort="Target", empty="-"),
        table("Recurring trouble", "Hours of the day (UTC) at which a component failed or was slow on several of the last 14 "
              "days: think of a nightly job, a backup or a maintenance window.",
              {"days": 'max by (instance, component, hour) (whatsapp_recurring_trouble_days{component=~"$component"})'},
              ("component", "Component"), ("hour", "Hour (UTC)"), ("days", "Days of 14", {"unit": "none"}),
              ("instance", "Exporter"),
              sort="Days of 14", descending=True, empty="No trouble recurs"),
        table("Thresholds", "What each configured threshold measures, its limit, and whether it is exceeded for as long as it "
              "asks. Both are seconds or both a share.",
              {
                  "value": "max by (instance, threshold) (whatsapp_threshold_value)",
                  "limit": "max by (instance, threshold) (whatsapp_threshold_limit)",
                  "exceeded": "max by (instance, threshold) (whatsapp_threshold_exceeded)",
              },
              ("threshold", "Threshold"), ("value", "Value", {"unit": "short", "decimals": 3}),
              ("limit", "Limit", {"unit": "short", "decimals": 3}), ("exceeded", "Exceeded", {"mappings": words(YES)}),
              ("instance", "Exporter"), sort="Threshold", empty="No threshold is configured"),
    ),
)

NAMES = row(
    "Names and certificates",
    line(
        9,
        table("DNS answers", "The last answer each probe got: how long it may be kept, how many addresses it held, and its "
              "response code (0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED).",
              {
                  "ttl": last("whatsapp_probe_dns_ttl_seconds"),
                  "answers": last("whatsapp_probe_dns_answers"),
                  "code": last("whatsapp_probe_dns_response_code"),
              },
              *PROBED, ("ttl", "TTL", {"unit": "s"}), ("answers", "Answers", {"unit": "none"}),
              ("code", "Response code", {"unit": "none"}), sort="Component", empty="-"),
        table("Certificates", "How long the certificates are still valid that each probe was shown: those of TLS, and those of "
              "the chat service's own kind. Whether they were trusted is for the probe's result to say.",
              {"left": f"min by ({PROBE}, certificate) "
                       f"(whatsapp_probe_certificate_not_after_timestamp_seconds{{{CHOSEN}}}) - time()"},
              *PROBED, ("certificate", "Certificate"),
              ("left", "Valid for", AGO | {"thresholds": steps(BAD, (7 * DAY, WARNING), (14 * DAY, GOOD))}),
              sort="Valid for", empty="-"),
        timeseries("Peers' clocks", "The peer's clock less ours, by the Date of its last answer, good to a second. All far off "
                   "to one side means that our clock is wrong.",
                   ("{{target}} {{instance}}", f"max by (instance, target) (whatsapp_probe_clock_offset_seconds{{{CHOSEN}}})"),
                   unit="s", min=None, width=6, empty="No HTTP peer answered"),
    ),
)

SCHEDULE = row(
    "Are the probes on time?",
    line(
        8,
        timeseries("Late starts", "Probes that began more than 0.1 s after their time. Many mean a busy host; their durations "
                   "are not to be trusted then.",
                   ("{{instance}}", "sum by (instance) (rate(whatsapp_probe_late_starts_total[$__rate_interval]))"),
                   ("job {{probe_job}}", "sum by (probe_job) "
                    "(rate(whatsapp_scheduled_probe_late_starts_total[$__rate_interval]))"),
                   unit="ops", empty="No probe ran"),
        timeseries("Skipped probes", "Probes left out because the one before was still running: intervals of which nothing is "
                   "known.",
                   ("{{instance}}", "sum by (instance) (rate(whatsapp_probe_skipped_ticks_total[$__rate_interval]))"),
                   ("job {{probe_job}}", "sum by (probe_job) "
                    "(rate(whatsapp_scheduled_probe_skipped_ticks_total[$__rate_interval]))"),
                   unit="ops", empty="No probe ran"),
        timeseries("Scheduled probes' lag", "How long after their time 99 of 100 scheduled probes began at most: the exporter's "
                   "own delay, none of the targets'.",
                   ("{{instance}}", "histogram_quantile(0.99, sum by (instance, le) "
                    "(rate(whatsapp_scheduled_probe_start_lag_seconds_bucket[$__rate_interval])))"),
                   unit="s", interval="2m", points="auto", empty="No job is configured"),
        timeseries("Probes run", "How many probes ran, by component. A fall with no change of configuration is itself a finding.",
                   ("{{component}}",
                    'sum by (component) (rate(whatsapp_probe_runs_total{component=~"$component"}[$__rate_interval]))'),
                   unit="ops", interval="2m", stacked=True, empty="No probe ran"),
        timeseries("Oldest result", "How long ago the probe that has waited longest last ran, by component.",
                   ("{{component}}",
                    f"max by (component) (time() - whatsapp_probe_last_run_timestamp_seconds{{{CHOSEN}}})"),
                   unit="s", empty="No probe ran"),
    ),
)

PAGE = page(
    "whatsapp-probes", "Probes and edges",
    "What each probe found, how that compares with what is usual here, and which edges and addresses served it.",
    EACH, USUAL, NAMES, EDGES, JOBS, SCHEDULE,
    variables=[
        COMPONENT,
        variable("target", "Target", here('whatsapp_probe_runs_total{component=~"$component"}')),
        variable("role", "Role of edges", here("whatsapp_edge_info")),
    ],
)
