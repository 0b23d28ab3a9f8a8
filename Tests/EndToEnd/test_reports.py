"""/api/v1/reports and /report: users' reports are counted once each, and nobody is named."""

import html.parser
import json
import re
import time
import urllib.parse

import pytest

import clients
import traces
from exporter import Exporter, written
from people import (
    FORM, PLANTED, REPORTER, REPORTS, SECRETS, SHARED_SECRET, TEXT, TOKEN, config, post_report, report_signature, reports_section,
)
from waiting import eventually

SYMPTOMS = ("cannot_send", "cannot_receive", "delayed", "cannot_connect", "media", "calls", "linking", "business_api", "other")
JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reports")


@pytest.fixture
def exporter(folder):
    with serving(folder) as exporter:
        yield exporter


@pytest.fixture(scope="module")
def bystander(folder):
    """One for requests that must leave nothing behind."""
    with serving(folder) as exporter:
        yield exporter


def serving(folder, *flags, prefix=(), **keys):
    return Exporter(*flags, config=config(reports=reports_section(folder, **keys)), prefix=prefix)


def counted(exporter, **labels):
    return sum(sample.value for sample in exporter.metrics().all("whatsapp_reports_total", **labels))


def results(exporter):
    return {result: value for result, value in exporter.metrics().by("result", "whatsapp_report_requests_total").items() if value}


# Programs


def test_reports_are_counted_by_symptom_and_region(exporter):
    for number, symptom in enumerate(SYMPTOMS):
        answer = post_report(exporter, {"symptom": symptom, "region": ("north", "south")[number % 2], "reporter": f"a{number}"})
        assert answer.status == 202, answer.text
    assert [counted(exporter, symptom=symptom) for symptom in SYMPTOMS] == [1] * len(SYMPTOMS)
    assert (counted(exporter, user_region="north"), counted(exporter, user_region="south")) == (5, 4)
    assert post_report(exporter, {"symptom": "calls", "reporter": "nowhere"}).status == 202
    assert counted(exporter) == len(SYMPTOMS) + 1
    assert exporter.metrics().value("whatsapp_report_distinct_reporters", symptom="calls") == 2


def test_one_reporter_counts_once(exporter):
    report = {"symptom": "cannot_send", "region": "north", "reporter": REPORTER}
    assert post_report(exporter, report).status == 202
    assert [post_report(exporter, report).status for _ in range(5)] == [200] * 5
    assert post_report(exporter, {**report, "region": "south"}).status == 200
    # Another thing that does not work is another report.
    assert post_report(exporter, {**report, "symptom": "calls"}).status == 202
    assert counted(exporter) == 2
    assert exporter.metrics().value("whatsapp_report_distinct_reporters", symptom="cannot_send") == 1


def test_as_a_form(exporter):
    body = urllib.parse.urlencode({"symptom": "media", "region": "south", "reporter": "b", "client": "ios"}).encode()
    assert post_report(exporter, body, Content_Type=URLENCODED).status == 202
    assert post_report(exporter, body, Content_Type=f"{URLENCODED}; charset=UTF-8").status == 200
    assert counted(exporter, symptom="media", user_region="south") == 1


def test_signed_instead_of_a_token(exporter):
    def post(body, timestamp, signature):
        headers = {"Authorization": "", "X_Report_Timestamp": str(timestamp), "X_Report_Signature": signature}
        return post_report(exporter, body, **headers)

    now = int(time.time())
    body = b'{"symptom": "delayed", "reporter": "signed"}'
    assert post(body, now, report_signature(body, now)).status == 202
    wrong = {
        "of another body": (body + b" ", now, report_signature(body, now)),
        "of another time": (body, now + 1, report_signature(body, now)),
        "of another secret": (body, now, report_signature(body, now, TOKEN)),
        "of the body alone": (body, now, report_signature(body, "")),
        "cut": (body, now, report_signature(body, now)[:-1]),
        "old": (body, now - 400, report_signature(body, now - 400)),
        "ahead": (body, now + 400, report_signature(body, now + 400)),
        "time is a word": (body, "now", report_signature(body, "now")),
        "time is huge": (body, "9" * 400, report_signature(body, "9" * 400)),
        "time is negative": (body, "-1", report_signature(body, "-1")),
    }
    for name, request in wrong.items():
        answer = post(*request)
        assert answer.status == 401, f"{name}: {answer.status} {answer.text}"
    assert post(body, now, report_signature(body, now)).status == 409
    assert counted(exporter) == 1
    # A signature that is wrong is not made up for by the token.
    assert post_report(exporter, {"symptom": "calls", "reporter": "x"}, X_Report_Signature="00").status == 401


