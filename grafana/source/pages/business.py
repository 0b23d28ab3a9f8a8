"""Users and business accounts: what people report, what becomes of messages, and what the platform says."""

from page import line, page, row
from shapes import link, stat, table, timeseries
from words import AGO, BAD, GOOD, RIGHT, SUSPECTED, THEIRS, UNKNOWN, VERDICTS, WELL, YES, steps, words

HEALTH = {
    "available": ("available", WELL),
    "limited": ("limited", SUSPECTED),
    "blocked": ("blocked", THEIRS),
    "unknown": ("unknown", UNKNOWN),
}
QUALITY = {"green": ("high", WELL), "yellow": ("medium", SUSPECTED), "red": ("low", THEIRS), "unknown": ("unknown", UNKNOWN)}


def verdict(title, scope, description, **more):
    return stat(
        title, description, ("", f'max by (instance, verdict) (whatsapp_verdict{{scope="{scope}"}} == 1)'),
        column="verdict", color="background", mappings=words(VERDICTS), displayName="${__data.fields.instance}",
        links=[link("Why", "whatsapp-overview")], empty="No exporter answers", **more)


def rate(metric, by, matchers=""):
    return f"sum by ({by}) (rate({metric}{matchers}[$__rate_interval]))"


def counted(metric, by):
    """How many in each step, without those of which there were none."""
    return f"sum by ({by}) (increase({metric}[$__rate_interval])) > 0"


def quantile(of, metric):
    return f"histogram_quantile({of}, {rate(f'{metric}_bucket', 'le')})"


def now(metric, by="node_id"):
    """The values in force of a family with a series for each."""
    return f"max by (instance, {by}, value) ({metric} == 1)"


GLANCE = row(
    None,
    line(
        5,
        verdict("WhatsApp for businesses", "business", "What the exporter concludes for the business platform's API and for your "
                "accounts there, as far as it is told of them.", width=6),
        verdict("WhatsApp for people", "consumer", "What the exporter concludes for the apps: chat, web, media, registration and "
                "links. Blue means the trouble is on this side.", width=6),
        stat("Delivered in time", "Share of the latest messages delivered in time after being sent. Compare it with what is "
                                  "usual below; alone it means little, for phones that are off are in it.",
             ("{{instance}}", "min by (instance) (whatsapp_message_delivered_ratio)"), unit="percentunit", decimals=0,
             graph="area", empty="Too few messages, or no webhooks"),
        stat("Users affected", "Estimated share of your users whom the commonest symptom affects, from their reports. It is not "
                               "known unless reports are taken and the number of users is configured.",
             ("{{instance}}", "max by (instance) (whatsapp_report_affected_ratio)"), unit="percentunit", decimals=1, graph="area",
             empty="Not known"),
        stat("Surges of reports", "Symptoms that far more users report than usual at this hour of the week.",
             ("{{symptom}}", "max by (symptom) (whatsapp_report_surge) > 0"), mappings=words({"1": ("surge", BAD)}),
             color="background", empty="No surge"),
    ),
)

