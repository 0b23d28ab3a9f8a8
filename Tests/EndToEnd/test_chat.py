"""The chat prober against a Noise library and a signature library that nobody here wrote."""

import contextlib
import json
import re
import subprocess
import sys
import time

import pytest

from exporter import QUIET, ROOT, Exporter, run, written
from waiting import eventually

RESPONDER = ROOT / "Tests/EndToEnd/peers/noise_responder.py"
DAY = 86400

REASONS = {
    "bad-tag": "chat_bad_tag",
    "wrong-root": "chat_untrusted",
    "expired": "chat_certificate_expired",
    "http": "chat_not_noise",
    "silence": "chat_timeout",
    "garbage": "chat_malformed",
    "truncate": "chat_closed",
}


@contextlib.contextmanager
def responder(fault):
    """A responder's configuration of an exporter for it."""
    words = [sys.executable, "-B", str(RESPONDER), f"--fault={fault}", "--seconds=60"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            port, root_key = re.fullmatch(r"port=(\d+) root=([0-9a-f]{64})\n", process.stdout.readline()).groups()
            target = {
                "name": "chat", "component": "chat", "prober": "whatsapp_chat", "host": "127.0.0.1", "port": int(port),
                "interval": "1s", "timeout": "1s",
            }
            yield {**QUIET, "probing": {**QUIET["probing"], "min_gap": "0s"}, "chat": {"root_key": root_key}, "targets": [target]}
        finally:
            process.kill()


def test_succeeds():
    with responder("none") as config, Exporter(config=config) as exporter:
        metrics = eventually(lambda: (metrics := exporter.metrics()).value("whatsapp_probe_runs_total") > 1 and metrics)
    assert metrics.value("whatsapp_probe_success", target="chat", component="chat", family="any") == 1
    assert metrics.value("whatsapp_probe_failures_total") == 0
    assert not metrics.all("whatsapp_probe_failure_info")
    assert metrics.by("certificate", "whatsapp_chat_certificate_serial") == {"leaf": 329, "intermediate": 3}
    ends = metrics.by("certificate", "whatsapp_probe_certificate_not_after_timestamp_seconds")
    starts = metrics.by("certificate", "whatsapp_probe_certificate_not_before_timestamp_seconds")
    assert {name: round((ends[name] - starts[name]) / DAY) for name in ends} == {"leaf": 150, "intermediate": 760}
    assert starts["leaf"] < time.time() < ends["leaf"]
    assert set(metrics.by("phase", "whatsapp_probe_last_phase_duration_seconds")) == {"connect", "handshake"}
    assert metrics.value("whatsapp_probe_phase_duration_seconds_count", component="chat", phase="handshake") > 1
    assert metrics.status("chat") == "ok"
    # Every reason the prober can give is there, at zero.
    reasons = metrics.by("reason", "whatsapp_probe_failures_by_reason_total", component="chat")
    assert reasons.keys() >= set(REASONS.values()) and set(reasons.values()) == {0}


@pytest.mark.parametrize("fault", REASONS)
def test_names_what_is_wrong(fault, tmp_path):
    with responder(fault) as config:
        check = run("check", "--json", f"--config.file={written(config, tmp_path)}")
    assert check.stderr == ""
    [probe] = json.loads(check.stdout)["probes"]
    assert (probe["success"], probe["reason"]) == (False, REASONS[fault])
    # Who is not trusted is shown all the same, once it is known who it is.
    assert bool(probe["certificates"]) == (fault in ("wrong-root", "expired")), probe["certificates"]


def test_knows_the_real_root_key_from_another(tmp_path):
    with responder("none") as config:
        del config["chat"]
        check = run("check", "--json", f"--config.file={written(config, tmp_path)}")
    [probe] = json.loads(check.stdout)["probes"]
    assert probe["reason"] == "chat_untrusted"