def test_survey(exporter):
    def post(**fields):
        return post_report(exporter, {"symptom": "cannot_send", **fields})

    assert post(reporter="a", severity=5, solved=False).status == 202
    assert post(reporter="b", severity=1, solved=True).status == 202
    metrics = exporter.metrics()
    assert metrics.by("solved", "whatsapp_report_survey_answers_total", symptom="cannot_send") == {"yes": 1, "no": 1}
    assert metrics.value("whatsapp_report_survey_severity_count", symptom="cannot_send") == 2
    assert metrics.value("whatsapp_report_survey_severity_sum", symptom="cannot_send") == 6
    for severity in (0, 6, -1, 2.5, "9", 1e300, None, [], True):
        answer = post(reporter=f"bad{severity}", severity=severity)
        assert answer.status in ((400, 202) if severity is None else (400,)), severity
    assert exporter.metrics().value("whatsapp_report_survey_severity_count", symptom="cannot_send") == 2


def test_clients_kinds(exporter):
    for kind in ("android", "ios", "web", "desktop", "api", "other"):
        assert post_report(exporter, {"symptom": "other", "client": kind, "reporter": kind}).status == 202
    assert post_report(exporter, {"symptom": "other", "client": "toaster", "reporter": "x"}).status == 400


# What is refused

GOOD = b'{"symptom":"cannot_send","reporter":"good"}'
BEARER = f"Authorization: Bearer {TOKEN}"


def raw(body, *fields, method="POST", length=None, path=REPORTS):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *fields]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def trusted(body, content_type=JSON, **more):
    return raw(body, BEARER, *([f"Content-Type: {content_type}"] if content_type else []), **more)


def report_of(**fields):
    return trusted(json.dumps({"symptom": "cannot_send", "reporter": "r", **fields}).encode())


