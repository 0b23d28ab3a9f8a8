"""The names and addresses of the embedded catalogue, played by stand-ins in a network namespace of one's own.

    unshare --net python world.py FAULT COMMAND...

Sets the scene, runs the command with `--config.file=...` behind it (trust in the scene's own authority and root key; what is
probed stays the catalogue) and exits with its status. FAULT: well, silent (WhatsApp takes what comes and says nothing),
refused (nobody listens at WhatsApp's addresses), resolver (the system's resolver answers SERVFAIL), business (the Graph API is ill).
"""

import pathlib
import subprocess
import sys
import tempfile

import yaml

from authority import Authority
from estate import GRAPH, REGISTRATION
from standins import Chat, Door, NameServer, Site, responder

CHAT = {"g.whatsapp.net": "57.144.23.33", "g-fallback.whatsapp.net": "57.144.23.34"}
WHATSAPP = {
    "web.whatsapp.com": "57.144.15.32", "v.whatsapp.net": "57.144.15.33", "mmg.whatsapp.net": "57.144.15.34",
    "pps.whatsapp.net": "57.144.15.35", "static.whatsapp.net": "57.144.15.36", "wa.me": "57.144.15.37",
    "graph.facebook.com": "57.144.15.38",
}
DOORS = {"e1.whatsapp.net": "3.33.221.48", "e2.whatsapp.net": "15.197.206.217"}
AUTHORITIES = {"a.ns.whatsapp.net": "129.134.30.12", "b.ns.whatsapp.net": "129.134.31.12"}
SITES = {"example.com": "93.184.215.14", "www.wikipedia.org": "185.15.59.224", "www.debian.org": "151.101.2.132"}
RESOLVERS = ["1.1.1.1", "8.8.8.8", "9.9.9.9", "1.0.0.1", "8.8.4.4", "149.112.112.112"]
SYSTEM_RESOLVER = "192.0.2.53"
ANSWERS = {
    "web.whatsapp.com": (400, "<!DOCTYPE html><title>Error</title>", "text/html"),
    "v.whatsapp.net": (200, REGISTRATION, "text/json ; charset=utf-8"),
    "wa.me": (302, "", "text/plain", ["Location: https://api.whatsapp.com/send"]),
    "graph.facebook.com": (400, GRAPH, "application/json"),
}
REFUSAL = (403, "URL signature mismatch")


class World:
    def __init__(self, folder):
        addresses = {**CHAT, **WHATSAPP, **DOORS, **AUTHORITIES, **SITES}
        for ip in [*addresses.values(), *RESOLVERS, SYSTEM_RESOLVER]:
            network("address", "add", f"{ip}/32", "dev", "lo")
        network("route", "add", "default", "dev", "lo")
        authority = Authority(folder)
        certificate = authority.certificate(*WHATSAPP, *SITES)
        identity = responder()
        self.chats = [Chat(ip, identity, port) for ip in CHAT.values() for port in (443, 5222)]
        self.services = {name: Site(ip, certificate, *ANSWERS.get(name, REFUSAL), port=443) for name, ip in WHATSAPP.items()}
        self.doors = [Door(DOORS["e1.whatsapp.net"], 443), Door(DOORS["e2.whatsapp.net"], 5222)]
        self.authorities = [NameServer(ip, addresses, "whatsapp.net", 53) for ip in AUTHORITIES.values()]
        self.controls = [Site(ip, certificate, port=443) for ip in SITES.values()]
        self.controls += [Door(ip, 443) for ip in ("1.1.1.1", "8.8.8.8")] + [NameServer(ip, addresses, port=53) for ip in RESOLVERS]
        self.resolver = NameServer(SYSTEM_RESOLVER, addresses, port=53)
        (folder / "resolv.conf").write_text(f"nameserver {SYSTEM_RESOLVER}\noptions timeout:1 attempts:1\n")
        self.config = folder / "exporter.yml"
        self.config.write_text(
            yaml.safe_dump(
                {
                    "probing": {"resolv_conf": str(folder / "resolv.conf"), "hosts_file": "/dev/null", "timeout": "3s"},
                    "tls": {"trusted_ca_file": str(authority.file)},
                    "chat": {"root_key": identity.root.public.hex()},
                }
            )
        )

    def suffer(self, fault):
        whatsapp = [*self.chats, *self.services.values(), *self.doors, *self.authorities]
        match fault:
            case "well":
                return
            case "silent":
                for stand_in in [*self.chats, *self.services.values()]:
                    stand_in.fault = "silent"
            case "refused":
                for stand_in in whatsapp:
                    stand_in.fault = "refused"
            case "resolver":
                self.resolver.fault = "servfail"
            case "business":
                self.services["graph.facebook.com"].fault = "ill"
            case _:
                sys.exit(f"{fault} is no fault of this world")


def network(*words):
    subprocess.run(["ip", *words], check=True)


if __name__ == "__main__":
    fault, *command = sys.argv[1:]
    network("link", "set", "lo", "up")
    with tempfile.TemporaryDirectory(prefix="wse-world-") as folder:
        world = World(pathlib.Path(folder))
        world.suffer(fault)
        sys.exit(subprocess.run([*command, f"--config.file={world.config}"]).returncode)
