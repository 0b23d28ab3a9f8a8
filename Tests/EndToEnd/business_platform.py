"""Stand-ins for graph.facebook.com and metastatus.com, written from what Meta documents of both."""

import dataclasses
import http.server
import json
import ssl
import threading
import time
import urllib.parse


@dataclasses.dataclass
class Reply:
    """What a request is answered with."""

    body: object = b""
    status: int = 200
    headers: dict = dataclasses.field(default_factory=dict)
    #: Of the body only so many bytes are sent; the length announced is the whole's.
    cut: int | None = None
    #: The body is sent over and over.
    is_endless: bool = False

    @property
    def data(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclasses.dataclass
class Asked:
    path: str
    query: dict
    headers: dict  # names in lower case
    at: float


class Server:
    """Answers each path as `replies` says, and remembers who asked for what. `with` closes it."""

    def __init__(self, replies, certificate=None):
        self.replies, self.asked = dict(replies), []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                fields = {name.lower(): value for name, value in self.headers.items()}
                server.asked.append(Asked(url.path, dict(urllib.parse.parse_qsl(url.query)), fields, time.time()))
                server.reply(self, url.path)

            def log_message(self, *_):
                """Nobody reads it."""

            def handle(self):
                try:
                    super().handle()
                except (OSError, ssl.SSLError):
                    pass  # clients may leave whenever they like

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server.server_address[1]}"

    def asked_for(self, part):
        return [asked for asked in self.asked if part in asked.path.split("/")]

    def find(self, path):
        return self.replies.get(path.rpartition("/")[2]) or self.replies.get(path) or NOT_FOUND

    def reply(self, handler, path):
        reply = self.find(path)
        if callable(reply):
            reply = reply()
        handler.send_response(reply.status)
        for name, value in {"Content-Type": "application/json; charset=UTF-8", **reply.headers}.items():
            handler.send_header(name, value)
        if not reply.is_endless:
            handler.send_header("Content-Length", str(len(reply.data)))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        handler.wfile.write(reply.data[: reply.cut])
        while reply.is_endless:
            handler.wfile.write(reply.data)


def fault(code, message="(#{}) It failed.", status=400, **more):
    """The envelope of the Graph API's errors."""
    text = message.format(code)
    details = {"messaging_product": "whatsapp", "details": text}
    error = {"message": text, "type": "OAuthException", "code": code, "error_data": details, "fbtrace_id": "AzKnAd7bPmq", **more}
    return Reply({"error": error}, status)


NOT_FOUND = fault(33, "Unsupported get request.", error_subcode=33)


def entity(kind, state, identifier="1", **more):
    return {"entity_type": kind, "id": identifier, "can_send_message": state, **more}


def health(overall, *entities, identifier="1", **fields):
    status = {"can_send_message": overall, "entities": list(entities)}
    return Reply({"health_status": status, "id": identifier, **fields})


def well(identifier="1", **fields):
    """A phone number that lacks nothing."""
    entities = [entity(kind, "AVAILABLE") for kind in ("PHONE_NUMBER", "WABA", "BUSINESS", "APP")]
    known = {
        "quality_rating": "GREEN", "throughput": {"level": "STANDARD"}, "status": "CONNECTED", "name_status": "APPROVED",
        "account_mode": "LIVE", "code_verification_status": "VERIFIED", "platform_type": "CLOUD_API",
        "whatsapp_business_manager_messaging_limit": "TIER_10K",
    }
    return health("AVAILABLE", *entities, identifier=identifier, **{**known, **fields})


ORGANISATION = "whatsapp-business-api"
SERVICES = (
    "Cloud API", "Cloud API - Calling", "WhatsApp Business Account Management", "Embedded Signup", "WhatsApp Flows",
    "Marketing Messages API for WhatsApp", "Coexistence - Messaging", "Coexistence - Onboarding",
)


def organisations(statuses=(), times=(), **more):
    """orgs.json with the status of some services; the others have no known issues."""
    services = [
        {"id": f"{number}", "name": name, "status": dict(statuses).get(name, "No known issues"), **dict(times)}
        for number, name in enumerate(SERVICES, 1)
    ]
    ours = {"id": ORGANISATION, "name": "WhatsApp Business API", "services": services, "rss_file_paths": [], **more}
    return Reply([ours, {"id": "graph-api", "name": "Graph API", "services": []}])


def outage(status, at, *posts, service="1", identifier="o1"):
    return {"id": identifier, "service_id": service, "status": status, "time": at, "posts": list(posts)}


def status_page(orgs=None, outages=(), history=()):
    """What metastatus.com has under which path."""
    return {
        "/data/orgs.json": orgs or organisations(),
        f"/data/outages/{ORGANISATION}.json": Reply(list(outages)),
        f"/data/outages/{ORGANISATION}.history.json": Reply(list(history)),
    }
