"""/webhooks/whatsapp: what Meta sends is counted once, what anybody else sends not at all, and nobody is named."""

import concurrent.futures
import contextlib
import json
import math
import socket
import time

import pytest

import clients
import traces
from exporter import Exporter
from people import (
    APP_SECRET, MESSAGE, NUMBER_ID, OLD_APP_SECRET, PLANTED, SECRETS, VERIFY_TOKEN, WABA, WEBHOOKS, change, config, envelope,
    error, hub_signature, messages, post_webhook, received, status, statuses, subscription, webhooks_section,
)
from waiting import eventually
from web_files import SECRET

MOST_BYTES = 3 * 1024 * 1024


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("webhooks")


@pytest.fixture
def exporter(folder):
    """One that has counted nothing yet, with a history of its own."""
    with serving(folder) as exporter:
        yield exporter


@pytest.fixture(scope="module")
def bystander(folder):
    """One for requests that must leave nothing behind."""
    with serving(folder) as exporter:
        yield exporter


def serving(folder, *flags, **keys):
    return Exporter(*flags, config=config(webhooks=webhooks_section(folder, **keys)))


def count(exporter, name, **labels):
    return exporter.metrics().value(name, **labels) or 0


def requests(exporter):
    """Posts and subscriptions by what became of them."""
    counts = exporter.metrics().by("result", "whatsapp_webhook_requests_total")
    return {result: value for result, value in counts.items() if value}


# The subscription


def test_subscription(exporter):
    answer = exporter.get(subscription())
    assert (answer.status, answer.body) == (200, b"1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    wrong = [
        WEBHOOKS, subscription(token="wrong"), subscription(token=""), subscription(token=VERIFY_TOKEN + "x"),
        subscription(token=VERIFY_TOKEN[:-1]), subscription(token=APP_SECRET), subscription(mode="unsubscribe"),
        subscription() + "&hub.mode=subscribe", subscription().replace("hub.challenge", "challenge"),
        subscription(challenge="x" * 5000),
        # No browser shall make anything of what is said back.
        subscription(challenge="<script>1158201444</script>"), subscription(challenge="1158201444\r\nSet-Cookie: a=b"),
    ]
    for path in wrong:
        answer = exporter.get(path)
        assert answer.status == 403, path
        assert b"1158201444" not in answer.body
    assert sum(requests(exporter).values()) == 1 + len(wrong)


def test_without_a_section_there_is_nothing(quiet):
    assert quiet.get(subscription()).status == 404
    assert post_webhook(quiet, statuses(status("1", "sent"))).status == 404
    assert [sample for sample in quiet.metrics().samples if sample.name.startswith("whatsapp_webhook")] == []


# What counts


def test_the_published_signature(tmp_path):
    """Secret `secret`, body `test`: right, though no JSON."""
    (tmp_path / "published").write_text("secret")
    signature = "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"
    assert hub_signature(b"test", "secret") == signature
    with serving(tmp_path, app_secret_file=str(tmp_path / "published")) as exporter:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
        assert exporter.request("POST", WEBHOOKS, headers, body=b"test").status == 400
        assert requests(exporter) == {"bad_json": 1}
        flipped = {**headers, "X-Hub-Signature-256": signature[:-1] + "5"}
        assert exporter.request("POST", WEBHOOKS, flipped, body=b"test").status == 403
        assert requests(exporter) == {"bad_json": 1, "bad_signature": 1}


