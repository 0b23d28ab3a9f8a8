"""What `check` prints for a person at a terminal."""

import os
import pty
import subprocess

import pytest

from exporter import BINARY, QUIET, written


def on_terminal(*words):
    """All that a program writes to a terminal, and its exit status."""
    try:
        terminal, end = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal to be had: {error}")
    try:
        process = subprocess.Popen([str(BINARY), *words], stdout=end, stderr=end)
    finally:
        os.close(end)
    text = b""
    try:
        while more := os.read(terminal, 4096):
            text += more
    except OSError:
        pass  # how the other end's closing shows
    os.close(terminal)
    return text.decode(), process.wait(30)


def test_check_shows_progress_and_colour(tmp_path):
    path = written(QUIET, tmp_path)
    text, status = on_terminal("check", f"--config.file={path}")
    assert status == 4
    assert "probing: 0 of 1 done" in text
    # The progress line is gone before the table begins.
    progress, _, table = text.rpartition("\r\x1b[K")
    assert "probing" in progress and "probing" not in table
    assert "\x1b[31mconnection_refused\x1b[0m" in table
    assert "\x1b[" not in on_terminal("check", "--no-color", f"--config.file={path}")[0].rpartition("\x1b[K")[2]
