"""The catalogue as it is built in, against stand-ins at its own names and addresses in a network namespace."""

import json
import pathlib
import subprocess
import sys

import pytest

from exporter import BINARY

pytestmark = pytest.mark.usefixtures("namespaces")

WORLD = pathlib.Path(__file__).with_name("world.py")


@pytest.mark.parametrize(
    "fault, status, consumer, business",
    [
        ("well", 0, "ok", "ok"),
        ("silent", 3, "whatsapp_outage", "whatsapp_outage"),
        ("refused", 3, "whatsapp_outage", "whatsapp_outage"),
        ("resolver", 4, "local_dns", "local_dns"),
        ("business", 3, "ok", "whatsapp_outage"),
    ],
)
def test_check(fault, status, consumer, business):
    words = ["unshare", "--net", sys.executable, str(WORLD), fault, str(BINARY), "check", "--json"]
    check = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert check.stdout, check.stderr
    document = json.loads(check.stdout)
    failed = {probe["target"]: probe.get("reason") for probe in document["probes"] if not probe["success"]}
    scopes = document["verdict"]["scopes"]
    found = (check.returncode, scopes["consumer"]["verdict"], scopes["business"]["verdict"])
    assert found == (status, consumer, business), f"{scopes['consumer']['sentence']} {failed}"
    if fault == "well":
        # This world has no IPv6; all else is well.
        assert failed == {"chat_ip6": "dns_no_answer"}