REFUSED = {
    "no token": (raw(GOOD, f"Content-Type: {JSON}"), 401),
    "another token": (raw(GOOD, f"Content-Type: {JSON}", "Authorization: Bearer another"), 401),
    "empty token": (raw(GOOD, f"Content-Type: {JSON}", "Authorization: Bearer "), 401),
    "token and more": (raw(GOOD, f"Content-Type: {JSON}", BEARER + "x"), 401),
    "as a password": (raw(GOOD, f"Content-Type: {JSON}", "Authorization: Basic dG9rZW46dG9rZW4="), 401),
    "token in the address": (raw(GOOD, f"Content-Type: {JSON}", path=f"{REPORTS}?token={TOKEN}"), 401),
    "as a text": (trusted(GOOD, "text/plain"), 415),
    "as nothing": (trusted(GOOD, None), 415),
    "multipart": (trusted(GOOD, "multipart/form-data; boundary=x"), 415),
    "no body": (trusted(b""), 400),
    "cut": (trusted(GOOD[:-3]), 400),
    "garbage": (trusted(bytes(range(256))), 400),
    "no UTF-8": (trusted(b'{"symptom":"cannot_send","text":"\xff"}'), 400),
    "a list": (trusted(b"[]"), 400),
    "null": (trusted(b"null"), 400),
    "deep": (trusted(b'{"symptom":' + b"[" * 4000 + b"]" * 4000 + b"}"), 400),
    "no symptom": (trusted(b'{"reporter":"r"}'), 400),
    "unknown symptom": (report_of(symptom="toothache"), 400),
    "symptom in capitals": (report_of(symptom="CANNOT_SEND"), 400),
    "symptom is a number": (report_of(symptom=5), 400),
    "symptom is hostile": (report_of(symptom='x"} 1\nwhatsapp_injected 1\n'), 400),
    "unknown region": (report_of(region="atlantis"), 400),
    "region is a list": (report_of(region=["north"]), 400),
    "reporter is a list": (report_of(reporter=["r"]), 400),
    "reporter is long": (report_of(reporter="x" * 5000), 400),
    "text is long": (report_of(text="x" * 7000), 400),
    "solved is a word": (report_of(solved="perhaps"), 400),
    "too large by its word": (trusted(b"{}", length=9000), 413),
    "far too large by its word": (trusted(b"{}", length=10**15), 413),
    "too large": (report_of(text="x" * 9000), 413),
    "too large in chunks": (
        raw(b"", BEARER, f"Content-Type: {JSON}").replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        + (b"1000\r\n" + b" " * 0x1000 + b"\r\n") * 4 + b"0\r\n\r\n", 413,
    ),
    "form, bad escapes": (trusted(b"symptom=%zz", URLENCODED), 400),
    "form, symptom twice": (trusted(b"symptom=calls&symptom=media", URLENCODED), 400),
    "form, many fields": (trusted(b"a=b&" * 2000, URLENCODED), 400),
    "get": (raw(b"", BEARER, method="GET"), 405),
    "put": (trusted(GOOD, method="PUT"), 405),
    "delete": (raw(b"", BEARER, method="DELETE"), 405),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(bystander, name):
    request, wanted = REFUSED[name]
    before, series, lines = results(bystander), traces.series(bystander), len(bystander.lines())
    assert clients.status(bystander, request) == wanted
    after = results(bystander)
    if wanted != 405:
        [(result, count)] = (after.items() - before.items()) or [(None, None)]
        assert result not in (None, "counted", "answered", "already_counted"), f"{name} is not counted as refused"
        assert count == before.get(result, 0) + 1
    assert counted(bystander) == 0
    assert not bystander.metrics().all("whatsapp_injected")
    assert traces.series(bystander) <= series + 2
    assert len(bystander.lines()) <= lines + 1


def test_reasons_are_told_apart(exporter):
    reasons = {
        "no token": "unauthorized", "as a text": "unsupported_type", "cut": "invalid", "unknown symptom": "invalid",
        "too large": "too_large", "too large by its word": "too_large", "too large in chunks": "too_large",
    }
    for name, reason in reasons.items():
        before = results(exporter).get(reason, 0)
        clients.status(exporter, REFUSED[name][0])
        assert results(exporter)[reason] == before + 1, name


def test_answers_to_strangers_are_small(bystander):
    for name in ("no token", "garbage", "unknown symptom", "too large by its word"):
        with clients.connections(bystander, 1, REFUSED[name][0]) as [client]:
            assert 0 < len(clients.reply(client)) < 700, name


def test_nothing_said_is_said_back(bystander):
    answer = post_report(bystander, {"symptom": f"<img src=x onerror=alert(1)>{TEXT}", "reporter": "x"})
    assert answer.status == 400
    assert b"<img" not in answer.body and answer.headers["x-content-type-options"] == "nosniff"


def test_a_source_is_held_to_its_rate(folder):
    with serving(folder, rate_limit={"interval": "1h", "burst": 3}) as exporter:
        answers = [post_report(exporter, {"symptom": symptom}, source="127.0.0.7") for symptom in SYMPTOMS[:6]]
        assert [answer.status for answer in answers] == [202] * 3 + [429] * 3
        assert int(answers[-1].headers["retry-after"]) > 0
        # Another source is another.
        assert post_report(exporter, {"symptom": "calls"}, source="127.7.0.8").status == 202
        assert counted(exporter) == 4
        assert results(exporter) == {"counted": 4, "rate_limited": 3}


def test_a_flood_of_sources_is_bounded(folder, tmp_path):
    storage = tmp_path / "storage"
    with serving(folder, f"--storage.path={storage}", trusted_proxies=["127.0.0.0/8"]) as exporter:
        assert post_report(exporter, {"symptom": "calls", "reporter": "first"}).status == 202
        before = traces.Footprint.of(exporter, storage)
        for number in range(1000):
            headers = {"Authorization": "Bearer wrong", "X_Forwarded_For": f"10.{number >> 8}.{number & 255}.1"}
            assert post_report(exporter, {"symptom": "calls", "reporter": str(number)}, **headers).status == 401
        assert counted(exporter) == 1
        assert traces.Footprint.of(exporter, storage).has_hardly_grown(before)


def test_whose_word_on_addresses_is_taken(folder):
    """Without a reporter it is the address that counts once, and X-Forwarded-For is an address only from a proxy of ours."""
    report = {"symptom": "calls"}
    with serving(folder) as exporter:
        answers = [post_report(exporter, report, X_Forwarded_For=f"192.0.2.{number}") for number in range(3)]
        assert [answer.status for answer in answers] == [202, 200, 200]
    with serving(folder, trusted_proxies=["127.0.0.1/32"]) as exporter:
        answers = [post_report(exporter, report, X_Forwarded_For=f"192.{number}.2.1") for number in range(3)]
        assert [answer.status for answer in answers] == [202] * 3
        # The client's own word stands before what the proxy adds.
        assert post_report(exporter, report, X_Forwarded_For="203.0.113.9, 192.0.2.1").status == 200
        assert post_report(exporter, report, X_Forwarded_For="192.0.2.1", source="127.0.0.2").status == 202
        for odd in ("", "nobody", "1.2.3.4.5", "[::1", "x" * 3000, ", ,"):
            assert post_report(exporter, report, X_Forwarded_For=odd).status in (200, 202, 400)


def test_off_until_configured(quiet, folder):
    assert post_report(quiet, {"symptom": "calls"}).status == 404
    assert quiet.get(FORM).status == 404
    assert [sample for sample in quiet.metrics().samples if sample.name.startswith("whatsapp_report")] == []
    with Exporter(config=config(reports={"form": True})) as exporter:
        assert exporter.get(FORM).status == 200
        assert post_report(exporter, {"symptom": "calls"}).status == 401
    with serving(folder, form=False) as exporter:
        assert exporter.get(FORM).status == 404


# Other sites' pages


def test_cors_only_where_configured(exporter):
    ours, others = "https://intranet.example.com", ["https://evil.example.com", "null", "https://intranet.example.com.evil.test"]
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,authorization"}
    allowed = exporter.request("OPTIONS", REPORTS, {"Origin": ours, **asked})
    assert allowed.status in (200, 204)
    assert allowed.headers["access-control-allow-origin"] == ours
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "authorization" in allowed.headers["access-control-allow-headers"].lower()
    assert "origin" in allowed.headers["vary"].lower()
    assert "access-control-allow-credentials" not in allowed.headers
    posted = post_report(exporter, {"symptom": "calls", "reporter": "a"}, Origin=ours)
    assert posted.status == 202 and posted.headers["access-control-allow-origin"] == ours
    for origin in others:
        refused = exporter.request("OPTIONS", REPORTS, {"Origin": origin, **asked})
        assert "access-control-allow-origin" not in refused.headers, origin
        posted = post_report(exporter, {"symptom": "calls", "reporter": origin}, Origin=origin)
        assert "access-control-allow-origin" not in posted.headers, origin
    assert "access-control-allow-origin" not in exporter.get("/metrics", {"Origin": ours}).headers


# The form


class Page(html.parser.HTMLParser):
    """What a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.labelled, self.language = [], set(), None
        self.label_depth = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        self.elements.append((tag, fields))
        if tag == "html":
            self.language = fields.get("lang")
        if tag == "label":
            self.label_depth += 1
            self.labelled.add(fields.get("for"))
        elif self.label_depth:
            self.labelled.add(id(fields))

    def handle_endtag(self, tag):
        self.label_depth -= tag == "label"

    def all(self, *tags):
        return [fields for tag, fields in self.elements if tag in tags]

    @property
    def hidden(self):
        return {fields["name"]: fields.get("value", "") for fields in self.all("input") if fields.get("type") == "hidden"}


def fill(exporter, source="127.0.0.1", path=FORM, **fields):
    """Opens the form as a browser would, fills it in and sends it."""
    page = exporter.request("GET", path, source=(source, 0))
    assert page.status == 200
    return send(exporter, {**Page(page.text).hidden, **fields}, source, path)


def send(exporter, fields, source="127.0.0.1", path=FORM, **headers):
    body = urllib.parse.urlencode(fields).encode()
    said = {"Content-Type": URLENCODED, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return exporter.request("POST", path, said, body=body, source=(source, 0))


WORKED = (200, 202, 303)


def test_the_form_is_for_everybody(bystander):
    answer = bystander.get(FORM)
    page = Page(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert page.language == "en" and page.all("title") and page.all("h1") and page.all("main")
    assert not page.all("script", "iframe", "object", "img") and "onclick" not in answer.text
    assert any(fields.get("name") == "viewport" for fields in page.all("meta"))
    controls = [fields for fields in page.all("input", "select", "textarea") if fields.get("type") not in ("hidden", "submit")]
    assert controls
    for fields in controls:
        # A label names it, or holds it.
        assert fields.get("id", "") in page.labelled or id(fields) in page.labelled, fields
    assert page.all("fieldset") and len(page.all("legend")) == len(page.all("fieldset"))
    [form] = page.all("form")
    assert form["method"].lower() == "post" and form.get("action", FORM).startswith(("/report", "report", "?", ""))
    offered = {fields.get("value") for fields in page.all("input", "option")}
    assert set(SYMPTOMS) <= offered and {"north", "south"} <= offered


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        (FORM, None, "en"), (FORM, "zh-CN,zh;q=0.9,en;q=0.8", "zh"), (FORM, "de-DE,de;q=0.9", "en"), (FORM, "de,zh;q=0.1", "zh"),
        (FORM, "zh;q=0,en", "en"), (FORM, "x" * 3000, "en"), (FORM, ";;q=,,*", "en"),
        (FORM + "?lang=zh", "en", "zh"), (FORM + "?lang=en", "zh", "en"), (FORM + "?lang=x", "zh", "zh"),
    ],
)
def test_languages(bystander, path, accepted, language):
    answer = bystander.get(path, {"Accept-Language": accepted} if accepted else {})
    assert answer.status == 200
    assert Page(answer.text).language.split("-")[0] == language
    assert bool(re.search("[\u4e00-\u9fff]{2}", re.sub("<a .*?</a>", "", answer.text))) == (language == "zh")


def test_the_form_counts(exporter):
    answer = fill(exporter, symptom="cannot_send", region="north", client="android", text=TEXT)
    assert answer.status in WORKED, answer.text
    assert counted(exporter, symptom="cannot_send", user_region="north") == 1
    # The same person, the same trouble.
    assert fill(exporter, symptom="cannot_send", region="north").status in WORKED
    assert counted(exporter) == 1
    assert fill(exporter, source="127.9.0.1", symptom="cannot_send").status in WORKED
    assert counted(exporter) == 2
    chinese = fill(exporter, source="127.8.0.1", path=FORM + "?lang=zh", symptom="calls")
    assert chinese.status in WORKED
    if chinese.body:
        assert Page(chinese.text).language.startswith("zh")


def test_the_form_takes_no_name_for_a_person(exporter):
    """Who may not be believed may not name reporters, or one would be many."""
    for number in range(5):
        fill(exporter, symptom="calls", reporter=f"r{number}")
    assert counted(exporter) <= 1


def test_other_sites_cannot_send_the_form(exporter):
    hidden = Page(exporter.get(FORM).text).hidden
    assert hidden, "a ticket"
    report = {"symptom": "calls"}
    [(name, ticket)] = [(name, value) for name, value in hidden.items() if len(value) > 20]
    flipped = ticket[:-2] + ("A" if ticket[-2] != "A" else "B") + ticket[-1]
    for forged in ({}, {name: ""}, {name: "x" * len(ticket)}, {name: flipped}, {name: ticket[1:]}, {name: ticket * 20}):
        answer = send(exporter, {**hidden, **report, **(forged or {name: ""})})
        assert answer.status == 403, forged
        assert Page(answer.text).all("form"), "says what to do"
    # The ticket of one address is of no use at another.
    assert counted(exporter) == 0
    elsewhere = send(exporter, {**hidden, **report}, Sec_Fetch_Site="cross-site", Origin="https://evil.example.com")
    assert elsewhere.status == 403
    assert counted(exporter) == 0


def test_mistakes_are_told_in_the_form(exporter):
    answer = fill(exporter, text='"><script>alert(1)</script>' + TEXT)
    assert answer.status == 400
    page = Page(answer.text)
    assert not page.all("script") and "<script" not in answer.text
    assert any(fields.get("role") == "alert" or "error" in (fields.get("class") or "") for _, fields in page.elements)
    assert page.all("form") and page.hidden
    assert counted(exporter) == 0


# A surge

SURGE = {"reports": 5, "sources": 3, "for": "1s"}


def test_many_from_many_places_are_a_surge(folder):
    with serving(folder, surge=SURGE) as exporter:

        def surge():
            return exporter.metrics().by("symptom", "whatsapp_report_surge")

        assert set(surge()) == set(SYMPTOMS) and not any(surge().values())
        for number in range(30):
            assert fill(exporter, source=f"127.{number + 10}.0.1", symptom="cannot_send").status in WORKED
        eventually(lambda: surge()["cannot_send"] == 1)
        assert sum(surge().values()) == 1
        eventually(lambda: exporter.metrics().value("whatsapp_evidence", kind="reports", side="whatsapp") == 1)
        assert exporter.metrics().value("whatsapp_report_sources", symptom="cannot_send") >= 20
        signal = exporter.get("/api/v1/signals").json
        assert "cannot send" in str(signal)


def test_many_from_one_place_are_none(folder):
    with serving(folder, surge=SURGE) as exporter:
        for _ in range(100):
            assert fill(exporter, symptom="cannot_send").status in WORKED
            assert post_report(exporter, {"symptom": "cannot_send"}).status == 200
        assert counted(exporter) == 1
        eventually(lambda: exporter.metrics().value("whatsapp_report_sources", symptom="cannot_send") == 1)
        assert exporter.metrics().value("whatsapp_report_surge", symptom="cannot_send") == 0


def test_impact_only_with_users(exporter):
    assert post_report(exporter, {"symptom": "calls", "reporter": "a"}).status == 202
    assert [sample for sample in exporter.metrics().samples if "affected" in sample.name] == []


# What is kept


def test_nobody_is_named(folder, tmp_path):
    storage = tmp_path / "storage"
    addresses = ("203.0.113.77", "2001:db8::77")
    with serving(folder, f"--storage.path={storage}", "--log.level=debug", trusted_proxies=["127.0.0.0/8"]) as exporter:
        said = {"symptom": "cannot_send", "reporter": REPORTER, "text": f"{TEXT}, call {PLANTED[1]}"}
        for address in addresses:
            assert post_report(exporter, {**said, "reporter": REPORTER + address}, X_Forwarded_For=address).status == 202
        assert post_report(exporter, said).status == 202
        assert fill(exporter, source="127.6.0.1", symptom="calls", text=TEXT).status in WORKED
        for request, _ in REFUSED.values():
            clients.status(exporter, request)
        planted = PLANTED + SECRETS + addresses + tuple(REPORTER + address for address in addresses) + ("127.6.0.1",)
        assert traces.told(exporter, planted) == {}
        assert traces.stored(storage, planted) == {}
        assert exporter.stop() == 0
    assert traces.stored(storage, planted) == {}


def test_counts_and_windows_outlive_a_restart(folder, tmp_path):
    flag = f"--storage.path={tmp_path / 'storage'}"
    with serving(folder, flag) as exporter:
        assert post_report(exporter, {"symptom": "calls", "reporter": "a", "severity": 4}).status == 202
        assert exporter.stop() == 0
    with serving(folder, flag) as exporter:
        assert counted(exporter, symptom="calls") == 1
        assert post_report(exporter, {"symptom": "calls", "reporter": "a"}).status == 200
        assert post_report(exporter, {"symptom": "calls", "reporter": "b"}).status == 202
        assert counted(exporter, symptom="calls") == 2
        assert exporter.metrics().value("whatsapp_report_survey_severity_sum", symptom="calls") == 4


def test_configuration_can_change_while_it_serves(folder, exporter):
    assert post_report(exporter, {"symptom": "calls", "region": "north", "reporter": "a"}).status == 202
    changed = config(reports=reports_section(folder, regions=["north", "east"], token="another-token-of-programs"))
    del changed["reports"]["token_file"]
    written(changed, exporter.config_path.parent, exporter.config_path.name)
    assert exporter.request("POST", "/-/reload").status == 200
    assert post_report(exporter, {"symptom": "calls", "region": "east", "reporter": "b"}).status == 401
    again = {"Authorization": "Bearer another-token-of-programs"}
    assert post_report(exporter, {"symptom": "calls", "region": "east", "reporter": "b"}, **again).status == 202
    assert post_report(exporter, {"symptom": "calls", "region": "south", "reporter": "c"}, **again).status == 400
    # What was counted stays counted.
    assert counted(exporter, symptom="calls") == 2
    assert SHARED_SECRET not in exporter.get("/config").text
