"""What /probe answers to what it is asked, and the pages around it."""

import json
import re
import signal
import threading
import urllib.parse

import pytest
import websockets.sync.server
import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics_families
from prometheus_client.parser import text_string_to_metric_families as text_families

from blackbox.talkers import Talker, silent
from blackbox.web import Web
from conftest import PEERS
from exporter import QUIET, Exporter, run, written
from test_prometheus import ACCEPTS
from waiting import eventually

WEB = "127.86.0.1:8000"
SILENT = "127.86.0.2:7"
CLOSED = "127.86.0.3:1"


def http(timeout="2s", **settings):
    return {"prober": "http", "timeout": timeout, "http": {"preferred_ip_protocol": "ip4", **settings}}


def tcp(timeout="2s", **settings):
    return {"prober": "tcp", "timeout": timeout, "tcp": settings}


MODULES = {
    "http_2xx": http(),
    "patient": {"prober": "tcp"},
    "hasty": tcp("300ms", query_response=[{"expect": "never"}]),
    "waits": {"prober": "tcp", "tcp": {"query_response": [{"expect": "never"}]}},
    "named": http(headers={"Host": "a.test"}),
    "three": http(enable_http2=False, enable_http3=True),
    "icmp": {"prober": "icmp", "timeout": "1s"}, "unix": {"prober": "unix", "timeout": "1s"},
    "dns": {"prober": "dns", "timeout": "1s", "dns": {"query_name": "a.test"}},
    "grpc": {"prober": "grpc", "timeout": "1s"}, "websocket": {"prober": "websocket", "timeout": "1s"},
    "postgres": {"prober": "postgres", "timeout": "1s", "postgres": {"user": "a", "database": "b"}},
    "udp": {"prober": "udp", "timeout": "1s"}, "tls": {"prober": "tls", "timeout": "1s"},
}


class Remembering(Web):
    """Keeps the heads of the requests; `/to?URL` redirects to the URL."""

    def __init__(self, address):
        self.heads = []
        super().__init__(address)

    def respond(self, method, path, fields, body):
        self.heads.append((method, path, fields, body))
        if path.startswith("/to?"):
            return self.page(302, b"", ["Location: " + urllib.parse.unquote(path[4:])], method)
        if path == "/token":
            token = json.dumps({"access_token": "issued-hunter2", "token_type": "Bearer", "expires_in": 60})
            return self.page(200, token.encode(), ["Content-Type: application/json"], method)
        return super().respond(method, path, fields, body)


def query(**parameters):
    return "/probe?" + urllib.parse.urlencode(parameters)


def reasons(text):
    return re.findall(r'^probe_failure_info\{[^}]*reason="(\w+)"[^}]*\} 1$', text, re.M)


def value(text, name):
    [sample] = re.findall(rf"^{name} (\S+)$", text, re.M)
    return float(sample)


@pytest.fixture(scope="module")
def servers():
    made = [Remembering(WEB), Talker(SILENT, silent)]
    yield made
    for server in made:
        server.close()


@pytest.fixture(scope="module")
def web(servers):
    return servers[0]


@pytest.fixture(scope="module")
def prober(servers):
    with Exporter("--probe.allow=any", "--log.level=debug", "--log.prober=debug", config={**QUIET, "modules": MODULES}) as exporter:
        yield exporter


@pytest.mark.parametrize("path, status, line", [
    ("/probe", 400, "the parameter target is missing"),
    ("/probe?target=", 400, "the parameter target is missing"),
    ("/probe?target=a&module=nope", 400, 'there is no module "nope"'),
    ("/probe?module=http_2xx", 400, "the parameter target is missing"),
    (f"/probe?target={WEB}&module=named&hostname=b.test", 400, "b.test"),
    (f"/probe?target={WEB}&query_name=a.test", 400, "query_name"),
    ("/logs", 400, "id and target"), ("/logs?id=abc", 400, '"abc", no number'), ("/logs?id=-1", 400, '"-1", no number'),
    ("/logs?id=99999999999999999999", 400, "no number"), ("/logs?id=1&target=a", 400, "do not go together"),
    ("/logs?id=1000000", 404, "no such probe"), ("/logs?target=never-asked", 404, "no such probe"),
])
def test_what_cannot_be_answered_is_refused_in_one_line(prober, path, status, line):
    answer = prober.get(path)
    assert answer.status == status
    assert line in answer.text and answer.text.count("\n") == 1


