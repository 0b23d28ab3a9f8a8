"""A real PostgreSQL server, in a folder of its own."""

import atexit
import functools
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import tempfile

import pytest

from exporter import ROOT
from waiting import eventually

PASSWORD = "correct horse"

# The first line that fits counts.
RULES = """
local all all trust
local replication all trust
hostssl all certified all cert
hostnossl all only_tls all reject
host all clear_text all password
host all all all scram-sha-256
"""

SETTINGS = """
max_connections = 8
superuser_reserved_connections = 1
shared_preload_libraries = 'pg_stat_statements'
fsync = off
autovacuum = off
log_connections = on
ssl = {ssl}
ssl_cert_file = '{folder}/server.pem'
ssl_key_file = '{folder}/server.key'
ssl_ca_file = '{folder}/ca.pem'
"""

ROLES = f"""
CREATE ROLE probe LOGIN PASSWORD '{PASSWORD}' IN ROLE pg_monitor;
CREATE ROLE stranger LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE clear_text LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE only_tls LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE certified LOGIN;
CREATE TABLE orders (id int, waiting numeric, kind text, since timestamptz);
INSERT INTO orders VALUES (1, 3, 'in', now()), (2, 4.5, 'out', now()), (3, NULL, 'lost', now());
CREATE FUNCTION write_order() RETURNS int LANGUAGE sql AS 'INSERT INTO orders VALUES (9) RETURNING id';
GRANT ALL ON orders TO PUBLIC;
CREATE EXTENSION pg_stat_statements;
"""


@functools.cache
def programs():
    """The folder of the newest server's programs: installed, or unpacked by make test-deps."""
    installed = list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = installed or list(unpacked().glob("usr/lib/postgresql/*/bin/initdb"))
    assert found, "no PostgreSQL: make test-deps"
    return max(found, key=lambda initdb: int(initdb.parts[-3])).parent


def unpacked():
    """The unpacked packages of server and client, put together where others than root can read them."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pg-programs-"))
    atexit.register(shutil.rmtree, folder)
    folder.chmod(0o755)
    for package in pathlib.Path(os.environ.get("PEERS_BIN", ROOT / ".build/peers/bin")).parent.glob("postgresql-*"):
        shutil.copytree(package, folder, symlinks=True, dirs_exist_ok=True)
    return folder


def program(name):
    return str(programs() / name)


def as_nobody(*words):
    """PostgreSQL refuses to be run by root."""
    lower = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups") if os.geteuid() == 0 else ()
    return [*lower, *map(str, words)]


def free_port(ip):
    with socket.socket() as probe:
        probe.bind((ip, 0))
        return probe.getsockname()[1]


class PostgresServer:
    """A running server; `certificate` is the files of its certificate and key, `authority` whom it believes about clients."""

    def __init__(self, ip="127.0.0.1", port=None, certificate=None, authority=None):
        self.ip = ip
        self.port = port or free_port(ip)
        self.top = tempfile.TemporaryDirectory(prefix="pg-")
        self.folder = pathlib.Path(self.top.name)
        self.data = self.folder / "data"
        self.sessions = []
        self._own(self.folder)
        if certificate:
            for source, name in zip((*certificate, authority), ("server.pem", "server.key", "ca.pem")):
                shutil.copy(source, self.folder / name)
                (self.folder / name).chmod(0o600)
                self._own(self.folder / name)
        self._fill(bool(certificate))
        self.start()

    def _fill(self, has_certificate):
        run(program("initdb"), "-D", self.data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        (self.data / "pg_hba.conf").write_text(
            RULES if has_certificate else "\n".join(line for line in RULES.splitlines() if not line.startswith("hosts")),
            encoding="utf-8")
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(folder=self.folder, ssl="on" if has_certificate else "off"))
        self.start()
        self.sql(ROLES)
        self.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def address(self):
        return f"{self.ip}:{self.port}"

    def start(self):
        # Not in the settings' file, which a standby inherits.
        listens = f"-c listen_addresses={self.ip} -c port={self.port} -c unix_socket_directories={self.folder}"
        run(program("pg_ctl"), "-D", self.data, "-l", self.folder / "log", "-o", listens, "-w", "start")

    def stop(self, mode="fast"):
        run(program("pg_ctl"), "-D", self.data, "-m", mode, "-w", "stop")

    @property
    def is_running(self):
        return (self.data / "postmaster.pid").exists()

    def close(self):
        for session in self.sessions:
            session.kill()
            session.wait()
        if self.is_running:
            self.stop("immediate")
        self.top.cleanup()

    def _psql(self, *statements):
        return [
            program("psql"), "-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-XqAt", "-v", "ON_ERROR_STOP=1",
            *(word for statement in statements for word in ("-c", statement)), "postgres",
        ]

    def sql(self, *statements):
        """What statements give, as psql prints it."""
        return subprocess.run(self._psql(*statements), check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    def session(self, *statements):
        """A session in the background, which stays in the last of its statements."""
        last = statements[-1]
        seen = f"SELECT count(*) FROM pg_stat_activity WHERE query = {quoted(last)} AND pid <> pg_backend_pid()"
        before = int(self.sql(seen))
        session = subprocess.Popen(self._psql(*statements), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.sessions.append(session)
        eventually(lambda: int(self.sql(seen)) > before)
        return session

    def backend_of(self, words):
        """The process that runs a query with these words in it; `None` unless it does."""
        pids = self.sql(
            f"SELECT pid FROM pg_stat_activity WHERE query LIKE {quoted('%' + words + '%')} AND pid <> pg_backend_pid()")
        return int(pids.splitlines()[0]) if pids else None

    def standby(self, ip, port):
        """A standby of this server."""
        return Standby(self, ip, port)

    @property
    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8")

    def _own(self, path):
        if os.geteuid() == 0:
            shutil.chown(path, "nobody", "nogroup")


class Standby(PostgresServer):
    def __init__(self, primary, ip, port=None):
        self.primary = primary
        super().__init__(ip, port)

    def _fill(self, has_certificate):
        run(
            program("pg_basebackup"), "-d", f"host={self.primary.folder} port={self.primary.port} user=postgres", "-D", self.data,
            "-R", "-C", "-S", "standby_slot", "-c", "fast", "--no-sync")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def run(*words):
    done = subprocess.run(as_nobody(*words), capture_output=True, text=True, timeout=120, cwd="/")
    assert done.returncode == 0, f"{shlex.join(map(str, words))}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def database(authority):
    """A server with TLS, as 127.0.0.1 and db.test."""
    with PostgresServer(certificate=authority.certificate("db.test"), authority=authority.file) as server:
        yield server
