"""The Debian package in a machine of its own: installed, confined, configured as the README says, upgraded, removed, purged."""

import json
import pathlib
import re
import shutil
import subprocess

import pytest

from machine import Machine, why_not
from package import NAME, deb, newer
from readme import shell_blocks
from waiting import eventually

UNIT = "whatsapp_status_exporter"
CONFIGURATION = f"/etc/{UNIT}/{UNIT}.yml"
DROP_INS = f"/etc/systemd/system/{UNIT}.service.d"
# systemd-analyze's measure: 0 is confined, 10 is not at all.
EXPOSURE = 1.5


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return deb(tmp_path_factory.mktemp("deb"))


@pytest.fixture(scope="module")
def installed(package):
    if reason := why_not():
        pytest.skip(reason)
    with Machine() as machine:
        install(machine, package)
        yield machine


@pytest.fixture
def machine(installed):
    """With the package as it was installed: what a test adds to it goes."""
    kept = {path: installed.path(path).read_text() for path in (CONFIGURATION, f"/etc/default/{UNIT}")}
    yield installed
    installed.run(f"rm -rf /etc/{UNIT}/*")
    for path, text in kept.items():
        installed.path(path).write_text(text)
    installed.run(
        f"systemctl stop {UNIT}.socket; rm -rf {DROP_INS}; systemctl daemon-reload; systemctl restart {UNIT}")
    eventually(lambda: installed.run("curl -fsS localhost:10042/-/healthy"))


def install(machine, package):
    shutil.copy(package, machine.path("/root"))
    return machine.run(f"apt-get install -y -q ./{package.name}")


def get(machine, path, *flags):
    return machine.run(f"curl -sS {' '.join(flags)} localhost:10042{path}")


def status(machine, path, *flags):
    return get(machine, path, "-o /dev/null -w '%{http_code}'", *flags)


def main_pid(machine):
    return machine.run(f"systemctl show -P MainPID {UNIT}")


def test_lintian_has_nothing_to_say(package):
    if not shutil.which("lintian"):
        pytest.skip("no lintian here: make test-deps")
    said = subprocess.run(["lintian", package], capture_output=True, text=True)
    assert (said.returncode, said.stdout) == (0, "")


def test_it_runs_once_installed(machine):
    assert machine.run(f"systemctl is-active {UNIT}; systemctl is-enabled {UNIT}").split() == ["active", "enabled"]
    assert "\nwhatsapp_exporter_build_info{" in get(machine, "/metrics")
    # Of the network there is only loopback.
    eventually(lambda: json.loads(get(machine, "/api/v1/verdict"))["scopes"]["consumer"]["verdict"] == "local_network", within=60)
    assert machine.run("systemctl --failed --plain --no-legend") == ""


def test_manual_page_and_completions_are_found(machine):
    assert "SYNOPSIS" in machine.run(f"man {UNIT} | cat")
    assert machine.run(f"source /usr/share/bash-completion/completions/{UNIT}; complete -p {UNIT}").endswith(f"-F _{UNIT} {UNIT}")