def test_a_module_for_http_3_is_refused_by_its_own_sentence(prober):
    answer = prober.get(query(target=WEB, module="three"))
    assert answer.status == 400
    assert re.search(r"enable_http3 at \S+:\d+:\d+ asks for HTTP/3", answer.text), answer.text
    [warning] = prober.lines("module not served")
    assert "enable_http3" in warning["error"]


@pytest.mark.parametrize("header", ["abc", "-1", "inf", "nan", "1s", "1,5"])
def test_a_scrape_timeout_that_is_no_number_is_refused(prober, header):
    answer = prober.get(query(target=WEB), {"X-Prometheus-Scrape-Timeout-Seconds": header})
    assert answer.status == 500
    assert f'"{header}"' in answer.text


def test_only_get_and_head_are_answered(prober):
    for method in ("POST", "PUT", "DELETE"):
        answer = prober.request(method, query(target=WEB))
        assert answer.status == 405
        assert "GET" in answer.headers["allow"]
    head = prober.request("HEAD", query(target=WEB))
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize("module, header, seconds", [
    ("http_2xx", None, 2), ("http_2xx", "10", 2), ("http_2xx", "1", 0.5), ("http_2xx", "1.75", 1.25), ("http_2xx", "0", 2),
    # Nothing would be left of these after the offset.
    ("http_2xx", "0.5", 2), ("http_2xx", "0.1", 2), ("patient", "0.4", 0.2),
    ("patient", None, 119.5), ("patient", "0", 119.5), ("patient", "10", 9.5), ("patient", "1e9", 3599.5),
])
def test_the_time_is_the_scrapes_less_the_offset_within_the_modules(prober, module, header, seconds):
    answer = prober.get(query(target=WEB, module=module), {"X-Prometheus-Scrape-Timeout-Seconds": header} if header else {})
    assert value(answer.text, "probe_timeout_seconds") == pytest.approx(seconds)
    assert value(answer.text, "probe_success") == 1


def test_the_offset_can_be_chosen(servers):
    with Exporter("--probe.allow=any", "--timeout-offset=0.25", config={**QUIET, "modules": MODULES}) as exporter:
        answer = exporter.get(query(target=WEB, module="patient"), {"X-Prometheus-Scrape-Timeout-Seconds": "3"})
        assert value(answer.text, "probe_timeout_seconds") == 2.75


def test_the_time_is_kept(prober):
    for module, header, seconds in (("waits", "0.8", 0.3), ("hasty", "10", 0.3)):
        text = prober.get(query(target=SILENT, module=module), {"X-Prometheus-Scrape-Timeout-Seconds": header}).text
        assert reasons(text) == ["reply_timeout"]
        assert seconds <= value(text, "probe_duration_seconds") <= seconds + 0.1


def test_a_person_is_told_all_of_it(prober):
    answer = prober.get(query(target=CLOSED, module="patient", debug="true"))
    assert answer.headers["content-type"].startswith("text/plain")
    log, metrics, module = re.split(r"\n\n\nMetrics of the probe:\n|\n\n\nModule patient:\n", answer.text)
    assert log.startswith("Log of the probe:\n")
    lines = log.splitlines()[1:]
    assert all(line.startswith("ts=") and f"target={CLOSED}" in line for line in lines)
    assert "reason=connection_refused" in lines[-1] and "level=error" in lines[-1]
    assert "\nprobe_success 0\n" in metrics
    assert yaml.safe_load(module) == MODULES["patient"]


def test_a_probe_is_remembered_by_number_and_by_target(prober):
    target = "127.86.9.9:1"
    for module in ("patient", "http_2xx"):
        prober.get(query(target=target, module=module))
    of_either = prober.get("/logs?" + urllib.parse.urlencode({"target": target}))
    assert of_either.status == 200 and of_either.headers["cache-control"] == "no-store"
    assert "Module http_2xx:" in of_either.text
    by_target = prober.get("/logs?" + urllib.parse.urlencode({"target": target, "module": "patient"})).text
    assert "Module patient:" in by_target and f"target={target}" in by_target and "reason=connection_refused" in by_target
    page = prober.get("/").text
    row = re.search(rf"<tr><td>patient</td>[^\n]*{re.escape(target)}.*?</tr>", page)[0]
    assert "connection_refused" in row
    number = re.search(r"/logs\?id=(\d+)", row)[1]
    assert prober.get(f"/logs?id={number}").text == by_target


