"""Ports, of which only the kernel knows."""

import socket
import subprocess


def address_of(pid):
    """Where a process listens for TCP, as HOST:PORT; `None` while it does not."""
    sockets = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
    return next((line.split()[3] for line in sockets.splitlines() if f"pid={pid}," in line), None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
