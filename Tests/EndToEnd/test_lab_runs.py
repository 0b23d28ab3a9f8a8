"""The lab's own life: its timeline, its end, and its network namespace."""

import glob
import json
import signal
import socket
import subprocess
import tempfile

import pytest

from exporter import BINARY
from lab import CHAT, HTTPS, LAB, Lab, scenario
from waiting import eventually


def is_refused():
    with socket.socket() as client:
        client.settimeout(5)
        return client.connect_ex((CHAT, HTTPS)) != 0


def test_faults_come_and_go_by_themselves(tmp_path):
    fault = {"from": "1s", "to": "2s", "at": {"host": ["g.whatsapp.net"]}, "tcp": "refused"}
    with Lab(tmp_path, scenario(tmp_path, fault)) as lab:
        assert not is_refused()
        eventually(is_refused, within=10)
        eventually(lambda: not is_refused(), within=10)
        text = "tcp refused at host g.whatsapp.net"
        assert lab.lines()[2:] == [f"1s: {text}", f"2s: over: {text}"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(tmp_path, number):
    with Lab(tmp_path, scenario(tmp_path)) as lab:
        assert lab.stop(number) == 0
        assert lab.lines()[-1] == "end of scenario"
    assert is_refused()


def in_namespace(path, *command):
    return subprocess.run([LAB, "netns", path, "--", *command], capture_output=True, text=True, timeout=60)


def test_the_embedded_catalogue_is_well_in_a_network_of_its_own(tmp_path, namespaces):
    check = in_namespace(scenario(tmp_path), BINARY, "check", "--json")
    probes = json.loads(check.stdout)["probes"]
    assert {probe["target"]: probe["reason"] for probe in probes if not probe["success"]} == {}
    assert check.returncode == 0


def test_the_namespace_has_no_way_out_and_passes_the_status_on(tmp_path, namespaces):
    folders = glob.glob(f"{tempfile.gettempdir()}/whatsapp_lab*")
    # The flag that is appended becomes the shell's $0.
    end = in_namespace(scenario(tmp_path), "sh", "-c", 'ls /sys/class/net; cat /proc/net/dev | wc -l; exit 7')
    assert end.returncode == 7
    # Two lines of heading, and one interface.
    assert end.stdout.splitlines()[-1] == "3"
    assert glob.glob(f"{tempfile.gettempdir()}/whatsapp_lab*") == folders


def test_a_command_that_is_not_there_is_said(tmp_path, namespaces):
    end = in_namespace(scenario(tmp_path), "/nonexistent")
    assert end.returncode == 1 and end.stderr == "whatsapp_lab: /nonexistent does not start: No such file or directory\n"


def test_a_wrong_scenario_is_said_by_line_and_column(tmp_path):
    path = scenario(tmp_path, {"from": "1s", "tcp": "explode"})
    end = subprocess.run([LAB, "run", path], capture_output=True, text=True, timeout=20)
    assert end.returncode == 1 and f"{path}:" in end.stderr and "explode" in end.stderr
