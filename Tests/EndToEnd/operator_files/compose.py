"""The compose file: its form, what it mounts, and whether the programs understand what they find there and are told."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

from .container import PATH

# For each image the program that stands for it here, beside promtool.
PROGRAMS = {"prom/prometheus": "prometheus", "prom/alertmanager": "prometheus-alertmanager"}


def check(report, root, promtool, binary):
    file = root / "deploy/compose/compose.yml"
    services = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
    schema = shutil.which("check-jsonschema", path=PATH)
    if schema:
        report.command("compose.yml is of the compose specification", schema, "--builtin-schema", "vendor.compose-spec", file)
    else:
        report.note("compose.yml is not checked against its schema: no check-jsonschema here")
    report.check("compose.yml mounts what is there, read-only", mount_problems(file, services))
    report.check("the services of compose.yml have no privileges, and a version", privilege_problems(services))

    programs = {"whatsapp_status_exporter": binary}
    if promtool:
        programs |= {image: pathlib.Path(promtool).parent / name for image, name in PROGRAMS.items()}
    for name, service in services.items():
        program = programs.get(service["image"].partition(":")[0])
        if service.get("command") and not (program and os.access(program, os.X_OK)):
            report.note(f"flags of {name} in compose.yml are not checked: no such program here")
        elif service.get("command"):
            report.check(f"flags of {name} in compose.yml exist", unknown_flags(program, service["command"]))
    if promtool:
        for name, words in {
            "prometheus": [promtool, "check", "config"],
            "alertmanager": [shutil.which("amtool", path=str(pathlib.Path(promtool).parent)), "check-config"],
        }.items():
            with tempfile.TemporaryDirectory() as folder:
                config = as_mounted(file, services[name], pathlib.Path(folder))
                report.command(f"{name} of compose.yml understands its configuration", *words, config)


def mounts(service):
    """Pairs of files here and places there, and how they are mounted."""
    for volume in service.get("volumes", []):
        source, place, *mode = volume.split(":")
        if source.startswith("."):
            yield source, place, mode


def mount_problems(file, services):
    for name, service in services.items():
        for source, place, mode in mounts(service):
            if mode != ["ro"]:
                yield f"{name}: {source} could be written to"
            # What is secret is the operator's to put there.
            if not (file.parent / source).exists() and not source.startswith("./secrets/"):
                yield f"{name}: no {source}"
        if "build" in service:
            context = file.parent / service["build"]["context"]
            if not (context / service["build"]["dockerfile"]).exists():
                yield f"{name}: no {service['build']['dockerfile']}"


def privilege_problems(services):
    for name, service in services.items():
        if service.get("cap_drop") != ["ALL"] or service.get("cap_add") or service.get("privileged"):
            yield f"{name} keeps capabilities"
        if not service.get("read_only") or "no-new-privileges:true" not in service.get("security_opt", []):
            yield f"{name} may change its root, or become another user"
        if not re.fullmatch(r"[^:]+:v?\d+\.\d+\.\d+", service["image"]):
            yield f"{name}: {service['image']} names no version"
        for port in service.get("ports", []):
            if not port.startswith("127.0.0.1:"):
                yield f"{name}: port {port} is open to all"


def unknown_flags(program, words):
    helped = subprocess.run([program, "--help"], capture_output=True, text=True, timeout=60)
    text = helped.stdout + helped.stderr
    for word in words:
        flag = word.partition("=")[0].removeprefix("--")
        plain = re.escape(flag.removeprefix("no-"))
        # Collectors are not named one by one.
        if re.match(r"(no-)?collector\.\w+$", flag) and re.search(rf"\b{plain.rpartition('.')[2]}\b", text):
            continue
        if not re.search(rf"--(\[no-\])?{plain}(?![\w.-])", text):
            yield f"{program.name} has no {word}"


def as_mounted(file, service, folder):
    """Puts a service's files below a folder as the container has them; the path of its configuration."""
    for source, place, _ in mounts(service):
        copy = folder / place.removeprefix("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        source = file.parent / source
        if source.is_dir():
            shutil.copytree(source, copy)
        elif source.exists():
            shutil.copy(source, copy)
    [config] = [word.removeprefix("--config.file=") for word in service["command"] if word.startswith("--config.file=")]
    return folder / config.removeprefix("/")
