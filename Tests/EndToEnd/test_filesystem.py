"""Mounted file systems, one of which stops answering: it is told of, and holds nothing up."""

import contextlib
import os
import pathlib
import subprocess
import sys

import pytest

import fuse_server
from exporter import Exporter
from waiting import eventually

SERVER = pathlib.Path(fuse_server.__file__)
SILENT = "mountpoint timeout"


class OwnMounts:
    """A mount namespace with a file system in it that this test answers for."""

    def __init__(self, folder):
        self.place = folder / "stuck mount"
        self.place.mkdir()
        self.twin = folder / "twin"
        self.twin.mkdir()
        words = ["unshare", "--mount", "--propagation", "private", sys.executable, SERVER, self.place]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "mounted\n"
        # Where process 1 is the one whose mounts these are.
        self.procfs = folder / "proc"
        self.procfs.mkdir()
        (self.procfs / "1").symlink_to(f"/proc/{self.process.pid}")
        self.run("mount", "--bind", self.place, self.twin)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # With its server a file system is gone, and whoever waits for it goes on.
        self.process.kill()
        self.process.wait()

    @property
    def prefix(self):
        return ("nsenter", f"--mount=/proc/{self.process.pid}/ns/mnt", "--")

    def run(self, *words):
        subprocess.run([*self.prefix, *words], check=True, timeout=30)

    def tell(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture
def mounts(namespaces, tmp_path):
    if not os.path.exists("/dev/fuse"):
        pytest.skip("no /dev/fuse: modprobe fuse")
    with OwnMounts(tmp_path) as mounts:
        yield mounts


@contextlib.contextmanager
def watching(mounts, *flags):
    flags = (f"--path.procfs={mounts.procfs}", "--collector.filesystem.mount-points-exclude=^/(proc|sys|dev)($|/)", *flags)
    with Exporter("--collector.filesystem.mount-timeout=300ms", *flags, prefix=mounts.prefix) as exporter:
        try:
            yield exporter
        finally:
            # A process cannot end, even if killed, while a thread of it waits for an answer.
            mounts.tell("answer")


def scrape(exporter):
    return exporter.metrics("/metrics?collect[]=filesystem")


def errors(metrics, place):
    return {sample.labels["device_error"]: sample.value
            for sample in metrics.all("node_filesystem_device_error", mountpoint=str(place))}


def threads(exporter):
    return len(os.listdir(f"/proc/{exporter.pid}/task"))


def test_usage_is_what_the_file_system_says(mounts):
    with watching(mounts) as exporter:
        metrics = scrape(exporter)
        labels = {"device": "stuck", "fstype": "fuse.stuck", "mountpoint": str(mounts.place), "device_error": ""}
        assert metrics.value("node_filesystem_size_bytes", **labels) == fuse_server.BLOCKS * fuse_server.BLOCK_SIZE
        assert metrics.value("node_filesystem_free_bytes", **labels) == fuse_server.FREE * fuse_server.BLOCK_SIZE
        assert metrics.value("node_filesystem_avail_bytes", **labels) == fuse_server.AVAILABLE * fuse_server.BLOCK_SIZE
        assert metrics.value("node_filesystem_files", **labels) == fuse_server.FILES
        assert metrics.value("node_filesystem_files_free", **labels) == fuse_server.FREE_FILES
        assert metrics.value("node_filesystem_size_bytes", mountpoint=f"{mounts.place}/inner") == 1 << 20


def test_stuck_mount_is_told_of_and_holds_nothing_up(mounts):
    with watching(mounts) as exporter:
        assert errors(scrape(exporter), mounts.place) == {"": 0}
        mounts.tell("hang")
        stuck = scrape(exporter)
        assert stuck.value("node_scrape_collector_success", collector="filesystem") == 1
        # What is mounted in it is out of reach with it.
        for place in (mounts.place, mounts.twin, mounts.place / "inner"):
            assert errors(stuck, place) == {SILENT: 1}
            assert not stuck.all("node_filesystem_size_bytes", mountpoint=str(place))
        assert errors(stuck, "/") == {"": 0}

        mounts.tell("answer")
        eventually(lambda: all(errors(scrape(exporter), place) == {"": 0}
                               for place in (mounts.place, mounts.twin, mounts.place / "inner")))


def test_stuck_mount_is_not_asked_again_until_it_answers(mounts):
    with watching(mounts) as exporter:
        scrape(exporter)
        mounts.tell("hang")
        scrape(exporter)
        asked, busy = mounts.tell("count"), threads(exporter)
        for _ in range(10):
            assert errors(scrape(exporter), mounts.place) == {SILENT: 1}
        assert mounts.tell("count") == asked
        # A few may come and go by the way; each time it is asked again takes three.
        assert threads(exporter) <= busy + 4


def test_mount_that_is_gone_while_stuck_is_told_of_no_more(mounts):
    with watching(mounts) as exporter:
        mounts.tell("hang")
        assert errors(scrape(exporter), mounts.place) == {SILENT: 1}
        mounts.run("umount", "--lazy", mounts.twin)
        metrics = scrape(exporter)
        assert not metrics.all("node_filesystem_device_error", mountpoint=str(mounts.twin))
        assert errors(metrics, mounts.place) == {SILENT: 1}
