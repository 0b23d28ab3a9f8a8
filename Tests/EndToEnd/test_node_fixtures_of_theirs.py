"""node_exporter's own end-to-end test, run on our binary: its fixture tree, its flags, its golden answer.

`NODE_EXPORTER_FIXTURES` names `collector/fixtures` of its source tree, `sys.ttar` and `udev.ttar` unpacked.
"""

import fnmatch
import os
import pathlib

import pytest

from node.collectors import COLLECTORS
from node.exposition import families, mismatches
from node.peer import HostExporter
from test_node_exporter import own_collectors

FIXTURES = os.environ.get("NODE_EXPORTER_FIXTURES")

FLAGS = [
    "--collector.cpu.info",
    "--collector.arp.device-exclude=nope",
    "--collector.cpu.info.bugs-include=^(cpu_meltdown|spectre_.*|mds)$",
    "--collector.cpu.info.flags-include=^(aes|avx.?|constant_tsc)$",
    "--collector.hwmon.chip-include=(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)",
    "--collector.netclass.ignore-invalid-speed",
    "--collector.netclass.ignored-devices=(dmz|int)",
    "--collector.netdev.device-include=lo",
    "--collector.stat.softirq",
    "--collector.sysctl.include-info=kernel.seccomp.actions_avail",
    "--collector.sysctl.include=fs.file-nr",
    "--collector.sysctl.include=fs.file-nr:total,current,max",
    "--collector.sysctl.include=kernel.threads-max",
    "--collector.textfile.directory=collector/fixtures/textfile/two_metric_files/",
    "--no-collector.arp.netlink",
    "--path.rootfs=collector/fixtures",
    "--path.procfs=collector/fixtures/proc",
    "--path.sysfs=collector/fixtures/sys",
    "--path.udev.data=collector/fixtures/udev/data",
]

# Switched off there: what they read is this machine's.
OFF = {"selinux", "filesystem", "timex", "uname"}
# Not switched on there.
OTHERS = {"tcpstat", "network_route", "swap", "process", "own_cgroup"}

# What that test leaves out: of this machine, or of this moment. There is no net/dev in the tree: interfaces are this machine's.
OF_THE_MOMENT = (
    "node_textfile_mtime_seconds", "node_time_zone_offset_seconds", "node_time_seconds", "node_network_receive_*",
    "node_network_transmit_*",
)

# What we do not have, by family: devices and file systems that say nothing of a network's well-being.
LACKING = (
    "node_bcache_*", "node_bcachefs_*", "node_btrfs_*", "node_dmmultipath_*", "node_drbd_*",
    "node_fibrechannel_*", "node_infiniband_*", "node_ipvs_*", "node_lnstat_*", "node_mountstats_*",
    "node_nfs_*", "node_nfsd_*", "node_pcidevice_*", "node_qdisc_*", "node_slabinfo_*", "node_tape_*", "node_wifi_*",
    "node_xfrm_*", "node_xfs_*", "node_zfs_*", "node_zoneinfo_*",
)


@pytest.fixture(scope="module")
def both():
    if not FIXTURES:
        pytest.skip("NODE_EXPORTER_FIXTURES names no tree")
    golden = pathlib.Path(FIXTURES, "e2e-output.txt").read_text(encoding="utf-8")
    names = set.union(*own_collectors())
    flags = [f"--{'no-' if name in OFF else ''}collector.{name}" for name in sorted(names - OTHERS)]
    flags += [flag for flag in FLAGS if not flag.startswith("--collector.sysctl") or "sysctl" in names]
    root = pathlib.Path(FIXTURES).resolve().parents[1]
    # Their golden answer has relative names of files in it.
    with HostExporter(*flags, prefix=("env", "--chdir", str(root))) as ours:
        return families(golden, OF_THE_MOMENT), families(ours.scrape(), OF_THE_MOMENT)


def is_lacking(name):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in LACKING)


def test_families_we_lack_are_those_we_say(both):
    theirs, ours = both
    assert not [name for name in ours if is_lacking(name)]
    assert not [pattern for pattern in LACKING if not fnmatch.filter(theirs, pattern)]


def test_the_rest_is_as_in_their_golden_answer(both):
    theirs, ours = ({name: family for name, family in side.items() if not is_lacking(name)} for side in both)
    # Whose success is told of, is up to who is asked.
    for side in (theirs, ours):
        success = side["node_scrape_collector_success"]
        success.samples = {
            labels: value for labels, value in success.samples.items() if dict(labels)["collector"] in COLLECTORS}
    found = list(mismatches(theirs, ours))
    assert not found, "\n".join(map(str, found))
