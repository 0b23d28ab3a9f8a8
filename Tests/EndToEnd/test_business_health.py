"""The operator's own nodes, asked for at a stand-in for the Graph API: whose fault an answer is, and that little is asked."""

import contextlib
import os
import time

import pytest

import traces
from business_platform import Reply, Server, entity, fault, health, well
from exporter import Exporter, run, written
from people import ACCESS_TOKEN, config, secret_file
from waiting import eventually

HTML = b"<!DOCTYPE html><title>Sign in to the hotel's network</title>"


def business_section(folder, server, kinds, **keys):
    nodes = [{"id": str(identifier), "kind": kind} for identifier, kind in kinds.items()]
    # One is asked for once; several are asked one after the other, half a second apart.
    rhythm = {"interval": "1h"} if len(nodes) == 1 else {"interval": f"{len(nodes)}s", "calls_per_hour": 5000}
    token_file = secret_file(folder, "business.token", ACCESS_TOKEN)
    return {"token_file": token_file, "url": server.url, "nodes": nodes, **rhythm, **keys}


@contextlib.contextmanager
def watching(folder, replies, *flags, kinds=None, others=None, **keys):
    """An exporter of the nodes that some replies are for, once each has been asked for."""
    with Server(replies) as server:
        section = business_section(folder, server, kinds or dict.fromkeys(replies, "phone_number"), **keys)
        with Exporter(*flags, config=config(business=section, **(others or {}))) as exporter:
            exporter.server = server
            eventually(lambda: all(server.asked_for(str(node)) for node in replies))
            eventually(lambda: sum(requests(exporter).values()) >= len(replies))
            yield exporter


def requests(exporter):
    counts = exporter.metrics().by("class", "whatsapp_business_api_requests_total")
    return {name: value for name, value in counts.items() if value}


def test_what_is_asked_and_how(tmp_path):
    replies = {"1001": well("1001"), "1002": health("AVAILABLE"), "1003": health("AVAILABLE")}
    kinds = {"1001": "phone_number", "1002": "waba", "1003": "template"}
    with watching(tmp_path, replies, kinds=kinds) as exporter:
        asked = {node: exporter.server.asked_for(node)[0] for node in replies}
        assert {node: request.path for node, request in asked.items()} == {node: f"/v23.0/{node}" for node in replies}
        fields = {node: set(request.query["fields"].split(",")) for node, request in asked.items()}
        assert fields["1001"] >= {"health_status", "quality_rating", "throughput", "status"}
        assert fields["1002"] == fields["1003"] == {"health_status"}
        for request in asked.values():
            assert request.headers["authorization"] == f"Bearer {ACCESS_TOKEN}"
            # In an address it would end up in logs.
            assert "access_token" not in request.query
        assert exporter.metrics().value("whatsapp_business_api_duration_seconds_count") == 3


STATES = {"available", "limited", "blocked", "unknown"}
BLOCKED = [{"error_code": 141010, "error_description": "The Business has not been verified.", "possible_solution": "Verify it."}]