def test_the_landing_page_shows_targets_as_text(prober):
    prober.get(query(target="<script>alert(1)</script>:1", module="patient"))
    page = prober.get("/").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_old_probes_make_room_but_failures_stay(servers):
    with Exporter("--probe.allow=any", "--history.limit=3", config={**QUIET, "modules": MODULES}) as exporter:
        exporter.get(query(target=CLOSED, module="patient"))
        for _ in range(5):
            exporter.get(query(target=WEB, module="patient"))
        kept = [number for number in range(8) if exporter.get(f"/logs?id={number}").status == 200]
        assert kept == [0, 3, 4, 5]
    with Exporter("--probe.allow=any", "--history.limit=0", config={**QUIET, "modules": MODULES}) as exporter:
        exporter.get(query(target=CLOSED, module="patient"))
        assert exporter.get("/logs?id=0").status == 404


def test_metrics_come_in_the_format_asked_for(prober):
    for name, (accept, content_type) in ACCEPTS.items():
        answer = prober.get(query(target=WEB), {"Accept": accept} if accept else {})
        assert (answer.status, answer.headers["content-type"]) == (200, content_type), name
        is_open = content_type.startswith("application/openmetrics-text")
        assert answer.text.endswith("\n# EOF\n") == is_open
        families = {family.name: family for family in (openmetrics_families if is_open else text_families)(answer.text)}
        assert families["probe_success"].samples[0].value == 1
        assert families["probe_http_status_code"].samples[0].value == 200


def test_probes_are_counted(prober):
    def counts():
        metrics = prober.metrics()
        return [
            metrics.value("whatsapp_exporter_on_demand_probes_total", result="success"),
            metrics.value("whatsapp_exporter_on_demand_probes_total", result="failure"),
            metrics.value("whatsapp_exporter_unknown_modules_total"),
        ]

    before = counts()
    for target, module in ((WEB, "patient"), (CLOSED, "patient"), (CLOSED, "nope")):
        prober.get(query(target=target, module=module))
    assert [after - first for first, after in zip(before, counts())] == [1, 1, 1]


# Module, target, and what its one line says.
ABSURD = [
    ("http_2xx", " ", "names no host"), ("http_2xx", "http://", "names no host"), ("http_2xx", "http:///path", "names no host"),
    ("http_2xx", "ftp://a.test/", "scheme"), ("http_2xx", "http://a b.test/", "names no host"),
    ("http_2xx", "http://a.test\r\nX: y/", "names no host"),
    ("http_2xx", "http://user:hunter2@127.86.0.1/", "name or password"), ("http_2xx", "user@127.86.0.1:8000", "name or password"),
    ("http_2xx", "http://bücher.test/", "xn--"), ("http_2xx", "http://127.86.0.1:0/", "port"),
    ("http_2xx", "http://127.86.0.1:99999/", "port"), ("http_2xx", "http://127.86.0.1:-1/", "port"),
    ("http_2xx", "http://[::1/", "bracket"), ("http_2xx", "http://[127.0.0.1]/", "brackets"), ("http_2xx", "http://2130706433/", "names no host"),
    ("http_2xx", "http://0x7f.1/", "names no host"), ("http_2xx", "http://127.1/", "names no host"),
    ("http_2xx", "http://017700000001/", "names no host"), ("http_2xx", "a" * 3000, "longer than"),
    ("http_2xx", "http://" + "a" * 64 + ".test/", "names no host"), ("http_2xx", "http://a\0b/", "zero byte"),
    ("http_2xx", "/etc/passwd", "names no host"), ("http_2xx", "\u202ehttp://a.test", "scheme"),
    ("patient", "127.86.0.1", "has no port"), ("patient", "::1", "has no port"), ("patient", ":80", "names no host"),
    ("patient", "127.86.0.1:", "port"), ("patient", "127.86.0.1:0", "port"), ("patient", "127.86.0.1:65536", "port"),
    ("patient", "127.86.0.1:+80", "port"), ("patient", "127.86.0.1:80:80", "IPv6"), ("patient", "[::1%lo]:80", "zone"),
    ("patient", "[fe80::1%1]:80", "zone"), ("patient", "[fe80::1%]:80", "zone"), ("patient", "127.0.0.1%lo:80", "zone"),
    ("patient", "tcp://127.86.0.1:80", "IPv6"), ("patient", "..:80", "names no host"), ("patient", "-:80", "names no host"),
    ("icmp", "127.86.0.1:80", "no ports"), ("icmp", "%", "names no host"), ("icmp", "a..test", "names no host"),
    ("unix", "/" + "x" * 108, "107 bytes"), ("grpc", "https://", "names no host"), ("websocket", "ftp://a/", "scheme"),
    ("dns", "8.8.8.8.8:53", "names no host"), ("postgres", "postgres://a", "port"), ("udp", "127.86.0.1", "has no port"),
    ("tls", "127.86.0.1:x", "port"),
]


