"""The exporter as a service: starts, reloads, serves, ends, and minds no client."""

import http.client
import re
import signal
import socket
import threading

import pytest

import clients
from exporter import QUIET, Exporter, run, unix_seconds, written
from waiting import eventually

NAME = "whatsapp_status_exporter"


def test_port_taken_is_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = run(f"--web.listen-address={address}", f"--config.file={written(QUIET, tmp_path)}")
    assert (ended.returncode, ended.stdout) == (1, "")
    complaints = [line for line in ended.stderr.splitlines() if not line.startswith("ts=")]
    assert complaints == [f"{NAME}: cannot listen on {address}: Address already in use"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--web.listen-adress=:1"], "did you mean --web.listen-address?"),
        (["--no-collector.cpus"], "did you mean --no-collector.cpu?"),
        (["chek"], "did you mean check?"),
        (["--web.listen-address"], "needs a value"),
        (["--log.level=loud"], "write one of debug, info, warn, error"),
        (["--json"], "check --json"),
    ],
)
def test_command_line_mistakes_are_one_line(words, hint):
    ended = run(*words)
    assert (ended.returncode, ended.stdout) == (2, "")
    [line] = ended.stderr.splitlines()
    assert line.startswith(f"{NAME}: ") and hint in line


def test_help_and_version():
    text = run("--help")
    assert (text.returncode, text.stderr) == (0, "") and "--web.listen-address" in text.stdout
    assert run("check", "--help").stdout != text.stdout
    version = run("--version")
    assert (version.returncode, version.stderr) == (0, "") and version.stdout.startswith(f"{NAME}, version ")


BAD = """\
catalogue: {enabled: false}
targets:
  - name: nobody
    control: address
    prober: tcp
    host: 127.0.0.1
    port: 1
    intervall: 60s
"""


def test_bad_configuration_is_named_by_its_place(tmp_path):
    path = tmp_path / "exporter.yml"
    path.write_text(BAD)
    for flags in ([], ["--config.check"]):
        ended = run(f"--config.file={path}", "--web.listen-address=127.0.0.1:0", *flags)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr == f'{NAME}: {path}:8:5: unknown key "intervall", did you mean "interval"?\n'


def test_configuration_is_no_better_checked_than_used(tmp_path):
    """What --config.check calls valid has to be enough to start with."""
    authorities = tmp_path / "ca.pem"
    authorities.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    path = written({**QUIET, "tls": {"trusted_ca_file": str(authorities)}}, tmp_path)
    checked = run(f"--config.file={path}", "--config.check")
    assert checked.returncode == 1
    assert str(authorities) in checked.stderr


