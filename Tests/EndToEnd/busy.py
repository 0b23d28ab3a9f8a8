"""An exporter that hears of everything there is to hear of."""

import contextlib
import time

from business_platform import Server, entity, fault, health, organisations, outage, status_page, well
from exporter import Exporter
from people import (
    ACCESS_TOKEN, change, config, envelope, error, post_report, post_webhook, received, reports_section, secret_file, status,
    statuses, webhooks_section,
)
from waiting import eventually


@contextlib.contextmanager
def busy_exporter(folder):
    """An exporter with every section, and something of everything counted."""
    nodes = {"1": well(), "2": health("BLOCKED", entity("WABA", "BLOCKED", errors=[{"error_code": 131031}])), "3": fault(190, status=401)}
    nodes["1"].headers = {"X-App-Usage": '{"call_count":28,"total_time":25,"total_cputime":30}'}
    page = status_page(organisations({"Cloud API": "High disruptions"}), [outage("High disruptions", int(time.time()))])
    with contextlib.ExitStack() as stack:
        api, feed = stack.enter_context(Server(nodes)), stack.enter_context(Server(page))
        sections = {
            "reports": reports_section(folder, users=20_000), "webhooks": webhooks_section(folder),
            "business": {
                "token_file": secret_file(folder, "business.token", ACCESS_TOKEN), "url": api.url, "interval": "3s", "calls_per_hour": 5000,
                "nodes": [{"id": node, "kind": kind} for node, kind in zip(nodes, ("phone_number", "waba", "flow"))],
            },
            "status_feed": {"url": feed.url},
        }
        exporter = stack.enter_context(Exporter(config=config(**sections)))
        now = int(time.time())
        sent = [
            statuses(*(status(str(number), "sent", now - 70) for number in range(100))),
            statuses(*(status(str(number), "delivered", now - 65) for number in range(90)), status("x", "failed", errors=[error(131026)])),
            received("1"), envelope(change({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": ["DISABLE"]}}, "account_update")),
            envelope(change({"event": "FLAGGED"}, "phone_number_quality_update")),
            envelope(change({"alert_info": {"alert_severity": "CRITICAL"}}, "account_alerts")),
        ]
        for payload in sent:
            assert post_webhook(exporter, payload).status == 200
        for number in range(20):
            assert post_report(exporter, {"symptom": "calls", "reporter": str(number), "severity": 1 + number % 5, "solved": False}).status == 202
        eventually(lambda: len(api.asked) >= 6 and exporter.metrics().value("whatsapp_status_feed_up", document="orgs") == 1)
        yield exporter