@pytest.mark.parametrize("module, target, words", ABSURD)
def test_an_absurd_target_gets_one_reasoned_answer(prober, module, target, words):
    answer = prober.get(query(target=target, module=module))
    assert answer.status == 200, answer.text
    assert reasons(answer.text) == ["target_invalid"] and value(answer.text, "probe_success") == 0
    log = prober.get(query(target=target, module=module, debug="true")).text.split("\n\n\n")[0]
    [line] = [line for line in log.splitlines() if "level=error" in line]
    assert words in line, line
    assert "hunter2" not in line.partition("detail=")[2]


@pytest.mark.parametrize("module, target, reason", [
    ("patient", "[fe80::1%nowhere0]:80", {"address_unavailable", "network_unreachable", "host_unreachable", "local_resources", "other"}),
    ("patient", "xn--bcher-kva.test:80", {"dns_no_resolver", "dns_nxdomain", "dns_timeout", "dns_unreachable", "dns_refused", "dns_servfail"}),
    ("unix", "/nowhere/socket", {"connection_refused"}),
])
def test_an_odd_target_that_leads_nowhere_says_why(prober, module, target, reason):
    text = prober.get(query(target=target, module=module), {"X-Prometheus-Scrape-Timeout-Seconds": "1"}).text
    [found] = reasons(text)
    assert found in reason


@pytest.mark.parametrize("target", [
    f"http%3A%2F%2F{WEB}%2Fstatus%2F200", f"http%3a%2f%2f{WEB}/status/200", f"HTTP://{WEB}/status/200", f"{WEB}/status/200",
    f"http://{WEB}/status/200#part", "http://[::ffff:127.86.0.1]:8000/status/200",
])
def test_a_target_may_be_written_in_many_ways(prober, web, target):
    """The first two are encoded once more than the parameter itself."""
    web.heads.clear()
    text = prober.get(query(target=target)).text
    assert value(text, "probe_success") == 1, text
    assert [path for _, path, _, _ in web.heads] == ["/status/200"]


def test_escapes_of_a_good_target_are_left_alone(prober, web):
    web.heads.clear()
    prober.get(query(target=f"http://{WEB}/a%2Fb?c=%2520"))
    assert [path for _, path, _, _ in web.heads] == ["/a%2Fb?c=%2520"]


def test_line_ends_in_a_target_end_no_line(prober, web):
    web.heads.clear()
    for path in ("/\r\nX-Test: y", "/ HTTP/1.1\r\nX-Test: y\r\n\r\n", "/\nX-Test: y", "/?a=\r\n\r\nGET /b"):
        prober.get(query(target=f"http://{WEB}{path}"))
    for _, path, fields, _ in web.heads:
        assert "x-test" not in fields and path.isprintable() and " " not in path


def test_hostname_is_asked_for(prober, web):
    web.heads.clear()
    prober.get(query(target=f"http://{WEB}/", hostname="b.test"))
    assert [fields["host"] for _, _, fields, _ in web.heads] == ["b.test"]


