"""CPU of a chat handshake, against OpenSSL called from C for the same cryptography.

The handshake is a recorded one with a server built on a Noise library nobody here wrote (Tests/Fixtures/chat).
"""

import json
import subprocess
from statistics import median

from programs import ROOT, compile_c, cpu_seconds
from report import line, ratio

ROUNDS = 7
HANDSHAKES = 2000


def run(folder):
    build = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "HandshakeBenchmark"]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    recorded = json.loads((ROOT / "Tests/Fixtures/chat/dissononce_handshakes.json").read_text())
    one = next(one for one in recorded if one["fault"] == "none")
    arguments = [one["clientPrivate"], one["root"], one["serverBytes"], one["now"]]
    program = ROOT / ".build/release/HandshakeBenchmark"
    floor = compile_c("handshake_floor.c", folder, "-lcrypto")
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_seconds([program, HANDSHAKES, *arguments]) / HANDSHAKES)
        bare.append(cpu_seconds([floor, HANDSHAKES]) / HANDSHAKES)
    line("CPU per chat handshake", f"{median(ours) * 1e6:.0f} us", f"OpenSSL alone {median(bare) * 1e6:.0f} us",
         ratio(median(ours), median(bare)), "at most 1.3")