def test_good_configuration_is_said_to_be(tmp_path):
    path = written(QUIET, tmp_path)
    checked = run(f"--config.file={path}", "--config.check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == f"{path}: valid, 1 targets, 18 modules, 0 jobs\n"


def target_names(exporter):
    return [probe["target"] for probe in exporter.get("/api/v1/probes").json]


def with_target(name):
    return {**QUIET, "targets": [{**QUIET["targets"][0], "name": name}]}


@pytest.mark.parametrize("how", ["signal", "POST", "PUT"])
def test_reload(quiet, how):
    def reload(mistake=None):
        """Asks for a reload and sees how it is reported everywhere."""
        count = len(reports())
        if how == "signal":
            quiet.signal(signal.SIGHUP)
        else:
            answer = quiet.request(how, "/-/reload")
            assert answer.status == (500 if mistake else 200), answer.text
            assert (mistake or "Reloaded") in answer.text
        eventually(lambda: len(reports()) > count)
        report = reports()[-1]
        assert report["level"] == ("error" if mistake else "info")
        assert (mistake or "") in report.get("error", "")
        metrics = quiet.metrics()
        assert metrics.value("whatsapp_exporter_config_last_reload_successful") == (0 if mistake else 1)
        return metrics.value("whatsapp_exporter_config_last_reload_success_timestamp_seconds")

    def reports():
        return [line for line in quiet.lines() if "reloaded" in line["msg"]]

    path = quiet.config_path
    loaded_at = quiet.metrics().value("whatsapp_exporter_config_last_reload_success_timestamp_seconds")

    path.write_text(BAD)
    assert reload(mistake=f'{path}:8:5: unknown key "intervall", did you mean "interval"?') == loaded_at
    assert target_names(quiet) == ["nobody"]

    written(with_target("somebody"), path.parent, path.name)
    assert reload() > loaded_at
    assert target_names(quiet) == ["somebody"]

    path.unlink()
    reload(mistake=f"{path}:1:1: the file cannot be read")
    assert target_names(quiet) == ["somebody"]


def test_reload_keeps_what_was_counted(quiet):
    before = eventually(lambda: quiet.metrics().value("whatsapp_probe_runs_total", target="nobody"))
    config = with_target("another")
    config["targets"].insert(0, QUIET["targets"][0])
    written(config, quiet.config_path.parent, quiet.config_path.name)
    assert quiet.request("POST", "/-/reload").status == 200
    metrics = quiet.metrics()
    assert metrics.value("whatsapp_probe_runs_total", target="nobody") >= before
    assert metrics.value("whatsapp_probe_runs_total", target="another") is not None


def test_reload_asks_no_host_more_often():
    gap = 2
    config = {**QUIET, "probing": {**QUIET["probing"], "min_gap": f"{gap}s"}, "targets": []}
    for number, name in enumerate(["asked", "other"], start=1):
        config["targets"].append({**QUIET["targets"][0], "name": name, "host": f"127.0.0.{number}", "interval": f"{gap}s"})

    with Exporter("--log.level=debug", config=config) as exporter:

        def moments(target):
            return [unix_seconds(line["ts"]) for line in exporter.lines("probed") if line["target"] == target]

        eventually(lambda: moments("asked"))
        for _ in range(10):
            assert exporter.request("POST", "/-/reload").status == 200
        # Due half an interval after a reload: until then the one asked before it has had its turn.
        seen = len(moments("other"))
        eventually(lambda: len(moments("other")) > seen)
        asked = moments("asked")
    # The times are those of the probes' ends, which may come a little late.
    assert asked[-1] - asked[0] > (len(asked) - 1) * gap - 0.5


def test_reload_is_not_for_get(quiet):
    answer = quiet.get("/-/reload")
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) >= {"POST", "PUT"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_end_finishes_what_is_in_flight(quiet, number):
    def answers():
        return quiet.metrics().value("whatsapp_exporter_http_requests_total", path="/metrics", code="2xx")

    requests = 1000
    with clients.connections(quiet, 1) as [slow]:
        # More than the kernel takes in a reader's place: the server comes to stand in the middle of an answer.
        slow.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n" * requests)
        eventually(lambda: answers() > 10 and (seen := answers()) and answers() == seen + 1)
        quiet.signal(number)
        eventually(lambda: quiet.lines("ending"))
        # It has stopped listening, but waits for its reader.
        eventually(lambda: is_refused(quiet))
        assert quiet.process.poll() is None
        stream = slow.makefile("rb")
        answered = 0
        while status_line := stream.readline():
            assert status_line == b"HTTP/1.1 200 OK\r\n"
            fields = http.client.parse_headers(stream)
            length = int(fields["Content-Length"])
            assert len(stream.read(length)) == length
            answered += 1
        assert 10 < answered < requests
        assert fields["Connection"] == "close"
    assert quiet.process.wait(30) == 0
    assert quiet.lines("ended")


def is_refused(exporter):
    try:
        with clients.connections(exporter, 1):
            return False
    except ConnectionRefusedError:
        return True


def test_end_waits_for_nobody_idle(quiet):
    with clients.connections(quiet, 3):
        assert quiet.stop() == 0


def test_listens_at_several_addresses():
    if not has_ipv6():
        pytest.skip("no IPv6 here")
    flags = [f"--web.listen-address={address}" for address in ("127.0.0.1:0", "127.0.0.2:0", "[::1]:0")]
    with Exporter(*flags) as exporter:
        assert [address.rpartition(":")[0] for address in exporter.addresses] == ["127.0.0.1", "127.0.0.2", "[::1]"]
        for address in exporter.addresses:
            assert exporter.get("/-/healthy", address=address).status == 200
    with Exporter("--web.listen-address=localhost:0") as exporter:
        assert [address.rpartition(":")[0] for address in exporter.addresses] == ["127.0.0.1", "[::1]"]
        for address in exporter.addresses:
            assert exporter.get("/-/healthy", address=address).status == 200


def has_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        return True
    except OSError:
        return False


def test_endpoints(quiet):
    assert quiet.get("/-/healthy").status == 200
    assert quiet.get("/-/ready").status == 200
    assert quiet.get("/nowhere").status == 404
    assert quiet.request("DELETE", "/metrics").status == 405
    assert quiet.get("/api/v1/verdict").json["scopes"].keys() == {"consumer", "business"}
    page = quiet.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text and "nobody" in page.text and 'href="/metrics"' in page.text


def test_telemetry_path():
    with Exporter("--web.telemetry-path=/wa/metrics") as exporter:
        assert exporter.get("/wa/metrics").status == 200
        assert exporter.get("/metrics").status == 404
        assert 'href="/wa/metrics"' in exporter.get("/").text


def collectors(metrics):
    """The collectors of a scrape and whether they succeeded, host's and own."""
    return {
        **metrics.by("collector", "node_scrape_collector_success"),
        **metrics.by("collector", "whatsapp_scrape_collector_success"),
    }


HOST = ["cpu", "loadavg", "meminfo", "netdev", "netstat", "pressure", "sockstat", "stat", "time", "uname"]


def test_collectors_chosen_by_the_scraper(quiet):
    everything = collectors(quiet.metrics())
    assert everything.keys() >= {*HOST, "verdict", "probes"}
    assert collectors(quiet.metrics("/metrics?collect[]=loadavg&collect%5B%5D=verdict")).keys() == {"loadavg", "verdict"}
    assert collectors(quiet.metrics("/metrics?exclude[]=cpu")).keys() == everything.keys() - {"cpu"}
    for query in ("collect[]=cpus", "exclude[]=cpus", "collect[]=cpu&exclude[]=cpu"):
        answer = quiet.get(f"/metrics?{query}")
        assert answer.status == 400 and answer.text


def test_collectors_chosen_at_the_start():
    with Exporter("--no-collector.cpu", "--no-collector.netdev") as exporter:
        metrics = exporter.metrics()
    assert not {"cpu", "netdev"} & collectors(metrics).keys()
    assert not metrics.all("node_cpu_seconds_total") and metrics.all("node_load1")
    with Exporter("--collector.disable-defaults", "--collector.uname") as exporter:
        assert collectors(exporter.metrics()).keys() & {*HOST} == {"uname"}


def test_no_metrics_about_itself():
    with Exporter("--web.disable-exporter-metrics") as exporter:
        names = {sample.name for sample in exporter.metrics().samples}
    assert not [name for name in names if name.startswith(("process_", "whatsapp_exporter_"))]
    assert "whatsapp_verdict" in names and "node_load1" in names


def test_process_metrics_are_those_of_the_process(quiet):
    metrics = quiet.metrics()
    assert metrics.value("process_resident_memory_bytes") == pytest.approx(quiet.resident_bytes(), rel=0.2)
    # The scrape's own connection is gone by now.
    assert abs(metrics.value("process_open_fds") - quiet.descriptors()) <= 2


def test_without_any_proc_file(tmp_path):
    with Exporter(f"--path.procfs={tmp_path}") as exporter:
        metrics = exporter.metrics()
        failed = {collector for collector, success in collectors(metrics).items() if not success}
        # Two need no file, one asks the kernel itself then, and one finds nothing without failing; the process's own files are elsewhere.
        assert failed >= {*HOST} - {"time", "uname", "netdev", "sockstat"} and not failed & {"time", "uname", "netdev", "process"}
        assert metrics.value("process_open_fds") > 0
        warned = {line["collector"]: line["error"] for line in exporter.lines("collector failed")}
        assert warned.keys() == failed
        # Those that only devices of this machine are missing for do not speak of the folder.
        assert all(str(tmp_path) in warned[collector] for collector in failed & {*HOST})


def test_without_resolver(namespaces, tmp_path):
    # In a namespace of its own, for without any resolver the one on this machine would be asked.
    config = {
        **QUIET,
        "probing": {
            "second_opinion_resolvers": [], "resolv_conf": str(tmp_path / "nowhere"), "hosts_file": str(tmp_path / "nothing"),
        },
        "targets": [{"name": "named", "component": "web", "prober": "https", "host": "web.wa.test", "interval": "1h"}],
    }
    with Exporter(config=config, isolated=True) as exporter:
        probe = eventually(lambda: (probe := exporter.get("/api/v1/probes").json[0])["runs"] and probe)
    assert (probe["success"], probe["reason"]) == (False, "dns_no_resolver")
    assert "nameserver" in probe["detail"]


def test_log_is_one_object_a_line():
    with Exporter("--log.level=debug") as exporter:
        eventually(lambda: exporter.lines("probed"))
        exporter.stop()
        lines = exporter.lines()
    # The probes' thread may be ahead of the one that started it.
    assert sorted(line["msg"] for line in lines) == sorted(["starting", "history", "listening", "probing", "probed", "ending", "ended"])
    for line in lines:
        assert all(isinstance(value, str) for value in line.values())
        assert line["level"] in ("debug", "info") and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["ts"])
    [probed] = [line for line in lines if line["msg"] == "probed"]
    assert probed["target"] == "nobody" and probed["result"] == "connection_refused"


