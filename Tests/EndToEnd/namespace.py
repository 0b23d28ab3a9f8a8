"""Network namespaces: a host with nothing but its loopback interface. Needs root."""

import concurrent.futures
import ctypes
import os
import socket

CLONE_NEWNET = 0x40000000
BARE = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


def connect(pid, address):
    """A connection to an address in the network namespace of a process."""
    return within(pid, lambda: socket.create_connection(address, timeout=30))


def within(pid, make):
    """What `make` returns when it is called in the network namespace of a process; sockets it makes stay there."""
    # A namespace belongs to a thread, and stays with a socket made in it.
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(_enter_and_make, pid, make).result()


def _enter_and_make(pid, make):
    with open(f"/proc/{pid}/ns/net", "rb") as namespace:
        if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    return make()