def test_statuses_are_counted_once(exporter):
    now = int(time.time())
    one = statuses(status("1", "sent", now - 10), status("1", "delivered", now - 7), status("2", "sent", now - 9))
    assert post_webhook(exporter, one).status == 200
    before = exporter.metrics()
    by_status = before.by("status", "whatsapp_webhook_statuses_total", phone_number_id=NUMBER_ID)
    assert (by_status["sent"], by_status["delivered"]) == (2, 1)
    assert before.value("whatsapp_message_delivery_latency_seconds_count", phone_number_id=NUMBER_ID) == 1
    assert before.value("whatsapp_message_delivery_latency_seconds_sum", phone_number_id=NUMBER_ID) == 3
    assert before.value("whatsapp_messages_in_flight") == 1
    assert before.value("whatsapp_webhook_lag_seconds_count") == 3
    for _ in range(3):
        assert post_webhook(exporter, one).status == 200
    after = exporter.metrics()
    assert after.by("status", "whatsapp_webhook_statuses_total", phone_number_id=NUMBER_ID) == by_status
    assert after.value("whatsapp_message_delivery_latency_seconds_count", phone_number_id=NUMBER_ID) == 1
    assert after.value("whatsapp_webhook_duplicates_total") == 9
    assert requests(exporter) == {"ok": 4}


def test_order_does_not_matter(exporter):
    now = int(time.time())
    for entry in (status("1", "read", now - 2), status("1", "delivered", now - 4), status("1", "sent", now - 9)):
        assert post_webhook(exporter, statuses(entry)).status == 200
    metrics = exporter.metrics()
    assert metrics.value("whatsapp_messages_in_flight") == 0
    assert metrics.value("whatsapp_message_delivery_latency_seconds_count", phone_number_id=NUMBER_ID) == 1
    assert 5 <= metrics.value("whatsapp_message_delivery_latency_seconds_sum", phone_number_id=NUMBER_ID) <= 7


def test_read_without_delivered_was_delivered(exporter):
    now = int(time.time())
    assert post_webhook(exporter, statuses(status("1", "sent", now - 9))).status == 200
    assert count(exporter, "whatsapp_messages_in_flight") == 1
    assert post_webhook(exporter, statuses(status("1", "read", now - 4))).status == 200
    assert count(exporter, "whatsapp_messages_in_flight") == 0


def test_old_and_undelivered(folder):
    with serving(folder, undelivered_after="30s") as exporter:
        now = int(time.time())
        sent = [status(str(number), "sent", now - age) for number, age in enumerate((1, 2, 100, 200))]
        assert post_webhook(exporter, statuses(*sent)).status == 200
        assert (count(exporter, "whatsapp_messages_in_flight"), count(exporter, "whatsapp_messages_undelivered")) == (4, 2)
        assert post_webhook(exporter, statuses(status("2", "delivered", now), status("3", "failed", now))).status == 200
        assert (count(exporter, "whatsapp_messages_in_flight"), count(exporter, "whatsapp_messages_undelivered")) == (2, 0)


FAILURES = {131026: "recipient", 131016: "service", 190: "auth", 130429: "rate_limit", 131031: "restricted", 131042: "payment"}


def test_failures_by_class(exporter):
    failed = [status(str(code), "failed", errors=[error(code)]) for code in (*FAILURES, 987654)]
    assert post_webhook(exporter, statuses(*failed)).status == 200
    samples = exporter.metrics().all("whatsapp_webhook_failures_total")
    counted = {sample.labels["code"]: sample.labels["class"] for sample in samples if sample.value}
    assert counted == {str(code): name for code, name in {**FAILURES, 987654: "unknown"}.items()}


def test_codes_are_no_end_of_series(exporter):
    for first in range(0, 3000, 500):
        failed = [status(str(code), "failed", errors=[error(200_000 + code)]) for code in range(first, first + 500)]
        assert post_webhook(exporter, statuses(*failed)).status == 200
    samples = exporter.metrics().all("whatsapp_webhook_failures_total")
    assert len(samples) <= 300 and sum(sample.value for sample in samples) == 3000


def test_messages_received(exporter):
    for name in ("1", "2", "2"):
        assert post_webhook(exporter, received(name)).status == 200
    metrics = exporter.metrics()
    assert metrics.value("whatsapp_webhook_messages_received_total", phone_number_id=NUMBER_ID) == 2
    assert metrics.value("whatsapp_webhook_duplicates_total") == 1


def test_a_secret_is_changed_without_a_gap(exporter):
    for secret, wanted in ((APP_SECRET, 200), (OLD_APP_SECRET, 200), ("another", 403)):
        assert post_webhook(exporter, statuses(status(secret, "sent")), secret).status == wanted


