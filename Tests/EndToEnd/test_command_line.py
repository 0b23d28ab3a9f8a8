"""What the exporter prints for other programs: the manual page and the completions of three shells."""

import shlex
import shutil
import subprocess

import pytest

from exporter import run

NAME = "whatsapp_status_exporter"
COMMANDS = ["check", "backup", "restore"]
# As readline calls the function (bash(1), "Programmable Completion"), with = as a word of its own.
CALL = 'COMP_WORDS=({words}); COMP_CWORD={last}; _{name}; printf "%s\\n" "${{COMPREPLY[@]}}"'


@pytest.fixture(scope="module")
def bash_script(tmp_path_factory):
    path = tmp_path_factory.mktemp("bash") / NAME
    path.write_text(run("--completion-script-bash").stdout)
    return path


@pytest.fixture
def folder(tmp_path):
    """With a file and a folder to complete."""
    (tmp_path / "exporter one.yml").touch()
    (tmp_path / "exports").mkdir()
    return tmp_path


def completed(script, folder, *words):
    """What bash offers in the place of the last word."""
    words = [NAME, *words]
    call = CALL.format(words=shlex.join(words), last=len(words) - 1, name=NAME)
    ended = subprocess.run(
        ["bash", "-eu", "-c", f"source {script}; set +e; {call}"], cwd=folder, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    return [line for line in ended.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], COMMANDS),
        (["--config.file=x.yml", "ch"], ["check"]),
        (["--config.f"], ["--config.file="]),
        (["--log.level", ""], ["debug", "info", "warn", "error"]),
        (["--log.level", "=", "w"], ["warn"]),
        (["--log.level", "="], ["debug", "info", "warn", "error"]),
        (["--log.format=j"], ["--log.format=json"]),
        (["--no-collector.netdev.n"], ["--no-collector.netdev.netlink"]),
        (["--config.file", "=", "exp"], ["exporter one.yml", "exports"]),
        (["--storage.path", "exp"], ["exports"]),
        (["--web.listen-address", "=", ""], []),
        (["--web.telemetry-path", "exp"], []),
        (["--config.check", "--log.f"], ["--log.format="]),
        (["check", "--t"], ["--timeout="]),
        (["check", "--js"], ["--json"]),
        (["--js"], []),
        (["check", "--log"], []),
        (["check", ""], []),
        (["backup", "--storage.path", "=", "exp"], ["exports"]),
        (["restore", "exp"], ["exporter one.yml", "exports"]),
    ],
    ids=" ".join,
)
def test_bash_completes(bash_script, folder, words, offered):
    assert sorted(completed(bash_script, folder, *words)) == sorted(offered)


def test_bash_offers_each_flag_of_the_help(bash_script, tmp_path):
    offered = {word.rstrip("=") for word in completed(bash_script, tmp_path, "--")}
    for line in run("--help").stdout.splitlines():
        flag = line.strip().split("=")[0].split(" ")[0].replace("--[no-]", "--")
        if line.startswith("  --") and flag != "--collector.NAME":
            assert flag in offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_are_of_their_shell(shell, tmp_path):
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    path = tmp_path / "script"
    path.write_text(run(f"--completion-script-{shell}").stdout)
    checked = subprocess.run([shell, "-n", path], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_fish_completes(tmp_path):
    if not shutil.which("fish"):
        pytest.skip("no fish here")
    path = tmp_path / "script.fish"
    path.write_text(run("--completion-script-fish").stdout)

    def offered(line):
        ended = subprocess.run(
            ["fish", "--no-config", "-c", f"source {path}; complete -C '{NAME} {line}'"],
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, cwd=tmp_path, capture_output=True, text=True, check=True)
        return [line.split("\t")[0] for line in ended.stdout.splitlines()]

    assert offered("") == sorted(COMMANDS)
    assert offered("--log.format=") == ["--log.format=json", "--log.format=logfmt"]
    assert offered("check --js") == ["--json"] and offered("--js") == []


def test_man_shows_the_page_without_complaint(tmp_path):
    if not shutil.which("man"):
        pytest.skip("no man here")
    path = tmp_path / f"{NAME}.1"
    path.write_text(run("--help-man").stdout)
    wide = {"MANWIDTH": "100", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    shown = subprocess.run(["man", "--warnings", "-l", path], env=wide, capture_output=True, text=True)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"{NAME} backup|restore --storage.path=DIR FILE" in shown.stdout
    for line in run("--help").stdout.splitlines():
        if line.startswith("  --"):
            assert line.strip().split("  ")[0] in shown.stdout
