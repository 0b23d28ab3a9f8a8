"""The Containerfile, as far as that can be without an engine; test_container.py runs what it makes."""

import os
import pathlib
import re
import shutil
import sys

# Beside this Python when requirements.txt is installed.
PATH = f"{pathlib.Path(sys.executable).parent}:{os.environ.get('PATH', '')}"


def check(report, root):
    file = root / "deploy/container/Containerfile"
    hadolint = shutil.which("hadolint", path=PATH)
    if hadolint:
        report.command("hadolint Containerfile", hadolint, "--failure-threshold=info", file)
    else:
        report.note("the Containerfile is not linted: no hadolint here")
    # Lines that end in a backslash go on.
    lines = re.sub(r"\\\n", " ", file.read_text(encoding="utf-8")).splitlines()
    steps = [tuple(line.split(None, 1)) for line in lines if line.strip() and not line.startswith("#")]
    report.check("the Containerfile copies what is there", missing(root, steps))
    report.check("the image is from scratch, and runs one program as nobody in particular", image_problems(steps))


def missing(root, steps):
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from="):
            for source in rest.split()[:-1]:
                if not (root / source).exists():
                    yield source
        if word == "RUN":
            for script in re.findall(r"(?<!\S)deploy/\S+\.sh", rest):
                if not os.access(root / script, os.X_OK):
                    yield f"{script} cannot be run"


def image_problems(steps):
    start = max(index for index, (word, _) in enumerate(steps) if word == "FROM")
    image = {}
    for word, rest in steps[start:]:
        image.setdefault(word, rest)
    for word, wanted in {
        "FROM": "scratch", "USER": "65532:65532", "EXPOSE": "10042", "ENTRYPOINT": '["/usr/bin/whatsapp_status_exporter"]',
    }.items():
        if image.get(word) != wanted:
            yield f"{word} {image.get(word)}, not {wanted}"
    for label in ("title", "description", "licenses", "version", "revision"):
        if f"org.opencontainers.image.{label}=" not in image.get("LABEL", ""):
            yield f"no label {label}"
