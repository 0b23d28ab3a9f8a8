#!/usr/bin/env python3
"""A chat server stand-in whose Noise is somebody else's: dissononce, with a certificate chain signed by libxeddsa.

Prints one line, `port=<port> root=<64 hex digits>`, then answers every connection on 127.0.0.1 until its time is up:
the client's first flight (43 bytes) is read, the ServerHello (or the chosen fault) sent, and the connection held until
the client leaves. Needs ../requirements.txt.
"""

import argparse
import os
import random
import socketserver
import sys
import threading
import time

import xeddsa
from dissononce.cipher.aesgcm import AESGCMCipher
from dissononce.dh.x25519.x25519 import X25519DH
from dissononce.hash.sha256 import SHA256Hash
from dissononce.processing.handshakepatterns.interactive.XX import XXHandshakePattern
from dissononce.processing.impl.cipherstate import CipherState
from dissononce.processing.impl.handshakestate import HandshakeState
from dissononce.processing.impl.symmetricstate import SymmetricState

HEADER = bytes.fromhex("57410603")
DAY = 86400
FAULTS = ("none", "bad-tag", "wrong-root", "expired", "http", "silence", "garbage", "truncate")


class ChatSymmetricState(SymmetricState):
    """The dialect: nothing is mixed while there is no key (standard Noise mixes the empty payload)."""

    def encrypt_and_hash(self, plaintext):
        return super().encrypt_and_hash(plaintext) if self.cipherstate_has_key() else plaintext

    def decrypt_and_hash(self, ciphertext):
        return super().decrypt_and_hash(ciphertext) if self.cipherstate_has_key() else ciphertext


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def field(number, value):
    """One protobuf field: bytes as length-delimited, int as varint."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


class Signer:
    """A Curve25519 key that signs the way libsignal does: the Edwards sign bit rides in the signature's top bit."""

    def __init__(self):
        self.private = os.urandom(32)
        self.public = xeddsa.priv_to_curve25519_pub(self.private)
        self.sign_bit = xeddsa.priv_to_ed25519_pub(self.private)[31] & 0x80

    def sign(self, message):
        forced = xeddsa.priv_force_sign(self.private, bool(self.sign_bit))
        signature = bytearray(xeddsa.ed25519_priv_sign(forced, message))
        signature[63] |= self.sign_bit
        return bytes(signature)


def certificate(issuer, serial, issuer_serial, key, not_before, not_after):
    details = field(1, serial) + field(2, issuer_serial) + field(3, key) + field(4, not_before) + field(5, not_after)
    return field(1, details) + field(2, issuer.sign(details))


class Responder:
    """A server identity: root, intermediate and leaf made fresh, the leaf's key also the Noise static key."""

    def __init__(self, fault="none", now=None):
        now = int(time.time()) if now is None else now
        self.fault = fault
        self.root = Signer()
        self.static = X25519DH().generate_keypair()
        intermediate = Signer()
        signing_root = Signer() if fault == "wrong-root" else self.root
        leaf_end = now - DAY if fault == "expired" else now + 120 * DAY
        self.chain = field(
            1, certificate(intermediate, 329, 3, self.static.public.data, now - 30 * DAY, leaf_end)
        ) + field(2, certificate(signing_root, 3, 0, intermediate.public, now - 60 * DAY, now + 700 * DAY))

    def answer(self, first_flight, fault=None):
        """All bytes to send for a first flight, with a fault of its own if need be; raises ValueError when it is not one."""
        fault = fault or self.fault
        if fault == "http":
            body = b"<html><body>Sign in to the network</body></html>\n"
            return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        if fault == "garbage":
            return random.Random(20).randbytes(300)
        if fault == "silence":
            return b""
        head = HEADER + bytes.fromhex("00002412220a20")
        if len(first_flight) != 43 or not first_flight.startswith(head):
            raise ValueError("not a first flight: " + first_flight.hex())

        noise = HandshakeState(ChatSymmetricState(CipherState(AESGCMCipher()), SHA256Hash()), X25519DH())
        noise.initialize(XXHandshakePattern(), initiator=False, prologue=HEADER, s=self.static)
        noise.read_message(first_flight[len(head) :], bytearray())
        message = bytearray()
        noise.write_message(self.chain, message)
        if fault == "bad-tag":
            message[-1] ^= 1
        hello = field(1, bytes(message[:32])) + field(2, bytes(message[32:80])) + field(3, bytes(message[80:]))
        body = field(3, hello)
        framed = len(body).to_bytes(3, "big") + body
        return framed[: len(framed) // 2] if fault == "truncate" else framed


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(self.server.seconds)
        try:
            first_flight = b""
            while len(first_flight) < 43:
                more = self.request.recv(43 - len(first_flight))
                if not more:
                    return
                first_flight += more
            self.request.sendall(self.server.responder.answer(first_flight))
            if self.server.responder.fault not in ("truncate", "http"):
                while self.request.recv(4096):
                    pass
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--fault", choices=FAULTS, default="none")
    parser.add_argument("--seconds", type=float, default=60, help="how long to live")
    options = parser.parse_args()

    with Server(("127.0.0.1", options.port), Connection) as server:
        server.responder = Responder(options.fault)
        server.seconds = options.seconds
        print(f"port={server.server_address[1]} root={server.responder.root.public.hex()}", flush=True)
        end = threading.Timer(options.seconds, server.shutdown)
        end.daemon = True
        end.start()
        server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
