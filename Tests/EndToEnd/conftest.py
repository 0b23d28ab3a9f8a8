"""What the tests share."""

import os
import pathlib
import shutil
import socket
import tempfile

import pytest

from authority import Authority
from busy import busy_exporter
from estate import Estate, wait_until_well
from exporter import BINARY, ROOT, Exporter

PEERS = pathlib.Path(os.environ.get("PEERS_BIN", ROOT / ".build/peers/bin")).absolute()


def pytest_configure(config):
    if not os.access(BINARY, os.X_OK):
        pytest.exit(f"no binary at {BINARY}: make release, or set WSE_BINARY", returncode=2)


def pytest_collection_modifyitems(items):
    """Tests that begin something with the session look at it last."""
    items.sort(key=lambda item: hasattr(item.module, "begin"))


def pytest_collection_finish(session):
    if session.config.option.collectonly:
        return
    for module in {item.module for item in session.items if hasattr(item.module, "begin")}:
        folder = pathlib.Path(tempfile.mkdtemp(prefix=module.__name__))
        session.config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        module.begin([item for item in session.items if item.module is module], folder)


@pytest.fixture(scope="session")
def peers():
    """The folder of the peers' programs."""
    assert (PEERS / "prometheus").exists(), f"no prometheus in {PEERS}: make test-deps, or set PEERS_BIN"
    return PEERS


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="session")
def port_53():
    """Stands for the right to listen where resolv.conf says that DNS servers are."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.93.2.61", 53))
    except PermissionError:
        pytest.skip("may not listen at port 53: run as root, or set net.ipv4.ip_unprivileged_port_start to 53")


@pytest.fixture(scope="session")
def namespaces():
    """Stands for the right to make network namespaces."""
    if os.geteuid() != 0:
        pytest.skip("may not make a network namespace: run as root")


@pytest.fixture
def estate(authority, tmp_path, port_53):
    with Estate(authority, tmp_path) as estate:
        yield estate


@pytest.fixture
def quiet():
    """An exporter with next to nothing to probe."""
    with Exporter() as exporter:
        yield exporter


@pytest.fixture(scope="session")
def well(authority, tmp_path_factory, port_53):
    """An exporter of an estate that is well and stays so."""
    with Estate(authority, tmp_path_factory.mktemp("well")) as estate, estate.exporter() as exporter:
        wait_until_well(exporter)
        yield exporter


@pytest.fixture(scope="session")
def busy(tmp_path_factory):
    """An exporter with every section of what people and the platform say, and something of everything counted."""
    with busy_exporter(tmp_path_factory.mktemp("busy")) as exporter:
        yield exporter