MESSAGES = row(
    "Messages",
    line(
        8,
        timeseries("Delivered in time, and what is usual", "Share of the latest messages delivered in time after being sent, "
                                                           "and what is usual at this hour of the week. Compare the two; "
                                                           "neither means much alone.",
                   ("delivered {{instance}}", "max by (instance) (whatsapp_message_delivered_ratio)"),
                   ("usual {{instance}}", "max by (instance) (whatsapp_message_delivered_expected_ratio)"),
                   unit="percentunit", max=1, empty="Too few messages, or no webhooks", width=10),
        timeseries("What became of messages", "Statuses of messages sent, as webhooks told them. Delivered lines that leave the "
                                              "sent ones are the first sign of a drop.",
                   ("{{status}}", rate("whatsapp_webhook_statuses_total", "status")), unit="reqps", empty="No webhooks"),
        timeseries("Not delivered", "Messages sent and not delivered, as far as webhooks told, and those that have waited for "
                                    "too long.",
                   ("in flight {{instance}}", "sum by (instance) (whatsapp_messages_in_flight)"),
                   ("overdue {{instance}}", "sum by (instance) (whatsapp_messages_undelivered)"),
                   unit="short", decimals=0, empty="No webhooks"),
    ),
    line(
        8,
        timeseries("Time to delivery", "From sent to delivered. Phones that are off are in it: compare it with itself, at the "
                                       "same hour.",
                   ("median", quantile(0.5, "whatsapp_message_delivery_latency_seconds")),
                   ("90th percentile", quantile(0.9, "whatsapp_message_delivery_latency_seconds")),
                   unit="s", interval="1m", points="auto", empty="No deliveries"),
        timeseries("Failures by class", "Errors that webhooks told: service is Meta's; auth, permission, restricted and payment "
                                        "are the account's; recipient is the other end's.",
                   ("{{class}}", counted("whatsapp_webhook_failures_total", "class")),
                   bars=True, unit="short", interval="1m", empty="No failures"),
        table("Failures by code", "The same over the time shown, by Meta's error code.",
              {"count": "sum by (class, code) (increase(whatsapp_webhook_failures_total[$__range])) > 0"},
              ("class", "Class"), ("code", "Code"), ("count", "Times", {"unit": "short", "decimals": 0}),
              sort="Times", descending=True, empty="No failures"),
    ),
    line(
        8,
        timeseries("Requests to the webhooks' path", "By what became of them. Anything but ok left no trace but this count: "
                                                     "bad_signature is a stranger, or the wrong secret.",
                   ("{{result}}", counted("whatsapp_webhook_requests_total", "result")),
                   bars=True, unit="short", interval="1m", empty="No webhooks"),
        timeseries("Webhook lag", "From what a webhook tells, by Meta's clock, to its arrival here. Rising: the platform is "
                                  "behind.",
                   ("90th percentile", quantile(0.9, "whatsapp_webhook_lag_seconds")),
                   unit="s", interval="1m", points="auto", empty="No webhooks"),
        stat("Last webhook", "How long ago the last webhook was taken. Silence is no fault by itself: there may be nothing to "
                             "tell.",
             ("{{instance}}", "time() - max by (instance) (whatsapp_webhook_last_timestamp_seconds)"),
             unit="dtdurations", decimals=0, empty="None yet", width=4),
    ),
)

ACCOUNTS = row(
    "Your numbers and accounts",
    line(
        8,
        table("Health", "Whether each node and each part of it can send, by the platform's own word.",
              {"is": "max by (instance, node_id, kind, entity, state) (whatsapp_business_health == 1)"},
              ("node_id", "Node"), ("kind", "Kind"), ("entity", "Part"), ("state", "State", {"mappings": words(HEALTH)}),
              ("instance", "Exporter"), sort="State", empty="No nodes configured"),
        table("Nodes", "Whether the last request for each node was answered, and how old what is known of it is.",
              {"up": "max by (instance, node_id) (whatsapp_business_health_up)",
               "age": "max by (instance, node_id) (whatsapp_business_health_age_seconds)",
               "error": "max by (instance, node_id, class) (whatsapp_business_health_error)"},
              ("node_id", "Node"), ("up", "Answered", {"mappings": words(RIGHT)}), ("age", "Age", AGO),
              ("class", "Error's class"),
              sort="Node", empty="No nodes configured"),
        table("Accounts", "What webhooks announced of each account: blocked means sending is forbidden, restricted that "
                          "something is.",
              {"blocked": "max by (instance, waba_id) (whatsapp_business_account_blocked)",
               "restricted": "max by (instance, waba_id) (whatsapp_business_account_restricted)",
               "ago": "time() - max by (instance, waba_id) (whatsapp_business_account_event_timestamp_seconds)"},
              ("waba_id", "Account"), ("blocked", "Blocked", {"mappings": words(YES)}),
              ("restricted", "Restricted", {"mappings": words(YES)}), ("ago", "Last event ago", AGO),
              sort="Account", empty="Nothing was announced"),
    ),
    line(
        7,
        table("Quality of numbers", "Each number's quality rating, by the platform's own word; low comes before a lower limit.",
              {"is": now("whatsapp_business_phone_quality_rating")},
              ("node_id", "Number's id"), ("value", "Quality", {"mappings": words(QUALITY)}), sort="Quality",
              empty="No numbers configured"),
        table("Status of numbers", "Each number's status, by the platform's own word.",
              {"is": now("whatsapp_business_phone_status")},
              ("node_id", "Number's id"), ("value", "Status"), sort="Status", empty="No numbers configured"),
        table("Limits of numbers", "How many people a day each number's business may begin a conversation with.",
              {"is": now("whatsapp_business_phone_messaging_limit")},
              ("node_id", "Number's id"), ("value", "Limit"), sort="Limit", empty="No numbers configured"),
        table("Status page", "What Meta's status page calls each service to be. Posted by hand, often late, and never about "
                             "consumers.",
              {"is": "max by (organisation, part, status) (whatsapp_status_feed_service_status == 1)"},
              ("part", "Service"), ("status", "Status"), sort="Status", empty="Not configured"),
    ),
    line(
        8,
        timeseries("Requests for health", "Requests to the platform's API by what came of them.",
                   ("{{class}}", counted("whatsapp_business_api_requests_total", "class")),
                   bars=True, unit="short", interval="1m", empty="No nodes configured"),
        timeseries("Whose errors", "Errors of the API by side: the service's, the account's, a limit's or the request's.",
                   ("{{side}}", counted("whatsapp_business_api_errors_total", "side")),
                   bars=True, unit="short", interval="1m", empty="No errors"),
        timeseries("Time of a request", "How long requests for health took, failed ones too.",
                   ("90th percentile", quantile(0.9, "whatsapp_business_api_duration_seconds")),
                   unit="s", interval="1m", points="auto", empty="No nodes configured"),
        timeseries("Use of the API's limits", "How much of a limit is used, by all programs of the app, as the API last said.",
                   ("{{kind}}", "max by (kind) (whatsapp_business_api_usage_ratio)"),
                   unit="percentunit", empty="The API has not said", thresholds=steps(GOOD, (0.8, SUSPECTED), (1, BAD))),
    ),
)

