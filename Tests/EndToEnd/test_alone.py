"""The catalogue as it is built in, on a host without any network: the only place where tests may run it."""

import json

import pytest

import namespace
from exporter import Exporter, run
from waiting import eventually

pytestmark = pytest.mark.usefixtures("namespaces")


def test_check_says_that_it_is_this_host():
    check = run("check", "--json", prefix=namespace.BARE)
    assert (check.returncode, check.stderr) == (4, ""), check.stdout
    document = json.loads(check.stdout)
    for ruling in document["verdict"]["scopes"].values():
        assert ruling["verdict"] == "local_network"
        assert "no default route" in ruling["sentence"]
        [gateway] = [piece for piece in ruling["evidence"] if piece["kind"] == "gateway"]
        assert gateway["text"] == "0 of 1 answer (no_route)"
    assert not any(probe["success"] for probe in document["probes"])
    [gateway] = [probe for probe in document["probes"] if probe["target"] == "control_gateway"]
    assert gateway["reason"] == "no_route"


def test_serves_and_says_so():
    with Exporter(config=None, isolated=True) as exporter:
        # The first probe runs at once, the others are spread over their minute.
        metrics = eventually(lambda: (metrics := exporter.metrics()).all("whatsapp_probe_success") and metrics)
        assert metrics.verdict("consumer") in ("unknown", "local_network")
        page = exporter.get("/")
        assert page.status == 200
        assert "<h1>" in page.text and "control_gateway" in page.text and "chat_ip4" in page.text
        assert exporter.stop() == 0