def test_time_of_the_last(exporter):
    assert count(exporter, "whatsapp_webhook_last_timestamp_seconds") == 0
    start = time.time()
    assert post_webhook(exporter, received("1")).status == 200
    assert start - 1 <= count(exporter, "whatsapp_webhook_last_timestamp_seconds") <= time.time() + 1


RESTRICTED = {
    "event": "ACCOUNT_RESTRICTION", "phone_number": "15550783881",
    "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": int(time.time()) + 86_400}],
}
DISABLED = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE", "waba_ban_date": "July 2, 2026"}}
REINSTATED = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}
QUALITY = {"display_phone_number": "15550783881", "event": "FLAGGED", "current_limit": "TIER_10K"}
ALERT = {
    "entity_type": "WABA", "entity_id": WABA, "alert_info": {"alert_severity": "CRITICAL", "alert_status": "ACTIVE"},
    "alert_severity": "CRITICAL", "alert_status": "ACTIVE", "alert_type": "OBA_APPROVED",
}


def test_account_events_are_state(exporter):
    def say(value, field):
        assert post_webhook(exporter, envelope(change(value, field))).status == 200

    say(DISABLED, "account_update")
    say(QUALITY, "phone_number_quality_update")
    say(ALERT, "account_alerts")
    metrics = exporter.metrics()
    assert metrics.value("whatsapp_business_account_restricted", waba_id=WABA) == 1
    events = metrics.all("whatsapp_business_account_event_timestamp_seconds", waba_id=WABA)
    assert {(event.labels["field"], event.labels["event"]) for event in events} == {
        ("account_update", "disabled_update"), ("phone_number_quality_update", "flagged"), ("account_alerts", "critical"),
    }
    assert all(abs(event.value - time.time()) < 60 for event in events)
    assert metrics.value("whatsapp_business_account_blocked", waba_id=WABA) == 1
    assert metrics.by("severity", "whatsapp_business_alerts_total")["critical"] == 1
    # That is the operator's own trouble, and no outage.
    eventually(lambda: exporter.metrics().value("whatsapp_evidence", kind="account", side="local") == 1)
    say(REINSTATED, "account_update")
    assert count(exporter, "whatsapp_business_account_restricted", waba_id=WABA) == 0
    say(RESTRICTED, "account_update")
    assert count(exporter, "whatsapp_business_account_restricted", waba_id=WABA) == 1


# What is new to us, or odd, but signed: a refusal would be repeated for days


def odd_statuses(**fields):
    return statuses({**status("odd", "sent"), **fields})


ODD = {
    "unknown field": envelope(change({"anything": [1, {"at": "all"}]}, "field_of_2031")),
    "unknown status": odd_statuses(status="teleported"),
    "unknown keys": {**statuses({**status("odd", "sent"), "new": {"deep": [[[]]]}}), "more": 1},
    "no entries": {"object": "whatsapp_business_account", "entry": []},
    "no changes": {"object": "whatsapp_business_account", "entry": [{"id": WABA}]},
    "value is a list": envelope(change([])),
    "statuses are a text": envelope(messages(statuses="x")),
    "one of two is no object": statuses(7, status("odd", "sent")),
    "metadata missing": envelope(change({"messaging_product": "whatsapp", "statuses": [status("odd", "sent")]})),
    "time is a number": odd_statuses(timestamp=1700000000),
    "time is a word": odd_statuses(timestamp="yesterday"),
    "time is huge": odd_statuses(timestamp="9" * 400),
    "time is 1e308": odd_statuses(timestamp=1e308),
    "time is negative": odd_statuses(timestamp="-9223372036854775808"),
    "time is far ahead": odd_statuses(timestamp="4102444800"),
    "time is 1970": odd_statuses(timestamp="0"),
    "id is a number": odd_statuses(id=5),
    "id is empty": odd_statuses(id=""),
    "id is long": odd_statuses(id="x" * 100_000),
    "codes are words": odd_statuses(status="failed", errors=[{"code": "x"}, {"code": 1e300}, {"code": -1}, {}, 7, None]),
    "errors of the account": envelope(messages(errors=[error(131031)])),
    "number's id is hostile": statuses(status("odd", "sent"), number_id='1"} 1\nwhatsapp_injected 1\n#'),
    "number's id is long": statuses(status("odd", "sent"), number_id="1" * 5000),
    "account's id is hostile": envelope(change(DISABLED, "account_update"), waba='"}\n'),
    "surrogates": b'{"object":"whatsapp_business_account","entry":[{"id":"\\ud800","changes":[{"field":"\\u0000"}]}]}',
    "keys twice": b'{"object":"whatsapp_business_account","object":"x","entry":[],"entry":[{"id":"1"}]}',
}


