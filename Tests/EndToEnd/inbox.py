"""Where notifications end up: a webhook on loopback that remembers them, as Slack's and as Alertmanager's own."""

import contextlib
import dataclasses
import http.server
import json
import threading
import time


@dataclasses.dataclass
class Notification:
    receiver: str
    status: str  # firing or resolved
    title: str  # empty in Alertmanager's own form
    text: str
    at: float
    content: dict


class Inbox:
    """Has an address for each receiver. `with` closes it."""

    def __init__(self):
        self.received = []
        inbox = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                inbox.received.append(notification(self.path.removeprefix("/"), content))
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                # Slack's own answer: later Alertmanagers take no other.
                with contextlib.suppress(OSError):  # one that is killed does not wait for it
                    self.wfile.write(b"ok")

            def log_message(self, *_):
                """Nobody reads it."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def address(self, receiver):
        return f"http://127.0.0.1:{self.server.server_address[1]}/{receiver}"

    def of(self, *receivers):
        return [notification for notification in self.received if notification.receiver in receivers]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def notification(receiver, content):
    now = time.time()
    if "attachments" not in content:
        return Notification(receiver, content["status"], "", "", now, content)
    [message] = content["attachments"]
    # Only the color says it by itself.
    status = {"danger": "firing", "good": "resolved"}[message["color"]]
    return Notification(receiver, status, message["title"], message["text"], now, message)
