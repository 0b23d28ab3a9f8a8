"""The Debian package of the binary under test."""

import os
import pathlib
import subprocess
import threading

from exporter import BINARY, ROOT

NAME = "whatsapp-status-exporter"
BUILT = []
BUILDING = threading.Lock()


def deb(folder):
    """The package's file. It is built once in a session, in the folder of whoever asks first."""
    with BUILDING:
        if not BUILT:
            words = [ROOT / "deploy/debian/build.sh", BINARY, folder]
            made = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "COMPRESSION": "gzip"})
            assert made.returncode == 0, made.stderr
            BUILT.append(pathlib.Path(made.stdout.strip()))
    return BUILT[0]


def newer(package, folder):
    """The same package as a later version."""
    root = folder / "newer"
    subprocess.run(["dpkg-deb", "-R", package, root], check=True)
    control = root / "DEBIAN/control"
    version = package.name.split("_")[1]
    control.write_text(control.read_text().replace(f"Version: {version}\n", f"Version: {version}.1\n"))
    path = folder / package.name.replace(version, f"{version}.1")
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", root, path], check=True, capture_output=True)
    return path
