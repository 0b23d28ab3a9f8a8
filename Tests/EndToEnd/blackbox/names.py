"""BIND, authoritative for one zone. It listens at addresses of interfaces only, so it shares 127.0.0.1 by ports of its own."""

import os
import pathlib
import socket
import struct
import subprocess

from waiting import eventually

ZONE = """$TTL 300
@ IN SOA ns1 hostmaster 2026112201 3600 600 86400 60
@ IN NS ns1
@ IN NS ns2
ns1 IN A 127.0.0.1
ns2 IN A 127.0.0.2
@ IN A 192.0.2.1
@ IN AAAA 2001:db8::1
@ IN MX 10 mail
mail IN A 192.0.2.2
@ IN TXT "v=spf1 -all" "second \\"quoted\\" part"
www IN CNAME @
_sip._tcp IN SRV 5 10 5060 mail
@ IN CAA 0 issue "ca.test"
many IN TXT {many}
"""

CONFIG = """options {{
  directory "{folder}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion no; pid-file none; allow-transfer {{ none; }};
  session-keyfile "{folder}/session.key"; managed-keys-directory "{folder}"; minimal-responses no; dnssec-validation no;
  listen-on port {tls_port} tls local {{ 127.0.0.1; }}; notify no; empty-zones-enable no;
}};
tls local {{ cert-file "{certificate}"; key-file "{key}"; }};
controls {{ }};
zone "estate.test" {{ type primary; file "{folder}/zone"; }};
"""


class Bind:
    def __init__(self, program, ports, folder, certificate):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True)
        many = " ".join('"' + f"{number:03}" + "x" * 200 + '"' for number in range(30))
        (folder / "zone").write_text(ZONE.format(many=many))
        config = folder / "named.conf"
        config.write_text(CONFIG.format(folder=folder, port=ports[0], tls_port=ports[1], certificate=certificate[0], key=certificate[1]))
        self.port = ports[0]
        # Its libraries have its exact version in their names: those unpacked beside it, if it was unpacked.
        beside = [str(path) for path in pathlib.Path(program).parent.parent.glob("bind9-libs/usr/lib/*-linux-gnu")]
        environment = {**os.environ, **({"LD_LIBRARY_PATH": ":".join(beside)} if beside else {})}
        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [str(program), "-g", "-c", str(config), "-n", "1"], stdout=log, stderr=log, env=environment)
        eventually(lambda: self._answers())

    def close(self):
        self.process.terminate()
        self.process.wait()

    def _answers(self):
        assert self.process.poll() is None, "named ended"
        query = struct.pack("!6H", 7, 0x0100, 1, 0, 0, 0) + b"\x06estate\x04test\x00" + struct.pack("!2H", 6, 1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(0.5)
            try:
                asker.sendto(query, ("127.0.0.1", self.port))
                return asker.recv(512)[3] & 15 == 0
            except OSError:
                return False