@pytest.mark.parametrize("payload", ODD.values(), ids=ODD)
def test_odd_is_taken_and_harmless(bystander, payload):
    before = traces.series(bystander)
    answer = post_webhook(bystander, payload)
    assert answer.status == 200, answer.text
    metrics = bystander.metrics()
    assert not metrics.all("whatsapp_injected")
    assert traces.series(bystander) - before < 40
    for sample in metrics.samples:
        if sample.name.startswith(("whatsapp_webhook", "whatsapp_message")):
            assert not math.isnan(sample.value) or "ratio" in sample.name, sample
            assert sample.value >= 0 or math.isnan(sample.value), sample
    assert all(sample.value < time.time() + 600 for sample in metrics.samples if sample.name.endswith("_timestamp_seconds"))


def test_what_is_unknown_is_counted(exporter):
    for name in ("unknown field", "unknown status"):
        assert post_webhook(exporter, ODD[name]).status == 200
    unknown = exporter.metrics().by("what", "whatsapp_webhook_unknown_total")
    assert {what: value for what, value in unknown.items() if value} == {"field": 1, "status": 1}


def test_numbers_are_no_end_of_series(exporter):
    for first in range(0, 2000, 100):
        names = map(str, range(first, first + 100))
        payload = envelope(*(messages(name, statuses=[status(name, "sent")]) for name in names))
        assert post_webhook(exporter, payload).status == 200
    samples = exporter.metrics().all("whatsapp_webhook_statuses_total")
    assert len({sample.labels["phone_number_id"] for sample in samples}) <= 300
    assert sum(sample.value for sample in samples) == 2000


def test_clocks_that_are_wrong(exporter):
    """A lag below nothing is none, and what lies years ahead or back is in no histogram's sum as years ahead."""
    now = int(time.time())
    ahead = [status(f"a{seconds}", "sent", now + seconds) for seconds in (5, 250, 100_000, 10**9)]
    back = [status(f"b{seconds}", "sent", now - seconds) for seconds in (10**6, now)]
    backwards = [status("c", "sent", now), status("c", "delivered", now - 60)]
    assert post_webhook(exporter, statuses(*ahead, *back, *backwards)).status == 200
    metrics = exporter.metrics()
    assert metrics.value("whatsapp_webhook_lag_seconds_sum") >= 0
    assert metrics.value("whatsapp_message_delivery_latency_seconds_sum", phone_number_id=NUMBER_ID) in (0, None)
    assert metrics.value("whatsapp_messages_in_flight") <= 6


# What is refused

GOOD = json.dumps(statuses(status("good", "sent"))).encode()
JSON = "application/json"


def raw(body, *fields, method="POST", length=None):
    lines = [f"{method} {WEBHOOKS} HTTP/1.1", "Host: localhost", "Connection: close", *fields]
    if length is not False:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def signed(body, content_type=JSON, signature=None, **more):
    fields = [f"X-Hub-Signature-256: {signature or hub_signature(body)}"]
    if content_type:
        fields.append(f"Content-Type: {content_type}")
    return raw(body, *fields, **more)


def deep(levels):
    return b'{"object":"whatsapp_business_account","entry":' + b"[" * levels + b"]" * levels + b"}"


