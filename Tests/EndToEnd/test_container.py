"""The container image's root, made by the script that the Containerfile runs: what is not in it is missing here too."""

import contextlib
import json
import os
import pathlib
import shutil
import stat
import subprocess

import pytest
import yaml

from exporter import BINARY, QUIET, ROOT, Exporter
from postgres_server import PASSWORD, database  # noqa: F401
from standins import Site
from waiting import eventually

SITE = "site.test"
USER = 65532
MOST_BYTES = 64e6
# The exit status where nothing of WhatsApp is probed.
CANNOT_TELL = 5

# As an engine starts it: the root read-only, no capabilities, /proc and a volume mounted. The words are ROOT, the binary of
# this machine in whose place the root's own is run, and its flags, which name files by their places on this machine.
ENTER = """
set -e
root=$1
shift 2
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount --rbind /proc "$root/proc"
mount -t tmpfs -o uid=65532,gid=65532,mode=0700 tmpfs "$root/data"
exec setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid \
    chroot --userspec=65532:65532 --groups= "$root" /usr/bin/whatsapp_status_exporter "${@/"$root"/}"
"""


def entering(folder):
    return ("unshare", "--mount", "bash", "-c", ENTER, "bash", str(folder))


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The root that the image has."""
    folder = tmp_path_factory.mktemp("image") / "root"
    subprocess.run([ROOT / "deploy/container/rootfs.sh", BINARY, folder], check=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def container(image, database, authority):
    """The root with what an engine and its user add to it, and a site to be probed."""
    folder = image.with_name("container")
    shutil.copytree(image, folder, symlinks=True)
    (folder / "proc").mkdir()
    with open(folder / "etc/ssl/certs/ca-certificates.crt", "ab") as bundle:
        bundle.write(authority.file.read_bytes())
    (folder / "etc/hosts").write_text(f"127.0.0.1 {SITE}\n127.0.0.1 db.test\n", encoding="utf-8")
    (folder / "etc/resolv.conf").write_text("nameserver 127.93.9.9\n", encoding="utf-8")
    (folder / "etc/password").write_text(PASSWORD + "\n", encoding="utf-8")
    with contextlib.closing(Site("127.0.0.1", authority.certificate(SITE))) as site:
        config = QUIET | {
            "probing": QUIET["probing"] | {"resolv_conf": "/etc/resolv.conf", "hosts_file": "/etc/hosts", "min_gap": "0s"},
            "modules": {
                "database": {
                    "prober": "postgres",
                    "postgres": {
                        "user": "probe", "password_file": "/etc/password", "tls_mode": "verify-full", "query": "SELECT 1",
                    },
                },
            },
            "targets": [
                {"name": "site", "control": "site", "prober": "https", "host": SITE, "port": site.port, "interval": "1s",
                 "timeout": "1s"},
            ],
        }
        (folder / "etc/exporter.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        yield folder


def test_root_holds_the_program_and_its_libraries_only(image):
    files = [path for path in image.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"image: {size / 1e6:.1f} MB, the binary {(image / 'usr/bin/whatsapp_status_exporter').stat().st_size / 1e6:.1f} MB of it")
    assert size < MOST_BYTES
    assert [path for path in files if os.access(path, os.X_OK) and ".so" not in path.name] == [
        image / "usr/bin/whatsapp_status_exporter"]
    assert not [path for path in files if path.stat().st_mode & (stat.S_ISUID | stat.S_ISGID)]
    assert [path for path in image.rglob("*") if path.stat().st_mode & stat.S_IWOTH] == [image / "tmp"]
    assert [path for path in image.rglob("*") if path.stat().st_uid == USER] == [image / "data"]


def test_every_library_has_its_licence_and_its_package(image):
    packages = {path.name for path in (image / "var/lib/dpkg/status.d").iterdir()}
    assert {"libc6", "libssl3", "libpq5"} <= packages
    assert packages == {path.parent.name for path in image.glob("usr/share/doc/*/copyright")}


def test_it_serves_and_probes_without_privileges(container, database):
    flags = (f"--config.file={container}/etc/exporter.yml", "--storage.path=/data", "--probe.allow=any")
    with Exporter(*flags, config=None, prefix=entering(container)) as exporter:
        status = dict(line.split(":\t") for line in pathlib.Path(f"/proc/{exporter.pid}/status").read_text().splitlines())
        assert set(status["Uid"].split()) == {str(USER)}
        assert {int(status[name], 16) for name in ("CapPrm", "CapEff", "CapAmb", "CapInh")} == {0}
        # The site's certificate is believed because of the bundle in the root.
        eventually(lambda: exporter.metrics().value("whatsapp_probe_success", target="site") == 1)
        metrics = exporter.metrics()
        assert metrics.value("node_memory_MemTotal_bytes") > 0
        assert metrics.value("whatsapp_store_persistent") == metrics.value("whatsapp_store_healthy") == 1
        probe = f"/probe?module=database&target=db.test:{database.port}"
        assert exporter.metrics(probe).value("probe_success") == 1, exporter.get(f"{probe}&debug=true").text
        assert exporter.stop() == 0


def test_it_asks_once(container):
    words = [*entering(container), str(BINARY), "check", "--json", f"--config.file={container}/etc/exporter.yml"]
    check = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert check.returncode == CANNOT_TELL, check.stdout + check.stderr
    [target] = json.loads(check.stdout)["probes"]
    assert target["success"], check.stdout
