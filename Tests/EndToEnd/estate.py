"""WhatsApp, the rest of the world and two resolvers in miniature, each with an address of its own on loopback."""

import random

from exporter import Exporter
from standins import Chat, Door, NameServer, Site, responder
from waiting import eventually

NAMES = {
    "chat.wa.test": 1, "web.wa.test": 2, "register.wa.test": 3, "media.wa.test": 4, "links.wa.test": 5, "graph.wa.test": 6,
    "first.site.test": 11, "second.site.test": 12,
}
GRAPH = '{"error":{"message":"Unsupported get request.","type":"OAuthException","code":100,"fbtrace_id":"A"}}'
AUTHORITY_QUESTION = {"query_name": "wa.test", "query_type": "SOA", "recursion_desired": False}
REGISTRATION = '{"param":"authkey","reason":"missing_param","status":"fail"}\n'


class Estate:
    """All well at first. Give the stand-ins of a part a fault with `fail`."""

    def __init__(self, authority, folder):
        # So that two runs on one machine do not meet at port 53.
        self.net = f"127.{random.randint(1, 254)}.{random.randint(0, 254)}"
        self.authority, self.folder = authority, folder
        addresses = {name: self.ip(number) for name, number in NAMES.items()}
        certificate = authority.certificate(*NAMES)
        identity = responder()
        self.root_key = identity.root.public.hex()

        def site(name, *answer):
            return Site(addresses[name], certificate, *answer)

        self.chat = Chat(addresses["chat.wa.test"], identity)
        self.web = site("web.wa.test", 400, "<!DOCTYPE html><title>Error</title>", "text/html")
        self.registration = site("register.wa.test", 200, REGISTRATION, "text/json ; charset=utf-8")
        self.media = site("media.wa.test", 403, "URL signature mismatch")
        self.links = site("links.wa.test", 302, "", "text/plain", ["Location: https://links.wa.test/send"])
        self.alternate = Door(self.ip(7))
        self.graph = site("graph.wa.test", 400, GRAPH, "application/json")
        self.name_server = NameServer(self.ip(8), {}, zone="wa.test")
        self.sites = [site("first.site.test"), site("second.site.test")]
        self.door = Door(self.ip(13))
        self.resolver = NameServer(self.ip(53), addresses, port=53)
        self.other_resolver = NameServer(self.ip(54), addresses)

        self.business = [self.graph]
        consumer = [self.chat, self.alternate, self.web, self.registration, self.media, self.links, self.name_server]
        self.whatsapp = consumer + self.business
        self.controls = [*self.sites, self.door, self.other_resolver]
        self.everything = [*self.whatsapp, *self.controls, self.resolver]

    def ip(self, number):
        return f"{self.net}.{number}"

    def close(self):
        for stand_in in self.everything:
            stand_in.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def config(self, interval="1s", timeout="1s", controls=True):
        """The configuration of an exporter for it."""
        (self.folder / "resolv.conf").write_text(f"nameserver {self.resolver.ip}\noptions timeout:1 attempts:1\n")
        (self.folder / "hosts").write_text("")
        rhythm = {"interval": interval, "timeout": timeout}

        def https(name, part, server, **http):
            role = {"control": "site"} if server in self.sites else {"component": part}
            host = next(host for host, number in NAMES.items() if self.ip(number) == server.ip)
            return {"name": name, **role, "prober": "https", "host": host, "port": server.port, "http": http}

        def dns(name, role, server, **question):
            return {"name": name, **role, "prober": "dns", "host": server.ip, "port": server.port, "dns": question}

        def tcp(name, role, server):
            return {"name": name, **role, "prober": "tcp", "host": server.ip, "port": server.port}

        ours = [
            {"name": "chat", "component": "chat", "prober": "whatsapp_chat", "host": "chat.wa.test", "port": self.chat.port},
            tcp("chat_alternate", {"component": "chat_alternate"}, self.alternate),
            https("web", "web", self.web, valid_status_codes=["200", "400"]),
            https("registration", "registration", self.registration, path="/v2/register", body_contains=['"status"']),
            https("media", "media", self.media, valid_status_codes=["403"]),
            https("links", "links", self.links, valid_status_codes=["300-399"]),
            https("business_api", "business_api", self.graph, valid_status_codes=["200-499"], body_contains=["OAuthException"]),
            dns("dns_authority", {"component": "dns_authority"}, self.name_server, **AUTHORITY_QUESTION),
        ]
        others = [
            https("control_site_first", None, self.sites[0]),
            https("control_site_second", None, self.sites[1]),
            tcp("control_address", {"control": "address"}, self.door),
            dns("control_resolver", {"control": "resolver"}, self.other_resolver, query_name="first.site.test"),
            {"name": "control_gateway", "control": "gateway", "prober": "gateway"},
        ]
        return {
            "probing": {
                "min_gap": "0s",
                "second_opinion_resolvers": [self.other_resolver.address],
                "resolv_conf": str(self.folder / "resolv.conf"),
                "hosts_file": str(self.folder / "hosts"),
            },
            "tls": {"trusted_ca_file": str(self.authority.file)},
            "chat": {"root_key": self.root_key},
            "catalogue": {"enabled": False},
            "edges": {key: "1s" for key in ("interval", "resolver_interval", "pinned_interval")},
            "targets": [{**target, **rhythm} for target in ours + (others if controls else [])],
        }

    def flags(self):
        """Flags that lead the exporter to the estate's own gateway, and to this machine's figures for all else."""
        return flags_of_host(self.folder, self.ip(1))

    def exporter(self, *flags, prefix=(), **options):
        return Exporter(*self.flags(), *flags, config=self.config(**options), prefix=prefix)


def flags_of_host(folder, gateway):
    procfs = folder / "proc"
    if not procfs.exists():
        (procfs / "net").mkdir(parents=True)
        for name in ("stat", "meminfo", "loadavg", "pressure"):
            (procfs / name).symlink_to(f"/proc/{name}")
        for name in ("dev", "netstat", "snmp", "snmp6", "sockstat", "sockstat6"):
            (procfs / "net" / name).symlink_to(f"/proc/self/net/{name}")
        # The address as a number of this machine's byte order.
        number = "".join(f"{int(part):02X}" for part in reversed(gateway.split(".")))
        (procfs / "net" / "route").write_text(ROUTES.format(number))
        (procfs / "net" / "ipv6_route").write_text("")
        (procfs / "net" / "arp").write_text(NEIGHBOURS)
    return [f"--path.procfs={procfs}"]


ROUTES = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
lo\t00000000\t{}\t0003\t0\t0\t0\t00000000\t0\t0\t0
"""
NEIGHBOURS = "IP address       HW type     Flags       HW address            Mask     Device\n"


def fail(stand_ins, fault):
    for stand_in in stand_ins:
        stand_in.fault = fault


def wait_until_well(exporter):
    """Waits for every probe to have succeeded and both verdicts to be ok."""

    def is_well():
        metrics = exporter.metrics()
        success = metrics.by("target", "whatsapp_probe_success")
        targets = metrics.by("target", "whatsapp_probe_runs_total")
        failed = sorted(target for target in targets if not success.get(target))
        assert not failed, f"not well: {failed}"
        return {metrics.verdict("consumer"), metrics.verdict("business")} == {"ok"}

    eventually(is_well)
