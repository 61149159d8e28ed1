"""A small app under development: it keeps what a provider told it about each message."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Orders(ThreadingHTTPServer):
    """Which order was told to its customer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Webhook)
        self.told: dict[str, str] = {}
        self.url = f"http://127.0.0.1:{self.server_port}/webhooks"
        Thread(target=self.serve_forever, daemon=True).start()


class Webhook(BaseHTTPRequestHandler):
    """Telnyx's `message.finalized`."""

    server: Orders

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["content-length"])))["data"]
        if said["event_type"] == "message.finalized":
            self.server.told[said["payload"]["id"]] = said["payload"]["to"][0]["status"]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""
