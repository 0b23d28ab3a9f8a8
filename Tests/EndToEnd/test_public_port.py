"""--web.public-listen-address: a port for Meta and for users, at which there is nothing else."""

import socket

from exporter import QUIET, Exporter, run, written
from people import REPORTS, TOKEN, WEBHOOKS, config, post_report, reports_section, subscription, webhooks_section

PUBLIC = "--web.public-listen-address=127.0.0.1:0"
# Of the password `U*U`.
HASH = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
OWN_PAGES = (
    "/", "/metrics", "/config", "/-/healthy", "/-/ready", "/-/reload", "/api/v1/verdict", "/api/v1/incidents", "/probe?target=127.0.0.1",
    "/logs", "/nowhere",
)


def sections(folder):
    return config(webhooks=webhooks_section(folder), reports=reports_section(folder))


def public_address(exporter):
    [line] = exporter.lines("listening for reports and webhooks only")
    return line["address"]


def test_only_reports_and_webhooks_are_there(tmp_path):
    with Exporter(PUBLIC, config=sections(tmp_path)) as exporter:
        address = public_address(exporter)
        assert address not in exporter.addresses
        for path in OWN_PAGES:
            assert exporter.get(path, address=address).status == 404, path
            assert exporter.request("POST", path, address=address).status == 404, path
        assert exporter.get(subscription(), address=address).status == 200
        assert exporter.get("/report", address=address).status == 200
        assert exporter.get(subscription()).status == 200
        body = '{"symptom": "calls", "reporter": "a"}'
        fields = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        assert exporter.request("POST", REPORTS, fields, address=address, body=body).status == 202
        # One exporter: what was reported there was reported.
        assert exporter.request("POST", REPORTS, fields, body=body).status == 200
        counts = exporter.metrics().by("code", "whatsapp_exporter_http_requests_total", path=REPORTS)
        assert counts["2xx"] == 2


def test_passwords_are_for_the_other_port_only(tmp_path):
    """At the public one not even the right password opens anything, or is told to be right."""
    web = tmp_path / "web.yml"
    web.write_text(f"basic_auth_users: {{alice: {HASH}}}\n")
    alice = {"Authorization": "Basic YWxpY2U6VSpV"}
    with Exporter(PUBLIC, f"--web.config.file={web}", config=sections(tmp_path)) as exporter:
        address = public_address(exporter)
        assert exporter.get("/metrics").status == 401
        assert exporter.get("/metrics", alice).status == 200
        for headers in (None, alice, {"Authorization": "Basic YWxpY2U6eA=="}):
            assert exporter.get("/metrics", headers, address=address).status == 404
        # Nor does a webhook need one, at either.
        for at in (None, address):
            assert exporter.get(subscription(), address=at).status == 200
            assert exporter.get(subscription(token="wrong"), address=at).status == 403


def test_without_sections_nothing_is_there():
    with Exporter(PUBLIC) as exporter:
        for path in (*OWN_PAGES, subscription(), "/report"):
            assert exporter.get(path, address=public_address(exporter)).status == 404


def test_several_addresses():
    with Exporter(PUBLIC, PUBLIC) as exporter:
        assert len(exporter.lines("listening for reports and webhooks only")) == 2


def test_an_address_that_is_taken_is_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        flags = ["--web.listen-address=127.0.0.1:0", f"--web.public-listen-address={address}"]
        ended = run(*flags, f"--config.file={written(QUIET, tmp_path)}")
    assert ended.returncode == 1
    complaints = [line for line in ended.stderr.splitlines() if not line.startswith("ts=")]
    assert complaints == [f"whatsapp_status_exporter: cannot listen on {address}: Address already in use"]


def test_half_a_body_holds_nothing_up(tmp_path):
    with Exporter(PUBLIC, config=sections(tmp_path)) as exporter:
        host, _, port = public_address(exporter).rpartition(":")
        half = [socket.create_connection((host, int(port)), timeout=60) for _ in range(40)]
        try:
            for connection in half:
                connection.sendall(f"POST {WEBHOOKS} HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n{{".encode())
            assert post_report(exporter, {"symptom": "calls", "reporter": "a"}).status == 202
            # Whoever announces more than a webhook ever has is told at once.
            with socket.create_connection((host, int(port)), timeout=60) as connection:
                connection.sendall(f"POST {WEBHOOKS} HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n".encode())
                assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")
            half[0].settimeout(60)
            assert half[0].recv(4096).startswith(b"HTTP/1.1 408 ")
        finally:
            for connection in half:
                connection.close()
        assert exporter.metrics().by("result", "whatsapp_webhook_requests_total")["too_large"] == 1
