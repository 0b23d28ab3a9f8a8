"""Probes of a real PostgreSQL server, and of what is none."""

import contextlib
import os
import pathlib
import signal
import struct
import threading
import time

import pytest

from exporter import QUIET, Exporter, Metrics
from postgres_server import PASSWORD, PostgresServer, database  # noqa: F401
from standins import Door, wait_for_end
from waiting import eventually

ORDERS = {
    "query": "SELECT sum(waiting) AS waiting, kind FROM orders GROUP BY kind ORDER BY kind",
    "columns": [{"name": "waiting", "metric": "orders_waiting", "labels": ["kind"]}],
}


def module(**keys):
    return {"prober": "postgres", "timeout": "5s", "postgres": {"user": "probe", "statement_timeout": "1s"} | keys}


class Prober:
    """An exporter with modules, and what its probes find."""

    def __init__(self, folder, modules, hosts="", prefix=()):
        folder = pathlib.Path(folder)
        (folder / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        (folder / "resolv.conf").write_text("nameserver 127.93.9.9\n", encoding="utf-8")
        self.hosts = folder / "hosts"
        self.hosts.write_text(hosts, encoding="utf-8")
        for settings in modules.values():
            if settings["postgres"].pop("has_password", True):
                settings["postgres"].setdefault("password_file", str(folder / "password"))
        config = QUIET | {
            "probing": QUIET["probing"] | {"resolv_conf": str(folder / "resolv.conf"), "hosts_file": str(self.hosts)},
            "modules": modules,
        }
        self.exporter = Exporter("--probe.allow=any", config=config, prefix=prefix)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.exporter.close()

    def probe(self, target, name="pg"):
        answer = self.exporter.get(f"/probe?module={name}&target={target}")
        assert answer.status == 200, answer.text
        return Metrics(answer.text)

    def log(self, target, name="pg"):
        return self.exporter.get(f"/probe?module={name}&target={target}&debug=true").text


def reason(metrics):
    """Why a probe failed; `None` when it did not."""
    reasons = [sample.labels["reason"] for sample in metrics.all("probe_failure_info")]
    assert metrics.value("probe_success") == (0 if reasons else 1)
    return reasons[0] if reasons else None


def one(tmp_path, **keys):
    return Prober(tmp_path, {"pg": module(**keys)})


def test_what_a_query_gives_is_exported(database, tmp_path):
    with one(tmp_path, **ORDERS, expected_rows="1-5", slow_after="1m") as prober:
        metrics = prober.probe(database.address)
        assert reason(metrics) is None
        assert metrics.by("kind", "probe_postgres_query_orders_waiting") == {"in": 3, "out": 4.5}
        assert metrics.value("probe_postgres_rows") == 3
        assert metrics.value("probe_postgres_slow") == 0
        phases = metrics.by("phase", "probe_phase_duration_seconds")
        assert {"connect", "tls", "authenticate", "query"} <= set(phases)
        assert all(seconds > 0 for seconds in phases.values())
        version = database.sql("SHOW server_version").split()[0]
        assert metrics.value("probe_postgres_info", version=version) == 1


@pytest.mark.parametrize(
    "keys, failure",
    [
        ({"expected_rows": "4-1000"}, "database_unexpected_result"),
        ({"expected_value": "3.0"}, "database_unexpected_result"),
        ({"columns": [{"name": "kind", "metric": "kind"}]}, "database_unexpected_result"),
        ({"query": "SELECT nothing"}, "database_query_failed"),
        ({"query": "SELECT 1; SELECT 2", "columns": []}, "database_query_failed"),
        ({"query": "INSERT INTO orders VALUES (7)", "columns": []}, "database_query_failed"),
        ({"query": "SELECT write_order()", "columns": []}, "database_query_failed"),
        ({"query": "DO 'BEGIN COMMIT; INSERT INTO orders VALUES (8); END'", "columns": []}, "database_query_failed"),
        ({"query": "COPY orders TO STDOUT", "columns": []}, "database_unexpected_result"),
        ({"query": "SELECT pg_sleep(60)", "columns": []}, "database_query_timeout"),
        ({"query": "SELECT repeat('x', 2000000)", "columns": []}, "database_unexpected_result"),
        ({"query": "SELECT repeat('x', 500000) FROM generate_series(1, 1000)", "columns": []}, "database_unexpected_result"),
        ({"user": "nobody_here"}, "database_authentication"),
        ({"database": "nowhere"}, "database_authentication"),
        ({"has_password": False, "password": "wrong horse"}, "database_authentication"),
        ({"has_password": False}, "database_authentication"),
    ],
)
def test_each_failure_is_called_by_its_name(database, tmp_path, keys, failure):
    with one(tmp_path, **(ORDERS | keys)) as prober:
        assert reason(prober.probe(database.address)) == failure
        log = prober.log(database.address)
        assert PASSWORD not in log and "wrong horse" not in log
    assert database.sql("SELECT count(*) FROM orders") == "3"
    assert "unexpected EOF" not in database.log, "the server is told that nobody waits any more"


def test_statistics_tell_how_the_database_is(database, tmp_path):
    with one(tmp_path, top_statements=5, **ORDERS) as prober:
        prober.probe(database.address)
        metrics = prober.probe(database.address)
        assert metrics.value("probe_postgres_glance_faults") == 0
        assert metrics.value("probe_postgres_connections_max") == 8
        assert metrics.value("probe_postgres_connections", state="active") >= 1
        assert metrics.value("probe_postgres_transactions_committed_total") > 0
        assert metrics.value("probe_postgres_in_recovery") == 0
        statements = metrics.by("queryid", "probe_postgres_statement_seconds_total")
        assert 0 < len(statements) <= 5
        assert all(int(queryid) for queryid in statements), "numbers, never texts"


def test_what_may_not_be_seen_is_said_to_be_hidden(database, tmp_path):
    with one(tmp_path, user="stranger") as prober:
        database.session("SELECT pg_sleep(61)")
        metrics = prober.probe(database.address)
        assert reason(metrics) is None
        assert metrics.value("probe_postgres_connections", state="hidden") >= 1
        assert metrics.value("probe_postgres_glance_faults") >= 1


def test_a_lock_is_seen_while_it_holds(database, tmp_path):
    with one(tmp_path, **ORDERS) as prober:
        holder = database.session("BEGIN", "LOCK TABLE orders", "SELECT pg_sleep(62)")
        waiter = database.session("SELECT count(*) FROM orders WHERE id = 62")
        metrics = prober.probe(database.address)
        assert reason(metrics) == "database_query_timeout"
        assert "lock timeout" in prober.log(database.address)
        assert metrics.value("probe_postgres_connections_waiting", wait_event_type="Lock") == 1
        assert metrics.value("probe_postgres_oldest_transaction_seconds") > 0
        for session in (holder, waiter):
            session.kill()
        database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%62%' AND pid <> pg_backend_pid()")
        eventually(lambda: reason(prober.probe(database.address)) is None)


def test_a_server_without_free_connections_is_full(authority, tmp_path):
    with PostgresServer() as server, one(tmp_path, tls_mode="disable") as prober:
        assert reason(prober.probe(server.address)) is None
        for number in range(7):
            server.session(f"SELECT pg_sleep(60), {number}")
        assert reason(prober.probe(server.address)) == "database_full"


@pytest.mark.parametrize(
    "target, keys, failure",
    [
        ("db.test", {"tls_mode": "verify-full", "trust": True}, None),
        ("db.test", {"tls_mode": "verify-full"}, "tls_unknown_authority"),
        ("127.0.0.1", {"tls_mode": "verify-full", "trust": True}, "tls_name_mismatch"),
        ("127.0.0.1", {"tls_mode": "verify-ca", "trust": True}, None),
        ("127.0.0.1", {"tls_mode": "verify-ca"}, "tls_unknown_authority"),
        ("127.0.0.1", {"tls_mode": "require"}, None),
        ("127.0.0.1", {"tls_mode": "disable"}, None),
        ("127.0.0.1", {"tls_mode": "disable", "user": "only_tls"}, "database_authentication"),
        ("127.0.0.1", {"tls_mode": "allow", "user": "only_tls"}, None),
        ("127.0.0.1", {"tls_mode": "prefer", "user": "only_tls"}, None),
        ("127.0.0.1", {"tls_mode": "require", "user": "clear_text"}, None),
        ("127.0.0.1", {"tls_mode": "disable", "user": "clear_text"}, None),
        ("127.0.0.1", {"tls_mode": "allow", "user": "clear_text"}, "database_authentication"),
        ("127.0.0.1", {"tls_mode": "require", "user": "certified", "has_password": False}, "database_authentication"),
        ("127.0.0.1", {"tls_mode": "require", "user": "certified", "has_password": False, "shows": True}, None),
    ],
)
def test_tls_is_as_strict_as_it_is_told_to_be(database, authority, tmp_path, target, keys, failure):
    keys = dict(keys)
    tls = {"ca_file": str(authority.file)} if keys.pop("trust", False) else {}
    if keys.pop("shows", False):
        certificate, key = authority.certificate("certified")
        tls |= {"cert_file": str(certificate), "key_file": str(key)}
    if tls:
        keys["tls_config"] = tls
    with Prober(tmp_path, {"pg": module(**keys)}, hosts="127.0.0.1 db.test\n") as prober:
        metrics = prober.probe(f"{target}:{database.port}")
        assert reason(metrics) == failure
        has_tls = "tls" in metrics.by("phase", "probe_phase_duration_seconds")
        assert has_tls == (keys["tls_mode"] not in ("disable", "allow") or keys.get("user") == "only_tls" and not failure)


def test_a_server_without_tls_cannot_be_required_to_have_it(tmp_path):
    with PostgresServer() as server:
        modules = {mode: module(tls_mode=mode) for mode in ("require", "prefer", "allow")}
        with Prober(tmp_path, modules) as prober:
            assert reason(prober.probe(server.address, "require")) == "tls_not_tls"
            assert reason(prober.probe(server.address, "prefer")) is None
            assert reason(prober.probe(server.address, "allow")) is None


@pytest.mark.parametrize(
    "end, failure",
    [
        (lambda server, pid: server.sql(f"SELECT pg_cancel_backend({pid})"), "database_query_timeout"),
        (lambda server, pid: server.sql(f"SELECT pg_terminate_backend({pid})"), "database_unavailable"),
        (lambda server, pid: os.kill(pid, signal.SIGKILL), "database_closed"),
        (lambda server, pid: server.stop("fast"), "database_unavailable"),
        (lambda server, pid: server.stop("immediate"), "database_unavailable"),
    ],
    ids=["cancelled", "terminated", "killed", "stopped", "stopped_at_once"],
)
def test_a_query_cut_short_says_who_cut_it(tmp_path, end, failure):
    with PostgresServer() as server, one(tmp_path, query="SELECT pg_sleep(63)", statement_timeout="20s") as prober:
        found = []
        probe = threading.Thread(target=lambda: found.append(reason(prober.probe(server.address))))
        probe.start()
        end(server, eventually(lambda: server.backend_of("pg_sleep(63)")))
        probe.join()
        assert found == [failure]


def test_a_server_that_stops_and_starts_is_followed(tmp_path):
    with PostgresServer() as server, one(tmp_path) as prober:
        assert reason(prober.probe(server.address)) is None
        server.stop("immediate")
        assert reason(prober.probe(server.address)) == "connection_refused"
        server.start()
        eventually(lambda: reason(prober.probe(server.address)) is None)


def test_the_second_server_takes_over(tmp_path):
    with PostgresServer("127.93.7.1") as first, PostgresServer("127.93.7.2", first.port) as second:
        modules = {"pg": module(), "any": module(address_mode="any")}
        with Prober(tmp_path, modules, hosts="127.93.7.1 db.test\n127.93.7.2 db.test\n") as prober:
            target = f"db.test:{first.port}"
            assert reason(prober.probe(target)) is None
            first.stop("immediate")
            assert reason(prober.probe(target)) == "connection_refused"
            assert reason(prober.probe(target, "any")) is None
            prober.hosts.write_text("127.93.7.2 db.test\n", encoding="utf-8")
            eventually(lambda: reason(prober.probe(target)) is None)
            assert second.is_running


def test_replication_is_seen_from_both_sides(tmp_path):
    with PostgresServer("127.93.7.3") as primary, primary.standby("127.93.7.4", None) as standby:
        with one(tmp_path) as prober:

            def streams():
                metrics = prober.probe(standby.address)
                return metrics.value("probe_postgres_replication_is_streaming") and metrics

            metrics = eventually(streams)
            assert metrics.value("probe_postgres_in_recovery") == 1
            assert metrics.value("probe_postgres_replication_lag_bytes") >= 0
            metrics = prober.probe(primary.address)
            assert metrics.value("probe_postgres_in_recovery") == 0
            assert metrics.value("probe_postgres_standbys") == 1
            assert metrics.value("probe_postgres_slot_active", slot="standby_slot") == 1
            assert set(metrics.by("standby", "probe_postgres_standby_lag_bytes")) == {"walreceiver"}


def test_nothing_of_the_environment_or_of_a_home_is_used(database, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / ".pgpass").write_text(f"*:*:*:*:{PASSWORD}\n", encoding="utf-8")
    (home / ".pgpass").chmod(0o600)
    words = ("env", f"HOME={home}", f"PGPASSWORD={PASSWORD}", "PGSERVICE=nowhere", "PGHOSTADDR=127.93.9.8", "PGOPTIONS=-cx=y")
    modules = {"pg": module(), "none": module(has_password=False)}
    with Prober(tmp_path, modules, prefix=words) as prober:
        assert reason(prober.probe(database.address)) is None
        assert reason(prober.probe(database.address, "none")) == "database_authentication"
        assert "none is configured" in prober.log(database.address, "none")


# Peers that are no server, or a hostile one.


class Stranger(Door):
    def __init__(self, act):
        self.act = act
        super().__init__("127.0.0.1")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def respond(self, connection, _):
        connection.settimeout(30)
        with contextlib.suppress(OSError, IndexError):
            self.act(connection)


def hears(act):
    """A peer that acts once it has been spoken to: what is unread at closing would reset the connection."""
    return lambda connection: (connection.recv(65536), act(connection))


READY = b"R" + struct.pack("!II", 8, 0) + b"Z" + struct.pack("!I", 5) + b"I"


def after_startup(act):
    """A peer that has no TLS and acts once it has been told who comes."""

    def serve(connection):
        if len(connection.recv(65536)) == 8:
            connection.sendall(b"N")
            connection.recv(65536)
        act(connection)

    return serve


def message(kind, body):
    return kind + struct.pack("!I", len(body) + 4) + body


def endlessly(data):
    def act(connection):
        while True:
            connection.sendall(data)

    return after_startup(act)


def slowly(data):
    def act(connection):
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(0.2)

    return after_startup(act)


def says(data):
    return after_startup(lambda connection: (connection.sendall(data), wait_for_end(connection)))


def rounds(count):
    """SCRAM, with as many rounds as one likes."""

    def act(connection):
        connection.sendall(message(b"R", struct.pack("!I", 10) + b"SCRAM-SHA-256\0\0"))
        nonce = connection.recv(65536).split(b"r=")[1]
        connection.sendall(message(b"R", struct.pack("!I", 11) + b"r=" + nonce + b"x,s=c2FsdA==,i=%d" % count))
        wait_for_end(connection)

    return after_startup(act)


HOSTILE = {
    "silence": (wait_for_end, "database_timeout"),
    "silence_after_startup": (after_startup(wait_for_end), "database_timeout"),
    "drip": (slowly(READY), "database_timeout"),
    "garbage": (hears(lambda connection: connection.sendall(bytes(range(256)))), "database_malformed"),
    "web_server": (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "database_malformed"),
    "hangs_up": (hears(lambda connection: None), "database_closed"),
    "hangs_up_after_startup": (after_startup(lambda connection: None), "database_closed"),
    "huge_message": (says(b"E" + struct.pack("!I", 0x7FFFFFFF)), "database_malformed"),
    "endless_parameters": (endlessly(message(b"S", b"a\0" + b"b" * 1000 + b"\0")), "database_malformed"),
    "endless_rows": (endlessly(READY + message(b"D", b"\0\1\0\0\3\350" + b"x" * 1000)), "database_malformed"),
    "endless_remarks": (endlessly(READY + message(b"N", b"Mx\0\0")), "database_malformed"),
    "huge_scram": (rounds(2**31 - 1), "database_authentication"),
    "much_scram": (rounds(100_000), "database_timeout"),
    "kerberos": (says(message(b"R", struct.pack("!I", 7))), "database_authentication"),
    "clear_text": (says(message(b"R", struct.pack("!I", 3))), "database_authentication"),
    "false_tls": (hears(lambda connection: connection.sendall(b"S" + b"x" * 64)), "database_malformed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_servers_earn_one_reason_each(tmp_path, name):
    act, failure = HOSTILE[name]
    with Stranger(act) as door, Prober(tmp_path, {"pg": module(query="SELECT 1") | {"timeout": "2s"}}) as prober:
        before = prober.exporter.sockets()
        assert reason(prober.probe(door.address)) == failure
        assert prober.exporter.resident_bytes() < 100 << 20
        eventually(lambda: prober.exporter.sockets() <= before)


def test_a_laborious_login_keeps_nobody_else_waiting(database, tmp_path):
    modules = {"pg": module(), "slow": module() | {"timeout": "1s"}}
    with Stranger(rounds(100_000)) as door, Prober(tmp_path, modules) as prober:
        threads = [threading.Thread(target=lambda: prober.probe(door.address, "slow")) for _ in range(8)]
        for thread in threads:
            thread.start()
        assert reason(prober.probe(database.address)) is None
        for thread in threads:
            thread.join()


def test_probes_leave_nothing_behind(database, tmp_path):
    with one(tmp_path, **ORDERS) as prober:
        prober.probe(database.address)
        before = prober.exporter.sockets()
        for _ in range(50):
            assert reason(prober.probe(database.address)) is None
        eventually(lambda: prober.exporter.sockets() <= before)
        eventually(lambda: database.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'probe'") == "0")