USERS = row(
    "Users",
    line(
        8,
        timeseries("Reports by symptom", "Reports of trouble that counted: one for each reporter, symptom and window.",
                   ("{{symptom}}", counted("whatsapp_reports_total", "symptom")),
                   bars=True, unit="short", interval="1m", empty="No reports"),
        timeseries("Reports and what is usual", "Reports of the last ten minutes, and how many are usual at this hour of the "
                                                "week.",
                   ("reports {{instance}}", "sum by (instance) (whatsapp_report_recent_reports)"),
                   ("usual {{instance}}", "sum by (instance) (whatsapp_report_expected_reports)"),
                   unit="short", decimals=0, empty="Reports are not taken"),
        timeseries("Users affected by symptom", "Estimated share of the users that a symptom affects: most likely, at least and "
                                                "at most.",
                   ("{{symptom}}", "max by (symptom) (whatsapp_report_affected_ratio) > 0"),
                   ("{{symptom}}, at least", "max by (symptom) (whatsapp_report_affected_lower_ratio) > 0"),
                   ("{{symptom}}, at most", "max by (symptom) (whatsapp_report_affected_upper_ratio) > 0"),
                   unit="percentunit", area=0, empty="Nobody, or the number of users is not configured"),
    ),
    line(
        8,
        timeseries("How unlikely by chance", "For each symptom, how many zeros the odds have that so many reports come by "
                                             "chance. It is what a surge is told by.",
                   ("{{symptom}}", "max by (symptom) (whatsapp_report_surge_score) > 0"),
                   unit="none", decimals=0, empty="No reports"),
        timeseries("Reporters", "Distinct reporters within the window, by symptom.",
                   ("{{symptom}}", "max by (symptom) (whatsapp_report_distinct_reporters) > 0"), unit="short", decimals=0,
                   empty="No reports"),
        table("Where reports come from", "Reports of the time shown, by region; a region is what the reporter chose.",
              {"count": "sum by (user_region) (increase(whatsapp_reports_total[$__range])) > 0"},
              ("user_region", "Region"), ("count", "Reports", {"unit": "short", "decimals": 0}),
              sort="Reports", descending=True, empty="No reports", width=4),
        table("What they use", "Reports of the time shown, by the app.",
              {"count": "sum by (client) (increase(whatsapp_report_clients_total[$__range])) > 0"},
              ("client", "App"), ("count", "Reports", {"unit": "short", "decimals": 0}),
              sort="Reports", descending=True, empty="No reports", width=4),
    ),
    line(
        8,
        timeseries("How bad it is", "Answers from 1, a nuisance, to 5, nothing works: the median, by symptom.",
                   ("{{symptom}}", f"histogram_quantile(0.5, {rate('whatsapp_report_survey_severity_bucket', 'symptom, le')})"),
                   unit="none", interval="1m", points="auto", empty="No answers"),
        timeseries("Is it solved?", "Answers to whether the trouble is over.",
                   ("{{solved}}", counted("whatsapp_report_survey_answers_total", "solved")),
                   bars=True, unit="short", interval="1m", empty="No answers"),
        timeseries("Requests to report", "By what became of them. Many rate_limited or unauthorized ones are no users' trouble.",
                   ("{{result}}", counted("whatsapp_report_requests_total", "result")),
                   bars=True, unit="short", interval="1m", empty="Reports are not taken"),
    ),
)

PAGE = page(
    "whatsapp-business", "Business and users",
    "What users report, what becomes of messages sent through the WhatsApp Business Platform, and what the platform says of "
    "your own numbers and accounts.",
    GLANCE, MESSAGES, ACCOUNTS, USERS,
)
