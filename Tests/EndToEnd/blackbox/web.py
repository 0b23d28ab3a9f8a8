"""Web servers for the comparison: one that does whatever a path says, and nginx."""

import gzip
import json
import pathlib
import socket
import ssl
import subprocess
import threading
import zlib

from blackbox.talkers import host_and_port
from waiting import eventually

DOCUMENT = {"status": "ok", "code": 200, "items": [{"n": 1}, {"n": 5}], "nested": {"deep": True}, "none": None}
TEXT = b"Welcome to the estate\nall is well\n"


class Web:
    """A plain HTTP server on a host of its own, each path with a habit."""

    def __init__(self, address, context=None):
        self.context = context
        self.listener = socket.create_server(host_and_port(address), backlog=64)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.listener.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        connection.settimeout(20)
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65536)
                if not more:
                    return
                head += more
            head, _, body = head.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            method, path, _ = lines[0].split(" ")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            while len(body) < int(fields.get("content-length", 0)):
                body += connection.recv(65536)
            connection.sendall(self.respond(method, path, fields, body))
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def respond(self, method, path, fields, body):
        bare = path.partition("?")[0]
        word = bare.strip("/").split("/")
        if word[0] == "status":
            return self.page(int(word[1]), b"status page\n", method=method)
        if bare == "/json":
            return self.page(200, json.dumps(DOCUMENT).encode(), ["Content-Type: application/json"], method)
        if bare == "/redirect":
            return self.page(302, b"", ["Location: /"], method)
        if bare == "/redirects":
            return self.page(301, b"", ["Location: /redirect"], method)
        if bare == "/loop":
            return self.page(302, b"", ["Location: /loop"], method)
        if bare == "/nowhere":
            return self.page(302, b"", [], method)
        if bare == "/gzip":
            return self.page(200, gzip.compress(TEXT), ["Content-Encoding: gzip"], method)
        if bare == "/deflate":
            return self.page(200, zlib.compress(TEXT), ["Content-Encoding: deflate"], method)
        if bare == "/big":
            return self.page(200, b"x" * 200_000, [], method)
        if bare == "/modified":
            return self.page(200, TEXT, ["Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "X-Kind: one", "X-Kind: two"], method)
        if bare == "/chunked":
            return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
        if bare == "/old":
            return b"HTTP/1.0 200 OK\r\n\r\nold"
        if bare == "/empty":
            return b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        if bare == "/private":
            good = fields.get("authorization") in ("Basic dXNlcjpwYXNz", "Bearer token")
            return self.page(200 if good else 401, b"private\n", method=method)
        if bare == "/echo":
            said = f"{method} host={fields.get('host', '')} x={fields.get('x-test', '')} body={body.decode('latin-1')}\n"
            return self.page(200, said.encode(), method=method)
        return self.page(200, TEXT, method=method)

    @staticmethod
    def page(status, body, fields=(), method="GET"):
        head = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", "Connection: close", *fields, "", ""]
        return "\r\n".join(head).encode() + (b"" if method == "HEAD" else body)


class Nginx:
    """nginx as it is, over TLS with HTTP/2 and without, on a host of its own."""

    CONFIG = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; root {folder}/www; gzip on; gzip_types text/plain; gzip_min_length 1; ssl_protocols TLSv1.2 TLSv1.3;
  ssl_certificate {certificate}; ssl_certificate_key {key};
  server {{ listen {ip}:8080; }}
  server {{ listen {ip}:8443 ssl http2; }}
  server {{ listen {ip}:9443 ssl; ssl_protocols TLSv1.2; }}
  server {{ listen {ip}:7443 ssl http2; ssl_client_certificate {authority}; ssl_verify_client on; }}
}}
"""

    def __init__(self, program, ip, folder, certificate, authority):
        folder = pathlib.Path(folder)
        (folder / "www").mkdir(parents=True)
        (folder / "www" / "index.html").write_bytes(b"nginx is well\n")
        self.ip = ip
        config = folder / "nginx.conf"
        config.write_text(
            self.CONFIG.format(folder=folder, ip=ip, certificate=certificate[0], key=certificate[1], authority=authority))
        self.process = subprocess.Popen(
            [str(program), "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually(lambda: self._listens())

    def close(self):
        self.process.terminate()
        self.process.wait()

    def _listens(self):
        assert self.process.poll() is None, "nginx ended"
        try:
            socket.create_connection((self.ip, 7443), timeout=1).close()
            return True
        except OSError:
            return False


def context(certificate):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*certificate)
    return made
