"""What was answered with success is on the disk: no end at any moment, kill -9 or not, loses any of it or counts it twice."""

import concurrent.futures
import http.client
import json
import random
import signal
import sqlite3
import time

import pytest

from exporter import Exporter, run
from people import (
    NUMBER_ID, REPORTS, TOKEN, WEBHOOKS, config, hub_signature, post_report, post_webhook, received, reports_section, status,
    statuses, webhooks_section,
)

SEED = 20261122
LIVES = 15
WRITERS = 4
MOST_OF_A_LIFE = 160
NOW = int(time.time())


@pytest.fixture
def storage(tmp_path):
    return tmp_path / "storage"


def away_from_midnight():
    """Reporters have other pseudonyms on another day (UTC): a test that sends the same twice keeps to one."""
    left = 86_400 - time.time() % 86_400
    if left < 60:
        time.sleep(left + 1)


def start(tmp_path, storage):
    sections = {"webhooks": webhooks_section(tmp_path), "reports": reports_section(tmp_path, window="1h")}
    return Exporter(f"--storage.path={storage}", config=config(**sections))


def webhook(name):
    body = json.dumps(statuses(status(name, "sent", NOW))).encode()
    return WEBHOOKS, body, {"Content-Type": "application/json", "X-Hub-Signature-256": hub_signature(body)}


def report(name):
    body = json.dumps({"symptom": "cannot_send", "reporter": name}).encode()
    return REPORTS, body, {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}


def accepted_of(port, make, names, statuses_of_success):
    """Posts one after the other on one connection, until all are sent or the exporter is gone; those acknowledged."""
    accepted = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        for name in names:
            path, body, headers = make(name)
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            # An exporter that is ending takes no new connection.
            if answer.status == 503:
                break
            assert answer.status in statuses_of_success, answer.status
            accepted.append(name)
    except (OSError, http.client.HTTPException):
        pass  # killed
    finally:
        connection.close()
    return accepted


def counted_webhooks(exporter):
    return exporter.metrics().value("whatsapp_webhook_statuses_total", phone_number_id=NUMBER_ID, status="sent") or 0


def counted_reports(exporter):
    return sum(sample.value for sample in exporter.metrics().all("whatsapp_reports_total", symptom="cannot_send"))


KINDS = {"webhooks": (webhook, counted_webhooks, (200,)), "reports": (report, counted_reports, (200, 202))}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_acknowledged_is_lost_however_it_ends(tmp_path, storage, kind):
    make, counted, success = KINDS[kind]
    away_from_midnight()
    draw = random.Random(SEED)
    sent, accepted = [], []
    for life in range(LIVES):
        with start(tmp_path, storage) as exporter, concurrent.futures.ThreadPoolExecutor(WRITERS) as writers:
            assert not exporter.lines("store set aside"), f"seed {SEED}, life {life}"
            assert len(accepted) <= counted(exporter) <= len(sent), f"seed {SEED}, life {life}"
            shares = [[f"{life}-{writer}-{number}" for number in range(MOST_OF_A_LIFE // WRITERS)] for writer in range(WRITERS)]
            running = [writers.submit(accepted_of, exporter.port, make, share, success) for share in shares]
            time.sleep(draw.uniform(0, 0.15))
            exporter.signal(draw.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM)))
            exporter.process.wait()
            for share, future in zip(shares, running):
                accepted += future.result()
                # What was under way, or never sent, may or may not have been written.
                sent += share
    assert len(accepted) > LIVES
    with start(tmp_path, storage) as exporter:
        found = counted(exporter)
        assert len(accepted) <= found <= len(sent)
        # Sent again, as Meta does: what was counted counts no more, what was not counts now.
        assert len(accepted_of(exporter.port, make, sent, success)) == len(sent)
        assert counted(exporter) == len(sent)
        assert exporter.stop() == 0
    with sqlite3.connect(f"file:{storage}/history.db?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    print(f"{kind}: {len(accepted)} acknowledged in {LIVES} lives, {found:.0f} found, seed {SEED}")


def test_a_full_disk_acknowledges_nothing(tmp_path, namespaces):
    """On a file system of one megabyte: in a mount namespace of its own, which ends with the exporter."""
    storage = tmp_path / "small"
    storage.mkdir()
    prefix = ("unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=1m none "$0" && exec "$@"', str(storage))
    sections = {"webhooks": webhooks_section(tmp_path), "reports": reports_section(tmp_path)}
    with Exporter(f"--storage.path={storage}/history", config=config(**sections), prefix=prefix) as exporter:
        number = 0
        for number in range(400):
            entries = [status(f"{number}-{place}", "sent", NOW) for place in range(200)]
            answer = post_webhook(exporter, statuses(*entries))
            if answer.status != 200:
                break
        assert answer.status == 503, "a disk of a megabyte is full of it"
        assert counted_webhooks(exporter) == number * 200
        refused = post_report(exporter, {"symptom": "calls", "reporter": "on a full disk"})
        if refused.status not in (200, 202):
            assert refused.status == 503
            assert counted_symptom(exporter, "calls") == 0
        assert exporter.metrics().value("whatsapp_store_healthy") == 0
        assert exporter.get("/-/healthy").status == 200


def counted_symptom(exporter, symptom):
    return sum(sample.value for sample in exporter.metrics().all("whatsapp_reports_total", symptom=symptom))


def test_without_a_storage_it_counts_all_the_same(tmp_path):
    sections = {"webhooks": webhooks_section(tmp_path), "reports": reports_section(tmp_path)}
    with Exporter(config=config(**sections)) as exporter:
        assert post_webhook(exporter, received("1")).status == 200
        assert post_report(exporter, {"symptom": "calls", "reporter": "a"}).status == 202
        assert counted_symptom(exporter, "calls") == 1


def test_a_backup_takes_the_counts_along_and_no_keys(tmp_path, storage):
    copy = tmp_path / "copy.db"
    with start(tmp_path, storage) as exporter:
        assert post_webhook(exporter, statuses(status("1", "sent", NOW))).status == 200
        backup = run("backup", f"--storage.path={storage}", copy)
        assert backup.returncode == 0, backup.stderr
        assert exporter.stop() == 0
    keys = storage / "pseudonyms.key"
    assert keys.stat().st_mode & 0o077 == 0
    for folder in (storage, tmp_path):
        for path in folder.glob("*.db*"):
            data = path.read_bytes()
            assert not any(keys.read_bytes()[at : at + 8] in data for at in range(13, keys.stat().st_size - 7)), path
    elsewhere = tmp_path / "elsewhere"
    restored = run("restore", f"--storage.path={elsewhere}", copy)
    assert restored.returncode == 0, restored.stderr
    with start(tmp_path, elsewhere) as exporter:
        assert counted_webhooks(exporter) == 1