def test_a_websocket_server_that_is_none_of_ours(servers):
    """Text, bytes, a ping and a subprotocol, with Python's websockets."""

    def echo(connection):
        for message in connection:
            connection.send(message)

    steps = [{"send": "hello"}, {"expect": "^hello$"}]
    modules = {
        "chat": {"prober": "websocket", "timeout": "2s", "websocket": {"ping": True, "subprotocols": ["chat"], "query_response": steps}},
        "wrong": {"prober": "websocket", "timeout": "300ms", "websocket": {"subprotocols": ["chat"], "query_response": [{"send": "a"}, {"expect": "b"}]}},
    }
    with websockets.sync.server.serve(echo, "127.86.0.4", 8000, subprotocols=["chat"]) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Exporter("--probe.allow=any", config={**QUIET, "modules": modules}) as exporter:
            good = exporter.get(query(target="ws://127.86.0.4:8000/", module="chat")).text
            assert value(good, "probe_success") == 1, good
            assert reasons(exporter.get(query(target="127.86.0.4:8000", module="wrong")).text) == ["reply_unexpected"]
        server.shutdown()


def secret_modules(folder):
    """Modules with a secret of every kind; all of them have `hunter2` in them."""
    for name in ("file", "password", "token"):
        (folder / name).write_text(f"hunter2-in-{name}\n")
    proxy = f"http://me:hunter2-proxy@{WEB}"
    return {
        "basic": http(basic_auth={"username": "me", "password": "hunter2-basic"}),
        "basic_file": http(basic_auth={"username": "me", "password_file": str(folder / "password")}),
        "bearer": http(authorization={"credentials": "hunter2-bearer"}),
        "bearer_file": http(authorization={"credentials_file": str(folder / "token")}),
        "old_bearer": http(bearer_token="hunter2-old"),
        "oauth2": http(oauth2={
            "client_id": "me", "client_secret": "hunter2-oauth", "token_url": f"http://{WEB}/token",
            "endpoint_params": {"client_assertion": "hunter2-assertion"}}),
        "header": http(headers={"Authorization": "hunter2-header", "X-Api-Key": "hunter2-key", "Cookie": "a=hunter2-cookie"}),
        "http_headers": http(http_headers={
            "X-One": {"secrets": ["hunter2-secrets"]}, "X-Two": {"files": [str(folder / "file")]},
            "X-Api-Token": {"values": ["hunter2-value"]}}),
        "proxy": http(proxy_url=proxy, proxy_connect_header={"Proxy-Authorization": ["hunter2-connect"]}),
        "broken_proxy": http(proxy_url=f"http://me:hunter2-broken@{CLOSED}"),
        "postgres": {"prober": "postgres", "timeout": "1s", "postgres": {
            "user": "me", "database": "d", "password": "hunter2-postgres", "tls_mode": "disable"}},
        "websocket": {"prober": "websocket", "timeout": "1s", "websocket": {
            "headers": {"X-Secret": {"secrets": ["hunter2-upgrade"]}}, "http_config": {"basic_auth": {"username": "me", "password": "hunter2-ws"}}}},
    }


def test_secrets_are_sent_and_never_shown(web, tmp_path):
    modules = secret_modules(tmp_path)
    config = {**QUIET, "modules": modules, "incidents": {"notes_token": "hunter2-notes"}}
    config["jobs"] = [{
        "name": "found", "module": "basic", "static_configs": [{"targets": [f"http://{WEB}/"]}],
        "http_sd_configs": [{"url": f"http://{WEB}/sd", "basic_auth": {"username": "me", "password": "hunter2-sd"}}],
    }]
    web.heads.clear()
    with Exporter("--probe.allow=any", "--log.level=debug", "--log.prober=debug", config=config) as exporter:
        shown = []
        for module in modules:
            prefix = "ws://" if module == "websocket" else "" if module == "postgres" else "http://"
            for target in (f"{prefix}{WEB}", f"{prefix}{CLOSED}"):
                shown.append(exporter.get(query(target=target, module=module)).text)
                shown.append(exporter.get(query(target=target, module=module, debug="true")).text)
                shown.append(exporter.get("/logs?" + urllib.parse.urlencode({"target": target})).text)
        eventually(lambda: exporter.metrics().value("whatsapp_discovery_success") is not None)
        config_text = exporter.get("/config").text
        shown += [config_text, exporter.get("/").text, exporter.get("/metrics").text, exporter.log_path.read_text()]
    sent = "\n".join(repr(head) for head in web.heads)
    for secret in ("hunter2-key", "hunter2-secrets", "hunter2-in-file", "hunter2-bearer", "hunter2-in-token", "issued-hunter2"):
        assert secret in sent, secret
    leaks = [text for text in shown if "hunter2" in text]
    assert not leaks, leaks[0]
    masked = yaml.safe_load(config_text)["modules"]
    assert masked["basic"]["http"]["basic_auth"] == {"username": "me", "password": "<secret>"}
    assert masked["postgres"]["postgres"]["password"] == "<secret>"
    assert masked["basic_file"]["http"]["basic_auth"]["password_file"] == str(tmp_path / "password")


