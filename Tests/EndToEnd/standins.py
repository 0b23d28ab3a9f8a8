"""Servers that can be well or fail in a way of one's choice, each on an address of its own."""

import email.utils
import socket
import socketserver
import ssl
import struct
import threading

from peers import noise_responder

# How a server can fail: nobody listens; it takes what comes and says nothing; it answers that it cannot.
FAULTS = ("refused", "silent", "ill")
SECONDS = 60


class StandIn:
    """A server with a fault that can be changed while it runs; `None` when it is well."""

    def __init__(self, ip, port=0):
        self.ip, self.port = ip, port
        self.server = None
        self._fault = None
        self._open()

    @property
    def address(self):
        return f"{self.ip}:{self.port}"

    @property
    def fault(self):
        return self._fault

    @fault.setter
    def fault(self, fault):
        if fault == "refused":
            self.close()
        self._fault = fault
        if fault != "refused" and not self.server:
            self._open()

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def _open(self):
        self.server = self._make((self.ip, self.port))
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def _make(self, address):
        """A socketserver that asks `respond` what to do."""
        stand_in = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                stand_in.respond(self.request, self.client_address)

        return self.kind(address, Handler)


class TCPServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Clients may leave whenever they like."""


class UDPServer(socketserver.ThreadingUDPServer):
    daemon_threads = True
    block_on_close = False


class Site(StandIn):
    """An HTTPS site that gives every request the same answer."""

    kind = TCPServer

    def __init__(self, ip, certificate, status=200, body="Welcome\n", content_type="text/plain", headers=()):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificate)
        self.answer = (status, body, content_type, headers)
        super().__init__(ip)

    def respond(self, connection, _):
        connection.settimeout(SECONDS)
        if self.fault == "silent":
            wait_for_end(connection)
            return
        with self.context.wrap_socket(connection, server_side=True) as stream:
            received = b""
            while b"\r\n\r\n" not in received:
                more = stream.recv(4096)
                if not more:
                    return
                received += more
            ill = (503, "Service Unavailable\n", "text/plain", ())
            status, body, content_type, headers = ill if self.fault == "ill" else self.answer
            lines = [
                f"HTTP/1.1 {status} Whatever", f"Date: {email.utils.formatdate(usegmt=True)}", f"Content-Type: {content_type}",
                f"Content-Length: {len(body)}", "Connection: close", *headers,
            ]
            stream.sendall("\r\n".join([*lines, "", body]).encode())


class Chat(StandIn):
    """A chat server on a Noise library that is none of ours."""

    kind = TCPServer
    faults = {None: "none", "silent": "silence", "ill": "truncate"}

    def __init__(self, ip, responder):
        self.responder = responder
        super().__init__(ip)

    def respond(self, connection, _):
        connection.settimeout(SECONDS)
        first_flight = connection.recv(43, socket.MSG_WAITALL)
        answer = self.responder.answer(first_flight, fault=self.faults[self.fault])
        connection.sendall(answer)
        if self.fault != "ill":
            wait_for_end(connection)


class Door(StandIn):
    """A port that takes connections: all that a TCP probe asks for. It can be refused only."""

    kind = TCPServer

    def respond(self, connection, _):
        connection.settimeout(SECONDS)
        wait_for_end(connection)


class NameServer(StandIn):
    """A DNS server (RFC 1035) over UDP, with A records and one zone's SOA. Nothing it says may be remembered."""

    kind = UDPServer
    codes = {"ill": 2, "servfail": 2, "nxdomain": 3, "refuses": 5}
    A, SOA, IN = 1, 6, 1

    def __init__(self, ip, addresses, zone="", port=0):
        self.addresses, self.zone = addresses, zone
        super().__init__(ip, port)

    def respond(self, request, client):
        if self.fault == "silent":
            return
        query, connection = request
        try:
            connection.sendto(self.message(query), client)
        except (OSError, struct.error, IndexError):
            pass  # no query, or closed meanwhile

    def message(self, query):
        name, end = name_at(query, 12)
        kind, _ = struct.unpack_from("!HH", query, end)
        known = name in self.addresses or name == self.zone
        code = self.codes.get(self.fault, 0 if known else 3)
        answers = []
        if code == 0 and kind == self.A and name in self.addresses:
            answers.append((self.A, socket.inet_aton(self.addresses[name])))
        elif code == 0 and kind == self.SOA and name == self.zone:
            answers.append((self.SOA, b"\0\0" + struct.pack("!5I", 1, 3600, 600, 86400, 0)))
        # An answer, authoritative, recursion desired and available.
        head = query[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(answers), 0, 0)
        # The records' name is the question's: a pointer to it.
        records = [b"\xc0\x0c" + struct.pack("!HHIH", kind, self.IN, 0, len(data)) + data for kind, data in answers]
        return head + query[12 : end + 4] + b"".join(records)


def name_at(message, offset):
    """An uncompressed name as text, and the offset after it."""
    labels = []
    while length := message[offset]:
        labels.append(message[offset + 1 : offset + 1 + length].decode("ascii").lower())
        offset += 1 + length
    return ".".join(labels), offset + 1


def wait_for_end(connection):
    while connection.recv(4096):
        pass


def responder():
    return noise_responder.Responder()