GET = b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"

ABUSE = {
    "garbage": (bytes(range(256)) * 4, 400),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "a TLS hello": (bytes.fromhex("1603010200010001fc0303") + bytes(500), 400),
    "a head without end": (GET + b"X: " + b"a" * 100_000, 431),
    "too many fields": (GET + b"X: a\r\n" * 5000 + b"\r\n", 431),
    "a body nobody asked for": (GET + b"Content-Length: 99999999999\r\n\r\n", 413),
    "a length that is none": (GET + b"Content-Length: -1\r\n\r\n", 400),
    "two framings": (GET + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    "an endless chunk": (GET + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 413),
    "another version": (b"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
    "a space in a name": (GET + b"X : a\r\n\r\n", 400),
}


@pytest.mark.parametrize("name", ABUSE)
def test_nonsense_is_refused(quiet, name):
    request, expected = ABUSE[name]
    assert clients.status(quiet, request) == expected
    assert quiet.get("/-/healthy").status == 200


def test_bad_clients_hurt_no_other(quiet):
    stop = threading.Event()

    def pester():
        while not stop.is_set():
            for request, _ in ABUSE.values():
                clients.status(quiet, request)

    pests = [threading.Thread(target=pester) for _ in range(4)]
    # Heads that never end, answers never read, and connections that say nothing.
    with (
        clients.connections(quiet, 60, GET) as slow,
        clients.connections(quiet, 30, b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n" * 200),
        clients.connections(quiet, 60),
    ):
        for pest in pests:
            pest.start()
        try:
            for _ in range(100):
                assert quiet.get("/metrics").status == 200
        finally:
            stop.set()
            for pest in pests:
                pest.join()
        # A slow one is served all the same.
        slow[0].sendall(b"\r\n")
        assert clients.reply(slow[0]).startswith(b"HTTP/1.1 200 OK\r\n")
    print(f"resident after abuse: {quiet.resident_bytes() / 1e6:.1f} MB")


def test_a_flood_of_connections_passes(quiet):
    with clients.connections(quiet, 1200):
        refused = eventually(lambda: clients.status(quiet, GET + b"\r\n"))
        assert refused == 503
    eventually(lambda: clients.status(quiet, GET + b"\r\n") == 200)
    assert quiet.metrics().value("whatsapp_exporter_http_connections_refused_total") > 0
