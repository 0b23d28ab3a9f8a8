"""Requests at a steady rate over many connections, whatever the answers take: a client that waits would hide delays."""

import collections
import selectors
import socket
import time


class Load:
    """Sends each request when it is due, on a connection that is free; a delay counts from when it was due."""

    def __init__(self, port, requests, per_second, connections):
        """`per_second` may be None: each as soon as a connection is free."""
        self.requests, self.gap = requests, 1 / per_second if per_second else 0
        self.selector = selectors.DefaultSelector()
        # In turn: one that is never used is closed.
        self.free = collections.deque()
        for _ in range(connections):
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setblocking(False)
            self.free.append(connection)
        self.due, self.received = {}, {}
        self.delays, self.refused = [], 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in [*self.free, *self.due]:
            connection.close()
        self.selector.close()

    def run(self):
        """Sends all and waits for all answers; the seconds it took."""
        start = time.perf_counter()
        sent, count = 0, len(self.requests)
        while len(self.delays) < count:
            now = time.perf_counter()
            while sent < count and self.free and start + sent * self.gap <= now:
                connection = self.free.popleft()
                # Small enough for the kernel to take it at once.
                connection.sendall(self.requests[sent])
                self.due[connection] = start + sent * self.gap if self.gap else now
                self.received[connection] = b""
                self.selector.register(connection, selectors.EVENT_READ)
                sent += 1
            wait = max(0, start + sent * self.gap - time.perf_counter()) if sent < count and self.free else 1
            for key, _ in self.selector.select(wait):
                self._read(key.fileobj)
        return time.perf_counter() - start

    def _read(self, connection):
        answer = self.received[connection] + connection.recv(65536)
        if not answer:
            raise RuntimeError("the connection was closed")
        head, end, body = answer.partition(b"\r\n\r\n")
        [length] = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")] or [0]
        if not end or len(body) < length:
            self.received[connection] = answer
            return
        self.delays.append(time.perf_counter() - self.due.pop(connection))
        if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 202")):
            self.refused += 1
        self.selector.unregister(connection)
        self.free.append(connection)

    def percentile(self, percent):
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
