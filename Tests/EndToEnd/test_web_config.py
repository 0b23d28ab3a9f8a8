"""--web.config.file and --web.systemd-socket: the port as real clients find it, and the file as the real node_exporter reads it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys

import pytest

import clients
from authority import NEW_KEY, Authority
from conftest import PEERS
from exporter import BINARY, QUIET, Exporter, run, written
from waiting import eventually
from web_files import ACCEPTED, OTHER, REFUSED, SECRET, STRICTER

USERS = f"basic_auth_users:\n  alice: {SECRET}\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Certificates for the port and for clients, by name."""
    authority = Authority(tmp_path_factory.mktemp("web"))
    cert, key = authority.certificate("localhost")
    next_cert, next_key = authority.certificate("next.test", "localhost")
    client_cert, client_key = authority.certificate("client.test")
    stranger = Authority(tmp_path_factory.mktemp("stranger")).certificate("client.test")
    return {
        "ca": authority.file, "cert": cert, "key": key, "other_cert": next_cert, "other_key": next_key,
        "client_cert": client_cert, "client_key": client_key, "stranger_cert": stranger[0], "stranger_key": stranger[1],
    }


@pytest.fixture
def serve(files, tmp_path):
    """Starts an exporter whose port goes by a text, in which names stand for paths."""
    with contextlib.ExitStack() as stack:

        def start(text, *flags):
            path = tmp_path / "web.yml"
            write(path, text, files)
            return stack.enter_context(Exporter(f"--web.config.file={path}", *flags))

        start.path = tmp_path / "web.yml"
        yield start


def write(path, text, files):
    """Puts a file in the place of another as editors and operators do."""
    for name, file in files.items():
        text = text.replace(f"@{name}@", str(file))
    new = path.with_suffix(".new")
    new.write_text(text)
    new.rename(path)


def curl(exporter, files, *words, scheme="https", path="/-/healthy"):
    """The exit status of curl, the statuses of the answers and all it printed."""
    url = f"{scheme}://localhost:{exporter.port}{path}"
    resolved = f"localhost:{exporter.port}:127.0.0.1"
    command = ["curl", "-sS", "-i", "--http1.1", "--resolve", resolved, "--cacert", files["ca"], *words, url]
    if "--http2" in words:
        command.remove("--http1.1")
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60)
    return ended.returncode, [int(status) for status in re.findall(r"^HTTP/1\.1 (\d+)", ended.stdout, re.M)], ended.stdout + ended.stderr


TLS = "tls_server_config: {cert_file: '@cert@', key_file: '@key@'%s}\n"


def test_https(serve, files):
    exporter = serve(TLS % "")
    for version in ("1.2", "1.3"):
        assert curl(exporter, files, f"--tlsv{version}", "--tls-max", version)[:2] == (0, [200])
    code, statuses, text = curl(exporter, files, "-v", "--http2", path="/metrics")
    assert (code, statuses) == (0, [200])
    assert "ALPN: server accepted http/1.1" in text
    assert "whatsapp_exporter_build_info" in text
    # TLS 1.1 is older than what the file asks for by default.
    assert curl(exporter, files, "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")[:2] == (35, [])
    # A connection is kept, TLS and all.
    url = f"https://localhost:{exporter.port}/-/healthy"
    words = ["curl", "-sS", "-v", "--resolve", f"localhost:{exporter.port}:127.0.0.1", "--cacert", files["ca"], url, url, url]
    reused = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=60)
    assert reused.stdout == "Healthy\n" * 3
    assert reused.stderr.count("Re-using existing connection") == 2


def test_it_tells_when_its_own_certificate_ends(serve, files, tmp_path):
    def told(*words, scheme="https"):
        text = curl(exporter, files, *words, scheme=scheme, path="/metrics")[2]
        return [float(value) for value in re.findall(r"^whatsapp_exporter_tls_certificate_not_after_timestamp_seconds (\S+)", text, re.M)]

    def end(certificate):
        words = ["openssl", "x509", "-enddate", "-noout", "-in", certificate]
        printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        return ssl.cert_time_to_seconds(printed.strip().removeprefix("notAfter="))

    exporter = serve(TLS % "")
    assert told() == [end(files["cert"])]
    new, key = tmp_path / "new.pem", tmp_path / "new.key"
    make = ["openssl", "req", "-x509", *NEW_KEY, "-subj", "/CN=localhost", "-days", "9", "-keyout", key, "-out", new]
    subprocess.run(make, check=True, capture_output=True)
    write(serve.path, f"tls_server_config: {{cert_file: {new}, key_file: {key}}}\n", files)
    assert told("-k") == [end(new)] != [end(files["cert"])]
    write(serve.path, "{}\n", files)
    assert told(scheme="http") == []


