"""What users and WhatsApp's business platform send to an exporter: bodies, signatures, and the sections that let them in.

The shapes are those of Meta's documentation of the Cloud API's webhooks; the values are made up.
"""

import hashlib
import hmac
import json
import pathlib
import time
import urllib.parse

from exporter import QUIET

REPORTS = "/api/v1/reports"
FORM = "/report"
WEBHOOKS = "/webhooks/whatsapp"

TOKEN = "token-of-programs-5f1c"
SHARED_SECRET = "secret-of-programs-77a0"
APP_SECRET = "app-secret-d3b07384"
OLD_APP_SECRET = "app-secret-before-113edec4"
VERIFY_TOKEN = "verify-token-49dc70f1"
ACCESS_TOKEN = "EAAG-access-token-c157a79031e1"
SECRETS = (TOKEN, SHARED_SECRET, APP_SECRET, OLD_APP_SECRET, VERIFY_TOKEN, ACCESS_TOKEN)

WABA = "102290129340398"
NUMBER_ID = "106540352242922"

# What names people, or what they say: it may be found nowhere afterwards.
DISPLAY_NUMBER = "15550783881"
RECIPIENT = "4915123456789"
SENDER = "393471234567"
PROFILE = "Kerry Plantagenet"
TEXT = "meet-me-at-the-old-bridge"
REPORTER = "reporter-zx81-plantagenet"
MESSAGE = "wamid.HBgNNDkxNTEyMzQ1Njc4OVUCABEYEjdGQzVC"
PLANTED = (DISPLAY_NUMBER, RECIPIENT, SENDER, PROFILE, TEXT, REPORTER, MESSAGE)


def secret_file(folder, name, text):
    """The path of a secret in a file that nobody else may read, with the line feed that editors leave."""
    path = pathlib.Path(folder) / name
    path.touch(mode=0o600)
    path.write_text(text + "\n")
    return str(path)


def reports_section(folder, **keys):
    return {
        "token_file": secret_file(folder, "reports.token", TOKEN),
        "hmac_secret_file": secret_file(folder, "reports.secret", SHARED_SECRET),
        "form": True, "regions": ["north", "south"], "rate_limit": {"interval": "1ms", "burst": 1000},
        "cors_origins": ["https://intranet.example.com"], **keys,
    }


def webhooks_section(folder, **keys):
    return {
        "app_secret_file": secret_file(folder, "app.secret", APP_SECRET),
        "previous_app_secret_file": secret_file(folder, "app.secret.before", OLD_APP_SECRET),
        "verify_token_file": secret_file(folder, "verify.token", VERIFY_TOKEN), **keys,
    }


def config(**sections):
    return {**QUIET, **sections}


# The platform's webhooks


def hub_signature(body, secret=APP_SECRET):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post_webhook(exporter, payload, secret=APP_SECRET, **headers):
    """Posts as Meta does: signed over the raw bytes."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    fields = {"Content-Type": "application/json", "X-Hub-Signature-256": hub_signature(body, secret)}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return exporter.request("POST", WEBHOOKS, fields, body=body)


def envelope(*changes, waba=WABA):
    return {"object": "whatsapp_business_account", "entry": [{"id": waba, "changes": list(changes)}]}


def change(value, field="messages"):
    return {"field": field, "value": value}


def messages(number_id=NUMBER_ID, **lists):
    metadata = {"display_phone_number": DISPLAY_NUMBER, "phone_number_id": number_id}
    return change({"messaging_product": "whatsapp", "metadata": metadata, **lists})


def status(message, kind, at=None, **more):
    """Of one message; `message` need only be unlike the others'."""
    return {
        "id": MESSAGE + message, "status": kind, "timestamp": str(int(time.time() if at is None else at)),
        "recipient_id": RECIPIENT,
        "conversation": {"id": "6ceb9d929c9bdc4f90e967a32f8639b4", "origin": {"type": "utility"}},
        "pricing": {"billable": True, "pricing_model": "PMP", "category": "utility"}, **more,
    }


def statuses(*entries, number_id=NUMBER_ID, **more):
    return envelope(messages(number_id, statuses=list(entries), **more))


def error(code, title="Message undeliverable"):
    return {
        "code": code, "title": title, "message": title, "error_data": {"details": f"Details for {RECIPIENT}."},
        "href": "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
    }


def received(message, at=None):
    return envelope(
        messages(
            contacts=[{"profile": {"name": PROFILE}, "wa_id": SENDER}],
            messages=[
                {
                    "from": SENDER, "id": MESSAGE + message, "timestamp": str(int(time.time() if at is None else at)),
                    "type": "text", "text": {"body": TEXT},
                }
            ],
        )
    )


def subscription(token=VERIFY_TOKEN, mode="subscribe", challenge="1158201444"):
    return f"{WEBHOOKS}?" + urllib.parse.urlencode({"hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge})


# Users' reports


def post_report(exporter, fields, source=None, **headers):
    """Posts as a program with the token does."""
    said = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    present = {name: value for name, value in said.items() if value}
    return exporter.request("POST", REPORTS, present, body=body, source=source and (source, 0))


def report_signature(body, timestamp, secret=SHARED_SECRET):
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
