"""A small app under development: it keeps what a provider told it about each message, and believes no one else."""

import json
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Orders(ThreadingHTTPServer):
    """Which order was told to its customer, and who may send."""

    daemon_threads = True

    def __init__(self, public_key: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Webhook)
        self.public_key = public_key
        """Telnyx's, in base64: without one nobody is asked who he is."""
        self.told: dict[str, str] = {}
        self.campaigns: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self.heard: set[str] = set()
        self.url = f"http://127.0.0.1:{self.server_port}/webhooks"
        Thread(target=self.serve_forever, daemon=True).start()


class Webhook(BaseHTTPRequestHandler):
    """What Telnyx says of messages, numbers and campaigns."""

    server: Orders

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        status = 204 if self.believed(body) else 403
        if status == 204:
            self.hear(json.loads(body)["data"])
        self.send_response(status)
        self.end_headers()

    def hear(self, said: dict[str, object]) -> None:
        """A redelivery is heard once."""
        payload = said["payload"]
        if said["id"] in self.server.heard or not isinstance(payload, dict):
            return
        self.server.heard.add(str(said["id"]))
        if said["event_type"] == "message.finalized":
            self.server.told[payload["id"]] = payload["to"][0]["status"]
        if said["event_type"] == "10dlc.campaign.update":
            self.server.campaigns[payload["campaignId"]] = str(payload.get("status", payload["type"]))
        if payload.get("type") == "ASSIGNMENT":
            self.server.numbers[payload["phoneNumber"]] = payload["status"]

    def believed(self, body: bytes) -> bool:
        """It is signed with the key that belongs to ours."""
        if not self.server.public_key:
            return True
        signed = f"{self.headers['telnyx-timestamp']}|".encode() + body
        try:
            key = Ed25519PublicKey.from_public_bytes(b64decode(self.server.public_key))
            key.verify(b64decode(self.headers.get("telnyx-signature-ed25519", "")), signed)
        except InvalidSignature:
            return False
        return True

    def log_message(self, *_: object) -> None:
        """Quiet."""
