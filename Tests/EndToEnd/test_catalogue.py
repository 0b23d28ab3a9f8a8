"""The catalogue as it is built in, once through the lab's scenarios at the real names, addresses and ports."""

import concurrent.futures
import json
import subprocess

import pytest

from exporter import BINARY
from lab import LAB
from scenarios import Scenario, seconds

pytestmark = pytest.mark.usefixtures("namespaces")

WELL, WHATSAPP, HERE, UNKNOWN = 0, 3, 4, 5

# Scenario, where in its timeline, and the exit status. The verdicts and their words are the scenario's own. Only such are here
# as one round of probes can tell: not what takes a share of connections, or a memory of what was usual.
ROUNDS = [
    ("all_silent", "5m", WELL),
    ("all_silent", "12m", WHATSAPP),
    ("all_silent", "35m", WELL),
    ("all_refuses", "12m", WHATSAPP),
    ("all_meta_2021_10_04", "15m", WHATSAPP),
    ("all_meta_2021_10_04", "35m", WHATSAPP),
    ("half_open", "12m", WHATSAPP),
    ("server_errors_2021_10_08", "12m", WHATSAPP),
    ("media_cdn_2019_07", "15m", WHATSAPP),
    ("web_2025_09", "12m", WHATSAPP),
    ("web_truncated", "12m", WHATSAPP),
    ("names_gone", "12m", WHATSAPP),
    ("certificate_expired", "12m", WHATSAPP),
    ("chat_silent_2022_10", "13m", WHATSAPP),
    ("cloud_api_2024_03_05", "12m", WHATSAPP),
    ("one_bad_edge", "12m", WHATSAPP),
    ("line_down", "12m", HERE),
    ("resolver_misbehaving", "12m", HERE),
    ("resolver_silent", "12m", HERE),
    ("national_resolver_2026_02", "12m", HERE),
    ("national_resolver_alone_2026_02", "12m", HERE),
    ("sinkhole_pihole", "12m", HERE),
    ("denied_by_all_resolvers", "12m", HERE),
    ("forged_to_block_page", "12m", HERE),
    ("captive_portal", "12m", HERE),
    ("proxy_opens_tls", "12m", HERE),
    ("chat_relayed_with_false_key", "13m", HERE),
    ("chat_answered_by_http", "13m", HERE),
    ("clock_ahead", "12m", HERE),
    ("clock_hour_behind", "12m", HERE),
    ("clock_years_behind", "12m", HERE),
    ("registration_answers_otherwise", "12m", UNKNOWN),
]


def check(name, moment):
    words = [LAB, "netns", Scenario(name).path, "--at", moment, "--", BINARY, "check", "--json", "--timeout=3s"]
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def checks(request, namespaces):
    """What was asked for of them, several at a time: they wait for silence most of theirs."""
    chosen = [item.callspec.params for item in request.session.items if item.module is request.module]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        yield {key: pool.submit(check, *key) for key in [(params["name"], params["moment"]) for params in chosen]}


@pytest.mark.parametrize(("name", "moment", "status"), ROUNDS)
def test_check(checks, name, moment, status):
    answer = checks[name, moment].result()
    assert answer.stdout, answer.stderr
    document = json.loads(answer.stdout)
    failed = {probe["target"]: probe["reason"] for probe in document["probes"] if not probe["success"]}
    scopes = document["verdict"]["scopes"]
    sentences = {scope: ruling["sentence"] for scope, ruling in scopes.items()}
    right = Scenario(name).at(seconds(moment))
    assert {scope: ruling["verdict"] for scope, ruling in scopes.items()} == right.verdicts, f"{sentences} {failed}"
    assert all(words in sentences[scope] for scope, words in right.words.items()), sentences
    assert answer.returncode == status
    if status == WELL:
        assert failed == {}
