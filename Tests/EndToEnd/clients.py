"""Clients that do not behave."""

import contextlib
import socket


@contextlib.contextmanager
def connections(exporter, count, first=b""):
    """That many open connections, each with some bytes sent."""
    host, _, port = exporter.addresses[0].rpartition(":")
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection((host, int(port)), timeout=30)) for _ in range(count)]
        for client in clients:
            with contextlib.suppress(OSError):
                client.sendall(first)
        yield clients


def reply(client):
    """All a client gets until the server closes, or breaks off."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while more := client.recv(65536):
            received += more
    return received


def status(exporter, request):
    """The status that bytes get for an answer; 0 for none."""
    with connections(exporter, 1) as [client]:
        with contextlib.suppress(ConnectionError):
            client.sendall(request)
        answer = reply(client)
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0
