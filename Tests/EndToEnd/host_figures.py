"""A host that has everything dashboards show, whatever this machine lacks."""

import os
import pathlib

# A control group with limits: a container, or a systemd unit.
GROUP = {
    "cgroup.events": "populated 1\nfrozen 0\n",
    "cpu.stat": "usage_usec 7000\nuser_usec 5000\nsystem_usec 2000\nnr_periods 70\nnr_throttled 3\nthrottled_usec 900\n",
    "cpu.max": "50000 100000\n",
    "memory.current": "20971520\n",
    "memory.max": "67108864\n",
    "memory.events": "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n",
    "pids.current": "4\n",
    "pids.max": "64\n",
}
PRESSURE = "some avg10=0.00 avg60=0.00 avg300=0.00 total=4242\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=4200\n"
RESOURCES = ("cpu", "io", "memory")
# Written only where this machine has none.
STAND_INS = {
    **{f"pressure/{resource}": PRESSURE for resource in RESOURCES},
    "sys/net/netfilter/nf_conntrack_count": "120\n",
    "sys/net/netfilter/nf_conntrack_max": "65536\n",
}


def complete(procfs):
    """Adds to a procfs the figures of this machine that it lacks, and those that this machine lacks."""
    overlay(procfs, "/proc", {path: text for path, text in STAND_INS.items() if not os.path.exists(f"/proc/{path}")})
    overlay(procfs / "net", "/proc/self/net", {})


def in_group(folder):
    """Words before a program's own that put it into a control group, as far as it can see; none without the right to mount."""
    if os.geteuid() != 0:
        return ()
    unit = folder / "cgroup" / "unit"
    unit.mkdir(parents=True)
    for name, text in {**GROUP, **{f"{resource}.pressure": PRESSURE for resource in RESOURCES}}.items():
        (unit / name).write_text(text, encoding="utf-8")
    mounts = pathlib.Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    (folder / "own_cgroup").write_text("0::/unit\n", encoding="utf-8")
    # The first of its type is taken.
    (folder / "own_mountinfo").write_text(f"1 0 0:1 / {unit.parent} rw - cgroup2 none rw\n{mounts}", encoding="utf-8")
    mount = " && ".join(f"mount --bind {folder}/own_{name} /proc/$$/{name}" for name in ("cgroup", "mountinfo"))
    return ("unshare", "--mount", "sh", "-c", f'{mount} && exec "$@"', "sh")


def overlay(folder, source, files):
    """Fills a folder with links to what is in another, but for files of its own and what it has already."""
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(exist_ok=True)
    below = {}
    for path, text in files.items():
        first, _, rest = path.partition("/")
        below.setdefault(first, {})[rest] = text
    for name, inner in below.items():
        if "" in inner:
            (folder / name).write_text(inner[""], encoding="utf-8")
        else:
            overlay(folder / name, f"{source}/{name}", inner)
    for name in os.listdir(source) if os.path.isdir(source) else ():
        # Of the processes the first: its mounts are the host's.
        if not os.path.lexists(folder / name) and (not name.isdigit() or name == "1"):
            (folder / name).symlink_to(f"{source}/{name}")
