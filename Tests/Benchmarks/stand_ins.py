"""Peers on loopback for as many probers as a catalogue has, in threads of the benchmark itself."""

import asyncio
import socket
import ssl
import subprocess
import sys
import threading

from programs import ROOT

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n" + b"x" * 2000
RESPONDER = ROOT / "Tests/EndToEnd/peers/noise_responder.py"


class StandIns:
    """`with` makes them listen: `https`, `http`, `tcp` and `dns` on a port each, and `chat` where its library is installed."""

    def __init__(self, folder):
        self.certificate = folder / "certificate.pem"
        self.key = folder / "key.pem"
        self.chat = self.chat_root = self.responder = None

    def __enter__(self):
        self._make_certificate()
        self._start_chat()
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._serve, args=(ready,), daemon=True).start()
        ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        if self.responder:
            self.responder.kill()
            self.responder.wait()

    def _make_certificate(self):
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        command += ["-keyout", self.key, "-out", self.certificate]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)

    def _start_chat(self):
        command = [sys.executable, RESPONDER, "--seconds", "600"]
        self.responder = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        words = dict(word.split("=") for word in self.responder.stdout.readline().split())
        if words:
            self.chat, self.chat_root = int(words["port"]), words["root"]

    def _serve(self, ready):
        asyncio.set_event_loop(self.loop)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)

        async def listen():
            https = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=context)
            http = await asyncio.start_server(self._answer, "127.0.0.1", 0)
            tcp = await asyncio.start_server(self._hold, "127.0.0.1", 0)
            dns, _ = await self.loop.create_datagram_endpoint(NameServer, ("127.0.0.1", 0), family=socket.AF_INET)
            self.https, self.http, self.tcp = (server.sockets[0].getsockname()[1] for server in (https, http, tcp))
            self.dns = dns.get_extra_info("sockname")[1]
            return https, http, tcp, dns

        # Without a name for them they would be collected.
        self.listening = self.loop.run_until_complete(listen())
        ready.set()
        self.loop.run_forever()

    async def _answer(self, reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ANSWER)
            await writer.drain()
        except (OSError, EOFError):
            pass
        writer.close()

    async def _hold(self, reader, writer):
        try:
            await reader.read()
        except OSError:
            pass
        writer.close()


class NameServer(asyncio.DatagramProtocol):
    """Answers whatever is asked with the address 127.0.0.1."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, query, peer):
        end = 12
        while query[end]:
            end += query[end] + 1
        question = query[12 : end + 5]
        record = bytes.fromhex("c00c 0001 0001 0000003c 0004 7f000001")
        self.transport.sendto(query[:2] + bytes.fromhex("8180 0001 0001 0000 0000") + question + record, peer)
