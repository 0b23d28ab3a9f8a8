"""Probes of the operator's own: their jobs, targets and where these are found."""

from page import line, row
from shapes import table, timeseries
from words import AGO, BAD, DAY, GOOD, SUCCESS, WARNING, steps, words

JOB = "instance, probe_job, module, target"
SOURCE = "instance, probe_job, mechanism, source"

JOBS = row(
    "Scheduled jobs and discovery",
    line(
        9,
        table(
            "Scheduled probes", "What the probes of your own jobs found when they last ran; failed ones first. They have no say "
            "in the verdict.",
            {
                "success": f"min by ({JOB}) (whatsapp_scheduled_probe_success)",
                "failure": f"max by ({JOB}, reason) (whatsapp_scheduled_probe_failure_info)",
                "run": f"time() - max by ({JOB}) (whatsapp_scheduled_probe_last_run_timestamp_seconds)",
                "http": f"max by ({JOB}) (whatsapp_scheduled_probe_http_status_code)",
                "left": f"min by ({JOB}) (whatsapp_scheduled_probe_certificate_not_after_timestamp_seconds) - time()",
            },
            ("instance", "Exporter"), ("probe_job", "Job"), ("module", "Module"), ("target", "Target"),
            ("success", "Result", {"mappings": words(SUCCESS)}), ("reason", "Reason"), ("run", "Ran ago", AGO),
            ("http", "HTTP status", {"unit": "none"}),
            ("left", "Certificate valid for", AGO | {"thresholds": steps(BAD, (7 * DAY, WARNING), (14 * DAY, GOOD))}),
            sort="Result", empty="No job is configured", width=16,
        ),
        timeseries("Scheduled probes, 90th percentile", "How long nine of ten scheduled probes took at most, failed ones too, by "
                   "job.",
                   ("{{probe_job}}", "histogram_quantile(0.9, sum by (le, probe_job) "
                    "(rate(whatsapp_scheduled_probe_duration_seconds_bucket[$__rate_interval])))"),
                   unit="s", interval="2m", points="auto", empty="No job is configured"),
    ),
    line(
        8,
        table("Jobs", "How many targets each job has, how many of them it does not probe, and why: over its limit, or not such "
              "as its module can be aimed at.",
              {
                  "targets": "max by (instance, probe_job) (whatsapp_scheduled_targets)",
                  "limit": 'max by (instance, probe_job) (whatsapp_scheduled_targets_dropped{reason="limit"})',
                  "malformed": 'max by (instance, probe_job) (whatsapp_scheduled_targets_dropped{reason="malformed"})',
              },
              ("instance", "Exporter"), ("probe_job", "Job"), ("targets", "Targets", {"unit": "none"}),
              ("limit", "Over the limit", {"unit": "none"}), ("malformed", "Malformed", {"unit": "none"}),
              sort="Job", empty="No job is configured"),
        table("Discovery", "Whether all the targets found at each source are in force. After a failure those found before stay.",
              {
                  "success": f"min by ({SOURCE}) (whatsapp_discovery_success)",
                  "targets": f"max by ({SOURCE}) (whatsapp_discovery_targets)",
                  "good": f"time() - max by ({SOURCE}) (whatsapp_discovery_last_success_timestamp_seconds)",
                  "failures": f"max by ({SOURCE}) (increase(whatsapp_discovery_refresh_failures_total[$__range]))",
              },
              ("instance", "Exporter"), ("probe_job", "Job"), ("mechanism", "Mechanism"), ("source", "Source"),
              ("success", "Result", {"mappings": words(SUCCESS)}), ("targets", "Targets", {"unit": "none"}),
              ("good", "Last ok ago", AGO), ("failures", "Failures", {"unit": "short", "decimals": 0}),
              sort="Result", empty="No job discovers its targets"),
    ),
)
