"""Servers that hold dialogues: a banner, a mail server with STARTTLS, one that says nothing, and the like."""

import socket
import threading


def host_and_port(address):
    host, _, port = address.rpartition(":")
    return host, int(port)


class Talker:
    """Takes connections at an address, or at the path of a Unix socket, and holds each the dialogue of a function."""

    def __init__(self, address, dialogue):
        self.dialogue = dialogue
        if isinstance(address, str):
            self.listener = socket.create_server(host_and_port(address), backlog=64)
        else:
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(str(address))
            self.listener.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.listener.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        connection.settimeout(20)
        try:
            self.dialogue(connection)
        except OSError:
            pass
        finally:
            connection.close()


def banner(text):
    def talk(connection):
        connection.sendall(text)
        connection.recv(4096)

    return talk


def says_and_closes(text):
    return lambda connection: connection.sendall(text)


def silent(connection):
    while connection.recv(4096):
        pass


def irc(connection):
    lines = connection.makefile("rb")
    lines.readline()
    lines.readline()
    connection.sendall(b"PING :cookie42\r\n")
    if lines.readline().strip() == b"PONG cookie42":
        connection.sendall(b":irc.test 001 prober :Welcome\r\n")
    lines.readline()


def mail(context):
    """SMTP as far as STARTTLS and a greeting beyond it."""

    def talk(connection):
        connection.sendall(b"220 mail.test ESMTP ready\r\n")
        lines = connection.makefile("rb")
        lines.readline()
        connection.sendall(b"250-mail.test\r\n250-STARTTLS\r\n250 HELP\r\n")
        lines.readline()
        connection.sendall(b"220 go ahead\r\n")
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(b"250 mail.test over TLS\r\n")
            secure.recv(4096)

    return talk


def wants_bytes(connection):
    """PostgreSQL's answer to a request for TLS."""
    if connection.recv(8) == bytes.fromhex("0000000804d2162f"):
        connection.sendall(b"N")
    connection.recv(64)
