"""Posts of Meta's webhooks and of users' reports, each on the disk before it is answered.

The exporter is held to one processor, and the load comes from another. There is no peer to do the same.
"""

import hashlib
import hmac
import json
import os
import re
import time

from load import Load
from programs import OURS, Program, Scraper, free_port
from report import line, megabytes

PER_SECOND = 2000
SECONDS = 75
CONNECTIONS = 64
SECRET, TOKEN = "app-secret-of-the-benchmark", "token-of-the-benchmark"

CONFIGURATION = f"""\
catalogue: {{enabled: false}}
targets: [{{name: idle, control: site, prober: tcp, host: 127.0.0.1, port: 9, interval: 1d, timeout: 1s}}]
webhooks: {{app_secret: {SECRET}, verify_token: verify-token-of-the-benchmark}}
reports: {{token: {TOKEN}, rate_limit: {{interval: 1ms, burst: 10000}}}}
"""


def request(path, body, *fields):
    said = ["Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join([f"POST {path} HTTP/1.1", *said, "", ""]).encode() + body


def webhook(number):
    """A status of one message: sent and then delivered."""
    status = {
        "id": f"wamid.HBgLMTU1NTA1NTEyMzQVAgARGBI{number // 2:020d}", "status": ("sent", "delivered")[number % 2],
        "timestamp": str(int(time.time()) - 2 + 2 * (number % 2)), "recipient_id": f"1555{number // 2 % 10_000_000:07d}",
        "conversation": {"id": f"{number // 2:032x}", "expiration_timestamp": "1893456000", "origin": {"type": "utility"}},
        "pricing": {"billable": True, "pricing_model": "PMP", "category": "utility"},
    }
    value = {
        "messaging_product": "whatsapp", "statuses": [status],
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
    }
    changes = [{"value": value, "field": "messages"}]
    body = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": changes}]}).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return request("/webhooks/whatsapp", body, f"X-Hub-Signature-256: sha256={signature}")


def report(number):
    body = json.dumps({"symptom": "cannot_send", "client": "android", "reporter": f"user-{number}"}).encode()
    return request("/api/v1/reports", body, f"Authorization: Bearer {TOKEN}")


KINDS = {
    "webhook posts": (webhook, "whatsapp_webhook_statuses_total"), "users' reports": (report, "whatsapp_reports_total"),
}


def counted(program, family):
    with Scraper(program.port) as scraper:
        body = scraper.scrape().decode()
    return sum(float(value) for value in re.findall(rf"^{family}{{.*}} (\S+)$", body, re.MULTILINE))


def measure(name, folder):
    make, family = KINDS[name]
    path = folder / "people.yml"
    path.write_text(CONFIGURATION)
    path.chmod(0o600)
    port = free_port()
    storage = folder / f"storage-{port}"
    flags = [f"--config.file={path}", f"--storage.path={storage}", f"--web.listen-address=127.0.0.1:{port}"]
    command = ["taskset", "-c", "0", OURS, *flags]
    requests = [make(number) for number in range(PER_SECOND * SECONDS)]
    more = [make(number) for number in range(len(requests), len(requests) + PER_SECOND * 5)]
    with Program(command, port) as program:
        size = program.resident_bytes()
        cpu = program.cpu_seconds()
        with Load(port, requests, PER_SECOND, CONNECTIONS) as load:
            seconds = load.run()
        cpu = program.cpu_seconds() - cpu
        rate = f"{len(requests) / seconds:.0f}/s"
        p50, p99 = (load.percentile(percent) * 1e3 for percent in (50, 99))
        line(f"{name} on one processor", rate, f"{cpu / seconds:.0%} of it", "", f"{PER_SECOND}/s")
        longest = f"longest {max(load.delays) * 1e3:.0f} ms"
        line("  answered within, half of them and 99 %", f"{p50:.1f}/{p99:.1f} ms", longest, "", "99 %: 20 ms")
        line("  resident memory before and after", f"{megabytes(size)}", megabytes(program.resident_bytes()), "", "")
        if load.refused or counted(program, family) != len(requests):
            raise RuntimeError(f"{name}: {load.refused} refused, {counted(program, family):.0f} of {len(requests)} counted")
        with Load(port, more, None, CONNECTIONS) as load:
            seconds = load.run()
        line("  as many as it takes", f"{len(more) / seconds:.0f}/s", f"99 % within {load.percentile(99) * 1e3:.1f} ms", "", "")


def run(folder):
    if os.cpu_count() < 2:
        print("webhook posts: left out, the load needs a processor of its own")
        return
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, own - {0})
    try:
        for name in KINDS:
            measure(name, folder)
    finally:
        os.sched_setaffinity(0, own)