def test_the_shown_configuration_is_one(prober):
    answer = prober.get("/config")
    assert "yaml" in answer.headers["content-type"]
    shown = yaml.safe_load(answer.text)
    assert shown["modules"] == MODULES and shown["targets"] == QUIET["targets"]


def test_debians_modules_load_unchanged(tmp_path, servers):
    path = PEERS.parent / "prometheus-blackbox-exporter/etc/prometheus/blackbox.yml"
    if not path.exists():
        pytest.skip("no Debian package of blackbox_exporter beside the peers: make test-deps")
    checked = run(f"--config.file={path}", "--config.check")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr
    config = written(QUIET, tmp_path)
    (tmp_path / "config.d").mkdir()
    (tmp_path / "config.d/blackbox.yml").write_bytes(path.read_bytes())
    with Exporter("--probe.allow=any", f"--config.file={config}", config=None) as exporter:
        assert value(exporter.get(query(target=WEB, module="http_2xx")).text, "probe_success") == 1
        assert value(exporter.get(query(target=WEB, module="tcp_connect")).text, "probe_success") == 1
        banner = exporter.get(query(target=SILENT, module="irc_banner"), {"X-Prometheus-Scrape-Timeout-Seconds": "1"})
        assert reasons(banner.text) == ["reply_timeout"]
        assert exporter.get("/config").status == 200


@pytest.mark.parametrize("how", ["signal", "POST"])
def test_a_reload_changes_modules_and_a_bad_file_does_not(servers, how):
    def reload(modules):
        written({**QUIET, "modules": modules}, exporter.config_path.parent, exporter.config_path.name)
        seen = len(reports())
        if how == "POST":
            exporter.request("POST", "/-/reload")
        else:
            exporter.signal(signal.SIGHUP)
        eventually(lambda: len(reports()) > seen)

    def reports():
        return [line for line in exporter.lines() if "reloaded" in line["msg"]]

    def status(module):
        return exporter.get(query(target=WEB, module=module)).status

    with Exporter("--probe.allow=any", config={**QUIET, "modules": {"one": http()}}) as exporter:
        assert [status("one"), status("two")] == [200, 400]
        reload({"two": http()})
        assert [status("one"), status("two")] == [400, 200]
        reload({"one": http(methd="GET")})
        assert [status("one"), status("two")] == [400, 200]
        assert 'unknown key "methd", did you mean "method"?' in reports()[-1]["error"]
        assert exporter.metrics().value("whatsapp_exporter_config_last_reload_successful") == 0


def test_too_few_descriptors_are_no_fault_of_the_target(servers):
    """Silent probes hold what there is; the one too many says so, and the page of metrics is still answered."""
    with Exporter(
        "--probe.allow=any", config={**QUIET, "modules": {**MODULES, "holds": tcp("3s", query_response=[{"expect": "never"}])}},
        prefix=("prlimit", "--nofile=64:64"),
    ) as exporter:
        found = []

        def probe():
            try:
                found.extend(reasons(exporter.get(query(target=SILENT, module="holds")).text))
            except OSError:
                pass  # no descriptor was left for the question either

        threads = [threading.Thread(target=probe) for _ in range(60)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(found) == {"reply_timeout", "local_resources"}
        assert value(exporter.get(query(target=WEB, module="patient")).text, "probe_success") == 1