def test_states_are_one_hot_and_unknown_is_never_well(tmp_path):
    replies = {
        "1": well("1"),
        "2": health(
            "LIMITED", entity("PHONE_NUMBER", "AVAILABLE"), entity("WABA", "LIMITED", additional_info=["Name not approved."])
        ),
        "3": health("BLOCKED", entity("PHONE_NUMBER", "AVAILABLE"), entity("BUSINESS", "BLOCKED", errors=BLOCKED)),
        "4": health("SLEEPING", entity("PHONE_NUMBER", "DREAMING"), entity("HOLOGRAM", "AVAILABLE")),
        "5": Reply({"id": "5"}),
        "6": Reply({"id": "6", "health_status": {"can_send_message": 7, "entities": "none"}, "quality_rating": {"a": []}}),
    }
    with watching(tmp_path, replies) as exporter:
        metrics = exporter.metrics()
        for node in replies:
            entities = {sample.labels["entity"] for sample in metrics.all("whatsapp_business_health", node_id=node)}
            for name in entities:
                states = metrics.by("state", "whatsapp_business_health", node_id=node, entity=name)
                assert set(states) == STATES and sum(states.values()) == 1, (node, name, states)

        def state(node, **labels):
            samples = metrics.all("whatsapp_business_health", node_id=node, **labels)
            [found] = {sample.labels["state"] for sample in samples if sample.value}
            return found

        assert state("1") == "available"
        assert (state("2", entity="phone_number"), state("2", entity="waba")) == ("available", "limited")
        assert (state("3", entity="phone_number"), state("3", entity="business")) == ("available", "blocked")
        assert state("4", entity="phone_number") == "unknown"
        for node in ("4", "5", "6"):
            assert state(node, entity="overall") == "unknown"
        [error] = [sample for sample in metrics.all("whatsapp_business_health_error", node_id="3") if sample.value]
        assert error.labels["entity"] == "business"
        # Blocked: the operator's own trouble.
        eventually(lambda: exporter.metrics().value("whatsapp_evidence", kind="account", side="local") == 1)


# Of each field what the API may say, and what is made of it.
FIELDS = {
    "quality_rating": [
        ("GREEN", "green"), ("YELLOW", "yellow"), ("RED", "red"), ("NA", "unknown"), ("MAUVE", "unknown"), (5, "unknown"),
    ],
    "status": [("CONNECTED", "connected"), ("BANNED", "banned"), ("LEVITATING", "unknown"), ([], "unknown")],
    "throughput": [
        ({"level": "HIGH"}, "high"), ({"level": "STANDARD"}, "standard"), ({"level": "LUDICROUS"}, "unknown"), ({}, "unknown"),
    ],
    "account_mode": [("LIVE", "live"), ("SANDBOX", "sandbox"), ('x"} 1\n', "unknown")],
    "platform_type": [("CLOUD_API", "cloud_api"), ("ON_PREMISE", "on_premise"), ("", "unknown")],
}


def test_fields_of_phone_numbers(tmp_path):
    count = max(map(len, FIELDS.values()))
    said = [{field: cases[number % len(cases)] for field, cases in FIELDS.items()} for number in range(count)]
    replies = {
        str(2000 + number): well(**{field: word for field, (word, _) in cases.items()}) for number, cases in enumerate(said)
    }
    with watching(tmp_path, replies) as exporter:
        metrics = exporter.metrics()
        for number, cases in enumerate(said):
            for field, (word, wanted) in cases.items():
                values = metrics.by("value", f"whatsapp_business_phone_{field}", node_id=str(2000 + number))
                assert [name for name, is_it in values.items() if is_it] == [wanted], (field, word, values)
                assert "unknown" in values
        limits = metrics.by("value", "whatsapp_business_phone_messaging_limit", node_id="2000")
        assert [name for name, is_it in limits.items() if is_it] == ["tier_10k"]


