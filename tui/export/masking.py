"""Numbers, addresses and what people wrote, masked as `P` masks them on the board."""

from dataclasses import replace

from store import Capture, unseen

from ..privacy import DOT, RAW, SAID, concealed, hides, masked
from .shading import body_said, headers_said, pairs_said, text_said

PLAIN = "*"
"""Instead of a dot where only Latin letters may stand: in a header, a path."""
OURS = {"v", "seq", "capture", "attempt", "sequence", "received_at", "occurred_at", "type", "kind", "oddity", "phase"}
"""Fields of an event that are about nobody."""


def say(name: str, text: str) -> str:
    """A text without a name is no field: of raw bytes only the shape is left."""
    return concealed(text, SAID if hides(name) else RAW) if hides(name) or not name else masked(text)


def request(capture: Capture) -> Capture:
    path, mark, query = capture.target.partition("?")
    target = f"{_plain(masked(path))}{mark}{pairs_said(query, say)}"
    return replace(headers_said(capture, _header), target=target, body=body_said(capture, say))


def event(line: str) -> str:
    return unseen(text_said(line, _of_event))


def _of_event(name: str, text: str) -> str:
    return text if name in OURS else say(name, text)


def _header(name: bytes, value: bytes) -> bytes:
    return _plain(say(name.decode("latin-1") or "-", value.decode("latin-1"))).encode("latin-1", "replace")


def _plain(text: str) -> str:
    return text.replace(DOT, PLAIN)