def test_versions_and_suites(serve, files):
    exporter = serve(TLS % ", min_version: TLS10, max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]")
    old = ["--ciphers", "DEFAULT@SECLEVEL=0"]
    code, statuses, text = curl(exporter, files, "-v", *old)
    assert (code, statuses) == (0, [200]) and "TLSv1.2 / ECDHE-ECDSA-AES256-GCM-SHA384" in text
    assert curl(exporter, files, "--tlsv1.3")[0] == 35
    write(serve.path, TLS % ", min_version: TLS10, curve_preferences: [CurveP384]", files)
    assert curl(exporter, files, "--tlsv1.0", "--tls-max", "1.0", *old)[:2] == (0, [200])
    assert curl(exporter, files, "--curves", "X25519")[0] == 35
    assert curl(exporter, files, "--curves", "P-384")[:2] == (0, [200])
    write(serve.path, TLS % ", cipher_suites: [TLS_AES_128_GCM_SHA256]", files)
    assert curl(exporter, files, "--tls-max", "1.2")[0] == 35
    assert curl(exporter, files)[:2] == (0, [200])


def test_client_certificates(serve, files):
    exporter = serve(TLS % ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: '@ca@'")
    known = ["--cert", files["client_cert"], "--key", files["client_key"]]
    stranger = ["--cert", files["stranger_cert"], "--key", files["stranger_key"]]

    def let_in(*words):
        versions = [["--tls-max", "1.2"], ["--tlsv1.3"]]
        verdicts = {curl(exporter, files, *version, *words)[1] == [200] for version in versions}
        assert len(verdicts) == 1
        return verdicts.pop()

    assert [let_in(), let_in(*known), let_in(*stranger)] == [False, True, False]
    for policy, verdicts in {
        "RequireAnyClientCert": [False, True, True], "RequireClientCert": [False, True, True],
        "RequestClientCert": [True, True, True], "NoClientCert": [True, True, True],
    }.items():
        write(serve.path, TLS % f", client_auth_type: {policy}", files)
        assert [let_in(), let_in(*known), let_in(*stranger)] == verdicts, policy
    write(serve.path, TLS % ", client_auth_type: VerifyClientCertIfGiven, client_ca_file: '@ca@'", files)
    assert [let_in(), let_in(*known), let_in(*stranger)] == [True, True, False]
    names = ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: '@ca@', client_allowed_sans: [%s]"
    write(serve.path, TLS % names % "client.test", files)
    assert [let_in(), let_in(*known), let_in(*stranger)] == [False, True, False]
    write(serve.path, TLS % names % "another.test", files)
    assert not let_in(*known)
    # None of the systems' authorities vouches for our client.
    write(serve.path, TLS % ", client_auth_type: RequireAndVerifyClientCert", files)
    assert not let_in(*known)
    write(serve.path, TLS % "", files)
    failures = float(re.search(
        r"^whatsapp_exporter_tls_handshakes_failed_total (\S+)", curl(exporter, files, path="/metrics")[2], re.M)[1])
    assert failures > 0


def test_passwords(serve, files):
    exporter = serve(USERS)

    def status(user, path="/-/healthy"):
        words = ["-u", user] if user else []
        return curl(exporter, files, *words, scheme="http", path=path)[1]

    code, statuses, text = curl(exporter, files, scheme="http")
    assert (code, statuses) == (0, [401]) and "WWW-Authenticate: Basic\n" in text.replace("\r", "")
    for path in ("/", "/metrics", "/config", "/probe", "/-/healthy", "/api/v1/verdict", "/nowhere"):
        assert status(None, path) == [401], path
    assert status("alice:secret") == [200]
    assert status("alice:secret") == [200]
    assert status("alice:Secret") == status("bob:secret") == status("alice:") == status(":secret") == [401]
    assert exporter.request("POST", "/-/reload").status == 401

    # A user more and another password, while it runs.
    write(serve.path, USERS.replace(SECRET, OTHER) + f"  bob: {SECRET}\n", files)
    assert status("alice:secret") == [401]
    assert status("alice:other") == status("bob:secret") == [200]
    for secret in (SECRET, OTHER, "other", "secret"):
        assert secret not in exporter.log_path.read_text()
        assert secret not in curl(exporter, files, "-u", "bob:secret", scheme="http", path="/config")[2]


def test_certificate_is_rotated_without_a_restart(serve, files, tmp_path):
    for name in ("cert", "key"):
        shutil.copy(files[name], tmp_path / f"{name}.pem")
    # Paths are relative to the file's folder.
    exporter = serve("tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n")
    assert "CN=localhost" in curl(exporter, files, "-v")[2]
    for name in ("cert", "key"):
        shutil.copy(files[f"other_{name}"], tmp_path / f"{name}.pem")
    code, statuses, text = curl(exporter, files, "-v")
    assert (code, statuses) == (0, [200]) and "CN=next.test" in text

    # Half of a rotation: whoever comes is told, over the last that was good.
    shutil.copy(files["key"], tmp_path / "key.pem")
    for _ in range(3):
        assert curl(exporter, files)[:2] == (0, [500])
    [line] = exporter.lines("web configuration not loaded, requests are answered 500")
    assert "web.yml:1:52: the key of " in line["error"] and line["level"] == "error"
    shutil.copy(files["cert"], tmp_path / "cert.pem")
    assert curl(exporter, files)[:2] == (0, [200])
    (tmp_path / "cert.pem").unlink()
    assert curl(exporter, files)[:2] == (0, [500])
    shutil.copy(files["cert"], tmp_path / "cert.pem")
    assert curl(exporter, files)[:2] == (0, [200])


def test_broken_file_answers_500_until_it_is_mended(serve, files):
    exporter = serve(USERS)
    login = {"Authorization": "Basic YWxpY2U6c2VjcmV0"}
    assert exporter.get("/metrics", login).status == 200
    write(serve.path, USERS.replace("users", "usres"), files)
    for _ in range(5):
        assert exporter.get("/metrics", login).status == 500
    [line] = exporter.lines("web configuration not loaded, requests are answered 500")
    assert line["error"] == f'{serve.path}:1:1: unknown key "basic_auth_usres", did you mean "basic_auth_users"?'
    serve.path.unlink()
    assert exporter.get("/metrics").status == 500
    write(serve.path, USERS, files)
    assert exporter.get("/metrics").status == 401
    assert exporter.get("/metrics", login).status == 200


def test_bare_http_gives_way_to_tls_and_back(serve, files):
    exporter = serve("{}\n")
    assert exporter.get("/-/healthy").status == 200
    write(serve.path, TLS % "", files)
    assert curl(exporter, files)[:2] == (0, [200])
    assert exporter.get("/-/healthy").status == 400
    write(serve.path, "{}\n", files)
    assert exporter.get("/-/healthy").status == 200


def test_rate_limit_and_headers(serve, files):
    text = "rate_limit: {interval: 1h, burst: 3}\nhttp_server_config:\n  headers:\n    X-Frame-Options: deny\n"
    exporter = serve(text + "    Content-Security-Policy: default-src 'none'\n")
    answers = [exporter.get("/") for _ in range(5)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[0].headers["x-frame-options"] == "deny"
    assert answers[0].headers["content-security-policy"] == "default-src 'none'"


def test_strangers_to_tls(serve, files):
    exporter = serve(TLS % "")
    before = exporter.sockets()
    assert clients.status(exporter, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") == 400
    garbage = [b"\x16\x03\x01\xff\xff" + os.urandom(70000), b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", b"\x16"]
    for sent in garbage:
        with clients.connections(exporter, 1, sent) as [client]:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_WR)
            assert b"HTTP" not in clients.reply(client)
    # Silent clients take nobody's place: the oldest of too many handshakes gives way.
    with clients.connections(exporter, 300) as silent:
        assert curl(exporter, files)[:2] == (0, [200])
        assert clients.reply(silent[0]) == b""
        assert curl(exporter, files)[:2] == (0, [200])
    eventually(lambda: exporter.sockets() == before)
    assert exporter.stop() == 0


def test_ends_at_once_beside_silent_clients(serve, files):
    exporter = serve(TLS % "")
    with clients.connections(exporter, 10):
        eventually(lambda: exporter.sockets() > 10)
        exporter.signal(signal.SIGTERM)
        # Well within the ten seconds that requests in hand are given.
        assert exporter.process.wait(8) == 0


def test_prometheus_scrapes_over_tls_with_a_password(serve, files, peers, tmp_path):
    exporter = serve(TLS % ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: '@ca@'" + USERS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = tmp_path / "prometheus.yml"
    config.write_text(
        f"scrape_configs:\n- job_name: own\n  scrape_interval: 1s\n  scheme: https\n"
        f"  basic_auth: {{username: alice, password: secret}}\n"
        f"  tls_config: {{ca_file: {files['ca']}, cert_file: {files['client_cert']}, key_file: {files['client_key']}, "
        f"server_name: localhost}}\n"
        f"  static_configs: [{{targets: ['{exporter.addresses[0]}']}}]\n"
    )
    words = [peers / "prometheus", f"--config.file={config}", f"--storage.tsdb.path={tmp_path / 'tsdb'}",
             f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]
    prometheus = subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        query = ["curl", "-s", f"http://127.0.0.1:{port}/api/v1/query?query=up"]
        eventually(lambda: '"1"]' in subprocess.run(query, capture_output=True, text=True).stdout)
    finally:
        prometheus.kill()
        prometheus.wait()


# MARK: the file as the real node_exporter reads it


def judges():
    """The real node_exporters at hand, with their versions."""
    for name in ("prometheus-node-exporter", "node_exporter", "node-exporter"):
        if (PEERS / name).exists():
            printed = subprocess.run([PEERS / name, "--version"], capture_output=True, text=True)
            version = re.search(r"version (\d+)\.(\d+)", printed.stdout + printed.stderr)
            yield PEERS / name, tuple(map(int, version.groups()))


def starts(program, path):
    """Whether a real node_exporter serves by the file."""
    words = [program, f"--web.config.file={path}", "--web.listen-address=127.0.0.1:0", "--collector.disable-defaults"]
    with subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            # The line about TLS is the last of a start; one that ends closes its output.
            for line in process.stderr:
                if re.search(r"TLS is (en|dis)abled", line):
                    return True
            return False
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("file", "ours", "theirs"),
    [pytest.param(file, None, True, id=file.name) for file in ACCEPTED]
    + [pytest.param(file, complaint, False, id=file.name) for file, complaint in REFUSED]
    + [pytest.param(file, complaint, True, id=file.name) for file, complaint in STRICTER],
)
def test_files_mean_what_they_mean_there(file, ours, theirs, files, tmp_path):
    path = tmp_path / "web.yml"
    path.write_text(file.filled(files))
    checked = run(f"--config.file={written(QUIET, tmp_path)}", "--config.check", f"--web.config.file={path}")
    assert checked.returncode == (0 if ours is None else 1), checked.stderr
    if ours is not None:
        # The place, what is wrong and what would be right, in one line for each mistake; never a hash.
        assert ours in checked.stderr and str(path) in checked.stderr
        assert "$2" not in checked.stderr
    for program, version in judges():
        if version >= file.since:
            assert starts(program, path) == theirs, program


def test_there_is_a_judge():
    assert list(judges()), f"no node_exporter in {PEERS}: make test-deps"


def test_a_file_that_does_not_load_is_no_start(tmp_path):
    path = tmp_path / "web.yml"
    path.write_text("basic_auth_users: {alice: secret}\n")
    flags = [f"--config.file={written(QUIET, tmp_path)}", "--web.listen-address=127.0.0.1:0"]
    ended = run(*flags, f"--web.config.file={path}")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert f'{path}:1:27: the password of "alice" is no bcrypt hash' in ended.stderr
    ended = run(*flags, f"--web.config.file={tmp_path / 'none.yml'}")
    assert ended.returncode == 1 and "none.yml:1:1: the file cannot be read" in ended.stderr


# MARK: sockets of systemd


# Does what systemd does before it starts a service of a .socket unit.
LAUNCHER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])
"""


def launched(listener, *flags):
    number = os.dup(listener.fileno())
    words = [sys.executable, "-c", LAUNCHER, number, BINARY, "--web.systemd-socket", "--log.format=json", *flags]
    return subprocess.Popen(list(map(str, words)), pass_fds=[number], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_serves_at_a_socket_of_systemd(kind, tmp_path):
    if kind == "tcp":
        listener = socket.create_server(("127.0.0.1", 0))
        reach = [f"http://127.0.0.1:{listener.getsockname()[1]}/-/healthy"]
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(tmp_path / "port"))
        listener.listen()
        reach = ["--unix-socket", tmp_path / "port", "http://localhost/-/healthy"]
    with launched(listener, f"--config.file={written(QUIET, tmp_path)}") as process:
        try:
            # The connection waits in the listener until the exporter is there.
            answer = subprocess.run(["curl", "-sS", *map(str, reach)], capture_output=True, text=True, timeout=60)
            assert (answer.stdout, answer.stderr) == ("Healthy\n", "")
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        finally:
            process.kill()


def test_without_a_socket_of_systemd_there_is_no_start(tmp_path):
    flags = [f"--config.file={written(QUIET, tmp_path)}", "--web.systemd-socket"]
    ended = run(*flags)
    assert ended.returncode == 1 and "no sockets were handed over" in ended.stderr
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as deaf:
        with launched(deaf, flags[0]) as process:
            _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1 and b"descriptor 3 that was handed over does not listen" in complaint