# Of each answer the class, and the side whose trouble it is.
ERRORS = {
    "service 2": (fault(2, is_transient=True, status=500), "service"),
    "service 131016": (fault(131016, status=503), "service"),
    "503 without JSON": (Reply(b"upstream connect error", 503, {"Content-Type": "text/plain"}), "service"),
    "500 with an unknown code": (fault(99_999_999, status=500), "service"),
    "token expired": (fault(190, "Error validating access token: Session has expired", 401, error_subcode=463), "auth"),
    "permission": (fault(200, status=403), "permission"),
    "restricted": (fault(368), "restricted"),
    "payment": (fault(131042), "payment"),
    "no such node": (fault(33, "Unsupported get request.", error_subcode=33), "request"),
    "unknown code": (fault(99_999_998), "unknown"),
    "code as a text": (Reply({"error": {"message": "x", "code": "190"}}, 401), "auth"),
    "error is a text": (Reply({"error": "no"}, 400), "unknown"),
    "HTML": (Reply(HTML, 200, {"Content-Type": "text/html"}), "malformed"),
    "a list": (Reply([]), "malformed"),
    "nothing": (Reply(b""), "malformed"),
    "garbage": (Reply(bytes(range(256)) * 4), "malformed"),
    "deep": (Reply(b"[" * 100_000), "malformed"),
    "cut": (Reply(well().data, cut=100), "truncated"),
    "endless": (Reply(b" " * 65536, is_endless=True), "too_large"),
    "huge": (Reply(b'{"id":"' + b"x" * 1_000_000 + b'"}'), "too_large"),
    "elsewhere": (Reply(b"", 302, {"Location": "PLACE"}), "redirected"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_have_a_class(tmp_path, name):
    reply, wanted = ERRORS[name]
    with Server({}) as other:
        if "Location" in reply.headers:
            reply = Reply(b"", 302, {"Location": f"{other.url}/v23.0/1"})
        with watching(tmp_path, {"1": reply}) as exporter:
            assert list(requests(exporter)) == [wanted]
            metrics = exporter.metrics()
            available = [
                sample for sample in metrics.all("whatsapp_business_health", node_id="1") if sample.labels["state"] == "available"
            ]
            assert not any(sample.value for sample in available)
            assert exporter.resident_bytes() < 64e6
        assert other.asked == [], "the token would have gone to another host"


SIDES = {
    "service": (fault(131016, status=503), "platform_errors"), "token": (fault(190, status=401), "account"),
    "blocked": (health("BLOCKED", entity("WABA", "BLOCKED")), "account"), "limit": (fault(80007), None),
    "page": (Reply(HTML), None), "request": (fault(100), None),
}


@pytest.mark.parametrize("name", SIDES)
def test_each_trouble_has_its_side(tmp_path, name):
    """What fails is the platform's or the account's, or neither's; never both, and never the consumers'."""
    reply, wanted = SIDES[name]
    with watching(tmp_path, {"1": reply}, interval="1s", calls_per_hour=5000) as exporter:
        eventually(lambda: sum(requests(exporter).values()) >= 3 or name == "limit")

        def evidence():
            return {
                sample.labels["kind"] for sample in exporter.metrics().all("whatsapp_evidence")
                if sample.value and sample.labels["kind"] in ("account", "platform_errors")
            }

        eventually(lambda: evidence() == ({wanted} if wanted else set()))
        assert exporter.metrics().verdict("consumer") not in ("business_account", "business_platform", "whatsapp")


@pytest.mark.parametrize("code", [4, 80007, 130429])
def test_a_limit_is_obeyed(tmp_path, code):
    headers = {"X-App-Usage": '{"call_count":97,"total_time":25,"total_cputime":30}'}
    reply = fault(code, status=400)
    reply.headers = headers
    with Server({"1": reply}) as server:
        section = business_section(tmp_path, server, {"1": "phone_number"}, interval="5m")
        with Exporter(config=config(business=section)) as exporter:
            eventually(lambda: requests(exporter).get("rate_limit") == 1)
            metrics = exporter.metrics()
            assert metrics.value("whatsapp_business_poll_interval_seconds") >= 600
            assert 0.97 in metrics.by("kind", "whatsapp_business_api_usage_ratio").values()
            # Not even a reload asks again.
            assert exporter.request("POST", "/-/reload").status == 200
            time.sleep(1)
            assert len(server.asked) == 1


def test_usage_of_hostile_headers(tmp_path):
    replies = {}
    odd = ['{"call_count":1e308}', '{"call_count":-5}', "[" * 5000, '{"call_count":"x"}', "x" * 8000, '{"call_count":28}']
    for number, text in enumerate(odd):
        replies[str(number + 1)] = well()
        replies[str(number + 1)].headers = {"X-App-Usage": text, "X-Business-Use-Case-Usage": text}
    with watching(tmp_path, replies) as exporter:
        assert requests(exporter).get("ok") == 6
        values = exporter.metrics().by("kind", "whatsapp_business_api_usage_ratio").values()
        assert all(0 <= value <= 1000 for value in values) and 0.28 in values


def test_scrapes_ask_nothing(tmp_path):
    with watching(tmp_path, {"1": well()}) as exporter:
        for _ in range(50):
            exporter.metrics()
        assert len(exporter.server.asked) == 1


def test_a_token_is_read_when_it_is_used(tmp_path):
    with watching(tmp_path, {"1": well()}) as exporter:
        secret_file(tmp_path, "business.token", "EAAG-the-next")
        # Another node is asked for at once, without a word about the token.
        section = business_section(tmp_path, exporter.server, {"1": "phone_number", "2": "phone_number"})
        secret_file(tmp_path, "business.token", "EAAG-the-next")
        written(config(business=section), exporter.config_path.parent, exporter.config_path.name)
        assert exporter.request("POST", "/-/reload").status == 200
        [request] = eventually(lambda: exporter.server.asked_for("2"))
        assert request.headers["authorization"] == "Bearer EAAG-the-next"


def test_no_token_asks_nobody(tmp_path):
    with Server({"1": well()}) as server:
        section = business_section(tmp_path, server, {"1": "phone_number"})
        with Exporter(config=config(business=section)) as exporter:
            eventually(lambda: requests(exporter))
        server.asked.clear()
        os.truncate(section["token_file"], 0)
        checked = run("--config.check", f"--config.file={written(config(business=section), tmp_path)}")
        if checked.returncode == 0:
            with Exporter(config=config(business=section)) as exporter:
                eventually(lambda: requests(exporter))
                assert list(requests(exporter)) == ["no_token"]
        assert server.asked == []


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"interval": "1s"}, "interval"),
        ({"interval": "1m", "nodes": [{"id": str(number), "kind": "waba"} for number in range(1, 100)]}, "interval"),
        ({"nodes": [{"id": "1/../me", "kind": "waba"}]}, "id"),
        ({"nodes": [{"id": "1", "kind": "galaxy"}]}, "kind"),
        ({"nodes": [{"id": "1", "kind": "waba"}, {"id": "1", "kind": "waba"}]}, "1"),
        ({"api_version": "v23.0/../x"}, "api_version"),
        ({"tokens": "x"}, 'unknown key "tokens"'),
    ],
)
def test_configuration_mistakes_are_one_line(tmp_path, change, hint):
    with Server({}) as server:
        section = {**business_section(tmp_path, server, {"1": "waba"}), **change}
        checked = run("--config.check", f"--config.file={written(config(business=section), tmp_path)}")
    assert checked.returncode == 1
    [line] = checked.stderr.splitlines()
    assert hint in line and ACCESS_TOKEN not in line


