#!/usr/bin/env python3
"""Writes the fixtures beside it, made by libraries nobody here wrote: dissononce (Noise) and XEdDSA (signatures).

xeddsa_signatures.json: signatures under Montgomery keys, both values of the sign bit among them.
dissononce_handshakes.json: all bytes a server sends to a client whose ephemeral private key is given.

Run with the requirements of Tests/EndToEnd/requirements.txt installed. Keys are fresh on each run.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "EndToEnd" / "peers"))

import noise_responder as peer  # noqa: E402
from dissononce.dh.x25519.x25519 import X25519DH  # noqa: E402

NOW = 1_750_000_000
FAULTS = ("none", "bad-tag", "wrong-root", "expired", "http", "truncate")


def signatures():
    for index in range(12):
        signer = peer.Signer()
        message = bytes(range(index * 7))
        yield {"key": signer.public.hex(), "message": message.hex(), "signature": signer.sign(message).hex()}


def handshakes():
    for fault in FAULTS:
        responder = peer.Responder(fault, now=NOW)
        client = X25519DH().generate_keypair()
        flight = peer.HEADER + bytes.fromhex("00002412220a20") + client.public.data
        yield {
            "fault": fault,
            "now": NOW,
            "root": responder.root.public.hex(),
            "clientPrivate": client.private.data.hex(),
            "firstFlight": flight.hex(),
            "serverStatic": responder.static.public.data.hex(),
            "serverBytes": responder.answer(flight).hex(),
        }


def write(name, values):
    (HERE / name).write_text(json.dumps(list(values), indent=1) + "\n")


if __name__ == "__main__":
    write("xeddsa_signatures.json", signatures())
    write("dissononce_handshakes.json", handshakes())