def test_it_is_confined(machine):
    said = machine.run(f"systemd-analyze security --no-pager {UNIT}")
    exposure = float(re.search(r"exposure level for .*: ([\d.]+) ", said).group(1))
    print(f"exposure {exposure}")
    assert exposure <= EXPOSURE

    pid = main_pid(machine)
    state = dict(line.split(":\t", 1) for line in machine.run(f"cat /proc/{pid}/status").splitlines())
    assert "0" not in state["Uid"].split() + state["Gid"].split()
    assert {state[name].strip("0") for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {""}
    assert (state["NoNewPrivs"], state["Seccomp"]) == ("1", "2")

    # Not even root could write there, as the exporter sees the files.
    inside = f"nsenter --target={pid} --mount"
    for folder in ("/etc", "/usr", "/var/lib", "/boot", "/sys/fs/cgroup"):
        assert "Read-only file system" in machine.call(f"{inside} touch {folder}/here").stderr
    assert machine.run(f"{inside} ls -A /home /root /tmp") == "/home:\n\n/root:\n\n/tmp:"
    machine.run(f"{inside} touch /var/lib/{UNIT}/here && rm /var/lib/{UNIT}/here")
    assert "Permission denied" in machine.call(f"setpriv --reuid=65534 --clear-groups ls /var/lib/{UNIT}/").stderr


def test_reload_takes_the_file_and_keeps_the_process(machine):
    pid = main_pid(machine)
    path = machine.path(CONFIGURATION)
    path.write_text(path.read_text().replace("control_site_example_org", "control_site_renamed"))
    machine.run(f"systemctl reload {UNIT}")
    eventually(lambda: "control_site_renamed" in get(machine, "/api/v1/probes"))
    path.write_text("nonsense: true\n")
    machine.run(f"systemctl reload {UNIT}")
    eventually(lambda: "\nwhatsapp_exporter_config_last_reload_successful 0\n" in get(machine, "/metrics"))
    assert main_pid(machine) == pid and "control_site_renamed" in get(machine, "/api/v1/probes")


def test_secrets_come_as_the_readme_says(machine):
    secrets, _ = shell_blocks("The package")
    report = "-H 'Content-Type: application/json' -d '{\"symptom\": \"calls\"}'"
    machine.run(secrets)
    eventually(lambda: machine.run("curl -fsS localhost:10042/-/healthy"))
    assert status(machine, "/api/v1/reports", report) == "401"
    assert status(machine, "/api/v1/reports", report, "-H 'Authorization: Bearer a long word of your own'") == "202"
    assert machine.path(f"/etc/{UNIT}/reports_token").stat().st_mode & 0o777 == 0o600


def test_socket_listens_as_the_readme_says(machine):
    _, socket = shell_blocks("The package")
    machine.run(socket)
    assert machine.call(f"systemctl is-active {UNIT}.socket {UNIT}.service").stdout.split() == ["active", "inactive"]
    assert "\nwhatsapp_exporter_build_info{" in get(machine, "/metrics")
    assert machine.run(f"systemctl is-active {UNIT}") == "active"
    [owner] = machine.run("ss -Hltnp 'sport = 10042'").splitlines()
    assert f"pid={main_pid(machine)}," in owner and '("systemd",pid=1,' in owner
    machine.run(f"systemctl disable --now {UNIT}.socket")


def test_a_group_gives_the_key_as_the_readme_says(machine):
    machine.run(f"""
        getent group ssl-cert || groupadd --system ssl-cert
        cd /etc/{UNIT}
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem 2>/dev/null
        chgrp ssl-cert key.pem && chmod 0640 key.pem
        echo 'tls_server_config: {{cert_file: cert.pem, key_file: key.pem}}' > web.yml
        echo 'ARGS="--web.config.file=/etc/{UNIT}/web.yml"' > /etc/default/{UNIT}
        systemctl restart {UNIT}""")
    scrape = f"curl -sS --cacert /etc/{UNIT}/cert.pem https://localhost:10042/metrics"
    assert machine.call(scrape).returncode != 0
    machine.run(f"""
        install -D -m 0644 /dev/stdin {DROP_INS}/group.conf <<< $'[Service]\\nSupplementaryGroups=ssl-cert'
        systemctl daemon-reload && systemctl restart {UNIT}""")
    eventually(lambda: machine.call(scrape).returncode == 0)


def test_upgrade_keeps_what_is_one_s_own_and_purge_takes_it(installed, package, tmp_path):
    """The last of all: afterwards nothing is installed."""
    path = installed.path(CONFIGURATION)
    edited = path.read_text() + "# One's own.\n"
    path.write_text(edited)
    state = installed.path(f"/var/lib/private/{UNIT}")
    key = (state / "pseudonyms.key").read_bytes()
    pid = main_pid(installed)

    later = shutil.copy(newer(package, tmp_path), installed.path("/root"))
    installed.run(f"dpkg -i {pathlib.Path(later).name}")
    assert installed.run(f"systemctl is-active {UNIT}") == "active" and main_pid(installed) != pid
    assert path.read_text() == edited and (state / "pseudonyms.key").read_bytes() == key

    installed.run(f"dpkg --remove {NAME}")
    assert installed.call(f"systemctl is-active {UNIT}").stdout.strip() == "inactive"
    assert not installed.path(f"/usr/bin/{UNIT}").exists() and not installed.path("/usr/share/whatsapp-status-exporter").exists()
    assert path.read_text() == edited and (state / "pseudonyms.key").read_bytes() == key

    installed.run(f"dpkg --purge {NAME}")
    left = installed.run(f"find /etc /usr /var /run -name '*{UNIT}*' -newer /root")
    assert (left, state.exists()) == ("", False)
    assert installed.run("systemctl --failed --plain --no-legend") == ""