def test_over_tls_and_only_to_whom_it_can_trust(tmp_path, authority):
    certificate = authority.certificate("graph.wa.test")
    with Server({"1": well()}, certificate) as server:
        section = business_section(tmp_path, server, {"1": "phone_number"})
        # The certificate is of another name: nothing is said to whoever that is.
        with Exporter(config=config(business=section, tls={"trusted_ca_file": str(authority.file)})) as exporter:
            eventually(lambda: requests(exporter))
            assert list(requests(exporter)) == ["unreachable"]
        assert server.asked == []


def test_no_secret_is_told(tmp_path):
    storage = tmp_path / "storage"
    replies = {"1": well(verified_name="Lucky Shrub", display_phone_number="+1 631-555-5555"), "2": fault(190, status=401)}
    planted = (ACCESS_TOKEN, "Lucky Shrub", "631-555-5555", "AzKnAd7bPmq")
    with watching(tmp_path, replies, f"--storage.path={storage}", "--log.level=debug") as exporter:
        assert traces.told(exporter, planted) == {}
        assert exporter.stop() == 0
    assert traces.stored(storage, planted) == {}


def test_without_a_section_nothing_is_asked(quiet):
    assert [sample for sample in quiet.metrics().samples if sample.name.startswith("whatsapp_business_") and sample.value] == []