CHUNK = b"40000\r\n" + b" " * 0x40000 + b"\r\n"
SORTED = json.dumps(json.loads(GOOD), sort_keys=True, separators=(",", ":")).encode()

# What is sent, the status it is answered with, and the reason it is counted by.
REFUSED = {
    "no signature": (raw(GOOD, f"Content-Type: {JSON}"), 403, "bad_signature"),
    "empty signature": (raw(GOOD, f"Content-Type: {JSON}", "X-Hub-Signature-256:"), 403, "bad_signature"),
    "another's signature": (signed(GOOD, signature=hub_signature(GOOD, "another")), 403, "bad_signature"),
    "signature of the token": (signed(GOOD, signature=hub_signature(GOOD, VERIFY_TOKEN)), 403, "bad_signature"),
    "signature of nothing": (signed(GOOD, signature=hub_signature(b"")), 403, "bad_signature"),
    "signature of the same, written anew": (signed(GOOD, signature=hub_signature(SORTED)), 403, "bad_signature"),
    "signature cut": (signed(GOOD, signature=hub_signature(GOOD)[:-2]), 403, "bad_signature"),
    "signature too long": (signed(GOOD, signature=hub_signature(GOOD) + "00"), 403, "bad_signature"),
    "signature without its name": (signed(GOOD, signature=hub_signature(GOOD)[7:]), 403, "bad_signature"),
    "signature no hex": (signed(GOOD, signature="sha256=" + "zz" * 32), 403, "bad_signature"),
    "signature of SHA-1 only": (
        raw(GOOD, f"Content-Type: {JSON}", "X-Hub-Signature: sha1=" + "0" * 40), 403, "bad_signature",
    ),
    "body changed": (signed(GOOD.replace(b"sent", b"read"), signature=hub_signature(GOOD)), 403, "bad_signature"),
    "two signatures": (
        raw(GOOD, f"Content-Type: {JSON}", "X-Hub-Signature-256: sha256=00", f"X-Hub-Signature-256: {hub_signature(GOOD)}"),
        403, "bad_signature",
    ),
    "as a text": (signed(GOOD, "text/plain"), 415, "bad_type"),
    "as a form": (signed(GOOD, "application/x-www-form-urlencoded"), 415, "bad_type"),
    "as nothing": (signed(GOOD, None), 415, "bad_type"),
    "no body": (signed(b""), 400, "bad_json"),
    "cut": (signed(GOOD[:-9]), 400, "bad_json"),
    "garbage": (signed(bytes(range(256))), 400, "bad_json"),
    "no UTF-8": (signed(b'{"object":"\xff\xfe"}'), 400, "bad_json"),
    "UTF-16": (signed(GOOD.decode().encode("utf-16")), 400, "bad_json"),
    "NaN": (signed(b'{"object":"whatsapp_business_account","entry":NaN}'), 400, "bad_json"),
    "a list": (signed(b"[]"), 400, "bad_json"),
    "null": (signed(b"null"), 400, "bad_json"),
    "a number": (signed(b"9" * 10_000), 400, "bad_json"),
    "deep": (signed(deep(200)), 400, "too_deep"),
    "very deep": (signed(deep(1_000_000)), 400, "too_deep"),
    "many values": (signed(b'{"object":[' + b"0," * 500_000 + b"0]}"), 400, "too_many_values"),
    "too large by its word": (signed(b"{}", length=MOST_BYTES + 100_000), 413, "too_large"),
    "too large in chunks": (
        raw(b"", f"Content-Type: {JSON}", "Transfer-Encoding: chunked", length=False) + CHUNK * 14 + b"0\r\n\r\n", 413, "too_large",
    ),
    "put": (signed(GOOD, method="PUT"), 405, None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(bystander, name):
    request, wanted, reason = REFUSED[name]
    before = bystander.metrics()
    series, lines = traces.series(bystander), len(bystander.lines())
    assert clients.status(bystander, request) == wanted
    after = bystander.metrics()
    counted = {
        sample.labels["result"] for sample in after.all("whatsapp_webhook_requests_total")
        if sample.value != (before.value(sample.name, **sample.labels) or 0)
    }
    assert counted == ({reason} if reason else set())
    changed = [
        sample for sample in after.samples
        if sample.name.startswith(("whatsapp_webhook", "whatsapp_message", "whatsapp_business"))
        and sample.name != "whatsapp_webhook_requests_total" and sample.value != before.value(sample.name, **sample.labels)
        and not math.isnan(sample.value)
    ]
    assert changed == []
    assert traces.series(bystander) <= series + 2
    assert len(bystander.lines()) <= lines + 1


def test_answers_to_strangers_are_small(bystander):
    for name in ("no signature", "garbage", "as a text", "too large by its word"):
        with clients.connections(bystander, 1, REFUSED[name][0]) as [client]:
            client.shutdown(socket.SHUT_WR)
            assert 0 < len(clients.reply(client)) < 600, name


def test_a_flood_of_strangers_leaves_nothing(folder, tmp_path):
    storage = tmp_path / "storage"
    with serving(folder, f"--storage.path={storage}") as exporter:
        assert post_webhook(exporter, received("0")).status == 200
        before = traces.Footprint.of(exporter, storage)
        for number in range(500):
            body = json.dumps(statuses(status(str(number), "sent"))).encode()
            assert post_webhook(exporter, body, "another").status == 403
        assert requests(exporter)["bad_signature"] == 500
        assert traces.Footprint.of(exporter, storage).has_hardly_grown(before)


def test_bodies_that_never_end_hold_nobody_up(bystander):
    head = signed(GOOD, length=2_000_000)
    size = bystander.resident_bytes()
    with clients.connections(bystander, 60, head) as held:
        assert post_webhook(bystander, received("while-held")).status == 200
        # Half of what was announced, and no more.
        for client in held:
            client.sendall(b" " * 20_000)
        assert post_webhook(bystander, received("while-held-too")).status == 200
        assert bystander.resident_bytes() - size < 48e6
    assert bystander.get("/-/healthy").status == 200


def test_many_large_bodies_are_bounded_together(exporter):
    """Of strangers: each as long as a webhook may be, and all but its last byte sent."""
    size = exporter.resident_bytes()
    head = signed(b"", signature="sha256=" + "0" * 64, length=MOST_BYTES)
    with clients.connections(exporter, 60, head) as held:
        for client in held:
            client.settimeout(5)
            with contextlib.suppress(OSError):
                client.sendall(b" " * (MOST_BYTES - 1))
        assert exporter.resident_bytes() - size < 80e6
        assert exporter.get("/-/healthy").status == 200
    assert requests(exporter)["overloaded"] > 0
    eventually(lambda: post_webhook(exporter, received("after")).status == 200)


def test_at_one_time_and_still_once(exporter):
    with concurrent.futures.ThreadPoolExecutor(20) as posters:
        answers = list(posters.map(lambda _: post_webhook(exporter, received("same")).status, range(60)))
    assert answers == [200] * 60
    assert count(exporter, "whatsapp_webhook_messages_received_total", phone_number_id=NUMBER_ID) == 1
    assert count(exporter, "whatsapp_webhook_duplicates_total") == 59


def test_reloads_lose_nothing(exporter):
    with concurrent.futures.ThreadPoolExecutor(4) as posters:
        answers = posters.map(lambda number: post_webhook(exporter, received(str(number))).status, range(200))
        for _ in range(10):
            assert exporter.request("POST", "/-/reload").status == 200
        assert set(answers) == {200}
    assert count(exporter, "whatsapp_webhook_messages_received_total", phone_number_id=NUMBER_ID) == 200


def test_a_large_one_is_taken(exporter):
    """As many as three megabytes hold, which is as much as Meta sends."""
    entries = [status(f"large-{number}", "sent") for number in range(7000)]
    body = json.dumps(statuses(*entries)).encode()
    assert 2_000_000 < len(body) < MOST_BYTES
    assert post_webhook(exporter, body).status == 200
    assert count(exporter, "whatsapp_webhook_statuses_total", phone_number_id=NUMBER_ID, status="sent") == 7000


# Who may come in


def test_with_passwords_on_the_port(folder, tmp_path):
    """Meta has no password: its signature is one."""
    web = tmp_path / "web.yml"
    web.write_text(f"basic_auth_users:\n  alice: {SECRET}\n")
    with serving(folder, f"--web.config.file={web}") as exporter:
        assert exporter.get("/metrics").status == 401
        assert post_webhook(exporter, received("1")).status == 200
        assert exporter.get(subscription()).status == 200
        assert post_webhook(exporter, received("2"), "another").status == 403


def test_the_public_port_has_nothing_else(folder):
    with serving(folder, "--web.public-listen-address=127.0.0.1:0") as exporter:
        [outer] = exporter.public_addresses
        assert exporter.get("/metrics").status == 200
        for path in {*traces.PAGES, "/-/healthy", "/-/ready", "/probe?target=127.0.0.1"}:
            assert exporter.get(path, address=outer).status == 404, path
        for method, path in (("POST", "/-/reload"), ("PUT", "/-/reload"), ("POST", "/api/v1/incidents/1/notes")):
            assert exporter.request(method, path, address=outer).status == 404, path
        assert exporter.get(subscription(), address=outer).status == 200
        body = json.dumps(received("1")).encode()
        headers = {"Content-Type": JSON, "X-Hub-Signature-256": hub_signature(body)}
        assert exporter.request("POST", WEBHOOKS, headers, address=outer, body=body).status == 200
        # At the other address, too.
        assert post_webhook(exporter, received("2")).status == 200
        assert exporter.metrics().value("whatsapp_webhook_messages_received_total", phone_number_id=NUMBER_ID) == 2


# What is kept


def test_nobody_is_named(folder, tmp_path):
    storage = tmp_path / "storage"
    with serving(folder, f"--storage.path={storage}", "--log.level=debug") as exporter:
        sent = [
            statuses(status("1", "sent"), status("1", "delivered"), contacts=[{"wa_id": PLANTED[1]}]), received("1"),
            statuses(status("2", "failed", errors=[error(131026, f"to {PLANTED[1]}")])),
            envelope(change(RESTRICTED, "account_update")), envelope(change(QUALITY, "phone_number_quality_update")),
            envelope(change(ALERT, "account_alerts")), *ODD.values(),
        ]
        for payload in sent:
            assert post_webhook(exporter, payload).status == 200
        for request, *_ in REFUSED.values():
            clients.status(exporter, request)
        assert traces.told(exporter, PLANTED + SECRETS) == {}
        assert traces.stored(storage, PLANTED + SECRETS) == {}
        assert exporter.stop() == 0
    assert traces.stored(storage, PLANTED + SECRETS) == {}


def test_counts_and_duplicates_outlive_a_restart(folder, tmp_path):
    storage = tmp_path / "storage"
    now = int(time.time())
    with serving(folder, f"--storage.path={storage}") as exporter:
        assert post_webhook(exporter, statuses(status("1", "sent", now - 10))).status == 200
        assert post_webhook(exporter, envelope(change(DISABLED, "account_update"))).status == 200
        assert exporter.stop() == 0
    with serving(folder, f"--storage.path={storage}") as exporter:
        assert post_webhook(exporter, statuses(status("1", "sent", now - 10))).status == 200
        assert post_webhook(exporter, statuses(status("1", "delivered", now - 4))).status == 200
        metrics = exporter.metrics()
        by_status = metrics.by("status", "whatsapp_webhook_statuses_total", phone_number_id=NUMBER_ID)
        assert (by_status["sent"], by_status["delivered"]) == (1, 1)
        assert metrics.value("whatsapp_message_delivery_latency_seconds_sum", phone_number_id=NUMBER_ID) == 6
        assert metrics.value("whatsapp_business_account_restricted", waba_id=WABA) == 1
        # A backup of the folder's database holds no key by which a number could be tried.
        assert MESSAGE.encode() not in b"".join(path.read_bytes() for path in storage.rglob("*") if path.is_file())
