"""HAR 1.2: what browsers, mitmproxy and others open. What it has no place for stands under `_callboard`."""

import json
from base64 import b64encode
from collections.abc import Sequence
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import parse_qsl

from store import UNMARKED, Capture, Json, Mark, capture_json, line, rfc3339

MOMENT = 0.001
"""Milliseconds. How long an answer took is not kept beside the request, and a browser shows none at all as pending."""


OWN = ("seq", "target", "received_us", "peer", "answer", "marked", "note")
"""What HAR has no place for."""


class Writer:
    _between = b"\n"

    def begin(self) -> bytes:
        creator = line({"name": "callboard", "version": version("callboard")})
        return f'{{"log":{{"version":"1.2","creator":{creator},"pages":[],"entries":['.encode()

    def take(self, capture: Capture, events: Sequence[str], mark: Mark = UNMARKED) -> bytes:
        between, self._between = self._between, b",\n"
        return between + line(_entry(capture, [json.loads(event) for event in events], mark)).encode()

    def end(self) -> bytes:
        return b"\n]}}\n"


def _entry(capture: Capture, events: Sequence[Json], mark: Mark) -> dict[str, Json]:
    known = capture_json(capture, mark)
    own: dict[str, Json] = {name: known[name] for name in OWN}
    if known["body_encoding"] == "base64":
        own["body"] = b64encode(capture.body).decode()
    return {
        "startedDateTime": rfc3339(capture.received_at),
        "time": MOMENT,
        "request": _request(capture),
        "response": _response(capture),
        "cache": {},
        "timings": {"send": 0, "wait": MOMENT, "receive": 0},
        "serverIPAddress": "127.0.0.1",
        "_callboard": {**own, "events": [*events]},
    }


def _request(capture: Capture) -> dict[str, Json]:
    """`headersSize` is -1: how long they were on the wire is not kept."""
    host = capture.header("host") or "127.0.0.1"
    posted: dict[str, Json] = {
        "mimeType": capture.header("content-type") or "",
        "params": [],
        "text": capture.body.decode("utf-8", "replace"),
    }
    said: dict[str, Json] = {
        "method": capture.method,
        "url": f"http://{host}{capture.target}",
        "httpVersion": f"HTTP/{capture.http_version}",
        "cookies": [],
        "headers": [
            {"name": name.decode("latin-1"), "value": value.decode("latin-1")} for name, value in capture.headers
        ],
        "queryString": [
            {"name": name, "value": value} for name, value in parse_qsl(capture.query, keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": len(capture.body),
    }
    return {**said, "postData": posted} if capture.body else said


def _response(capture: Capture) -> dict[str, Json]:
    known = {one.value: one.phrase for one in HTTPStatus}
    return {
        "status": capture.answer,
        "statusText": known.get(capture.answer, ""),
        "httpVersion": f"HTTP/{capture.http_version}",
        "cookies": [],
        "headers": [],
        "content": {"size": 0, "mimeType": "text/plain"},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": 0,
    }
