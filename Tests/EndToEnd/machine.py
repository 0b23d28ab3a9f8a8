"""A Debian of one's own: this host's files, copied on write, a real systemd, and a network of nothing but loopback. Needs root.

Nothing done in it reaches the host, and nothing is left of it.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from exporter import ROOT
from waiting import eventually

BOOT = pathlib.Path(__file__).with_name("machine_boot.sh")
SYSTEMD = pathlib.Path("/lib/systemd/systemd")
ARCHIVES = pathlib.Path(os.environ.get("WSE_DEBS", ROOT / ".build/peers/debs"))
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NAMESPACES = ["--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net", "--cgroup"]


def why_not():
    """Why no machine can be had here, or nothing."""
    if os.geteuid() != 0:
        return "may not boot a machine: run as root"
    if not SYSTEMD.exists():
        return "no systemd here"
    tried = subprocess.run(
        ["unshare", *NAMESPACES, "sh", "-ec", TRIAL, "sh", tempfile.gettempdir()], capture_output=True, text=True)
    return f"this kernel boots no machine: {tried.stderr.strip()}" if tried.returncode else ""


# The one thing of machine_boot.sh that not every kernel or container lets root do.
TRIAL = """
cd "$1" && mount -t tmpfs tmpfs "$1" && cd "$1" && mkdir upper work root
mount -t overlay -o "lowerdir=/,upperdir=upper,workdir=work" overlay root && mount -t sysfs sysfs root/sys
"""


class Machine:
    """A booted machine, with packages to install in `/var/cache/apt/archives`."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="machine"))
        self.groups = [group / self.folder.name for group in own_groups()]
        self.log = open(self.folder / "boot.log", "w+b")
        (self.folder / "mount").mkdir()
        for group in self.groups:
            group.mkdir()
        enter = "".join(f'echo $$ >"{group}/cgroup.procs"; ' for group in self.groups)
        words = ["sh", "-ec", f'{enter}exec unshare "$@"', "sh", *NAMESPACES, BOOT, self.folder / "mount"]
        self.unshare = subprocess.Popen(words, stdout=self.log, stderr=self.log)
        try:
            self.pid = eventually(self._first_process)
            eventually(lambda: self.unshare.poll() is not None or self._is_systemd())
            assert self.unshare.poll() is None, (self.folder / "boot.log").read_text()
            eventually(lambda: self.call("systemctl is-system-running --wait").stdout.strip() == "running", within=60, every=0.5)
        except BaseException:
            self.stop()
            raise

    def _first_process(self):
        assert self.unshare.poll() is None, (self.folder / "boot.log").read_text()
        children = pathlib.Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children").read_text().split()
        return int(children[0]) if children else None

    def _is_systemd(self):
        return pathlib.Path(f"/proc/{self.pid}/comm").read_text().strip() == "systemd"

    def call(self, script, **options):
        """What became of a script run in it by root in bash."""
        enter = ["nsenter", f"--target={self.pid}", "--all", "--root"]
        environment = ["env", "-i", "-C", "/root", f"PATH={PATH}", "HOME=/root", "LC_ALL=C.UTF-8"]
        return subprocess.run(
            [*enter, *environment, "bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=300, **options)

    def run(self, script):
        """What the script prints; that it succeeds."""
        ended = self.call(script)
        assert ended.returncode == 0, f"{script}\n{ended.stdout}{ended.stderr}"
        return ended.stdout.strip()

    def path(self, path):
        """A file of it, as seen from here."""
        return pathlib.Path(f"/proc/{self.pid}/root") / str(path).lstrip("/")

    def copy_archives(self):
        """Packages for apt, which has no network to get them by."""
        for archive in ARCHIVES.glob("*.deb"):
            shutil.copy(archive, self.path("/var/cache/apt/archives"))

    def stop(self):
        # With the first process go all others, with them the mounts.
        pid = getattr(self, "pid", None)
        if pid and self.unshare.poll() is None:
            os.kill(pid, signal.SIGKILL)
        self.unshare.kill()
        self.unshare.wait(30)
        self.log.close()
        for group in self.groups:
            for folder, _, _ in os.walk(group, topdown=False):
                eventually(lambda: removed(folder), within=10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def own_groups():
    """The control groups this process is in, of the hierarchies that systemd uses."""
    top = pathlib.Path("/sys/fs/cgroup")
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        hierarchy = {"": "unified" if (top / "unified").is_dir() else "", "name=systemd": "systemd"}.get(controllers)
        if hierarchy is not None:
            yield top / hierarchy / path.lstrip("/")


def removed(folder):
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        pass
    except OSError:
        return False
    return True
