"""What nobody else is to have: secrets, signatures, tokens and cookies, wherever they stand in a request."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from urllib.parse import quote, quote_plus

from store import Capture, Header, unseen

from .secrecy import REDACTED, say, secret, within
from .shading import body_said, pairs_said, text_said
from .suspicion import harmless, suspicious, suspicious_bytes
from .wide import wide_said

SHORTEST = 6
"""Letters of a secret of the settings that is looked for everywhere: a shorter one is in half of all texts."""
_CODED = re.compile("%[0-9A-F]{2}")
_RANDOM = re.compile(r"(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*\d)[\w-]{16,}|[A-Za-z0-9_-]{40,}")
"""A part of a path that was drawn by lot."""


@lru_cache(maxsize=512)  # of one kind of event they are the same each time
def _any_secret(names: tuple[str, ...]) -> bool:
    return any(map(secret, names))


@lru_cache(maxsize=8192)
def _header(header: Header) -> Header:
    name, value = header
    said = value.decode("latin-1")
    told = said if value.isdigit() and not secret(name.decode("latin-1")) else say(name.decode("latin-1"), said)
    return header if told == said else (name, told.encode("latin-1", "replace"))


@dataclass(frozen=True, slots=True)
class Redaction:
    """Leaves out what looks like a secret, and what is known to be one."""

    known: tuple[str, ...] = field(default=(), repr=False)
    """Secrets of the settings: found wherever they stand."""
    token: str = field(default="", repr=False)
    """The path token of our tunnels: without it a path is as it would be here."""

    def request(self, capture: Capture) -> Capture:
        target, headers, body = _target(capture.target, self.token), _headers(capture.headers), _body(capture)
        if (target, headers, body) == (capture.target, capture.headers, capture.body):
            shaded = capture
        else:
            shaded = _with(capture, target, headers, body)
        return self._without_known(shaded) if self.known or self.token else shaded

    def text(self, text: str) -> str:
        """Words of any field."""
        return self._known_in(_of_event("", text))

    def event(self, line: str, capture: Capture, shaded: Capture) -> str:
        """The line of an event: a summary may tell where it was posted."""
        if shaded is not capture and shaded.target != capture.target:
            line = line.replace(_inner(capture.target), _inner(shaded.target))
            line = line.replace(_inner(capture.path), _inner(shaded.path)) if capture.path != "/" else line
        if "=" in line or "eyJ" in line or "@" in line:
            line = unseen(text_said(line, _of_event))
        return self._known_in(line) if self.known or self.token else line

    def _without_known(self, capture: Capture) -> Capture:
        body = capture.body.decode("utf-8", "surrogateescape")
        said = (capture.target, *(value.decode("latin-1") for _, value in capture.headers), body)
        if "\0" not in body and self._known_in(whole := "\n".join(said)) == whole:  # as of nearly all
            return capture
        return replace(
            capture,
            target=self._known_in(capture.target),
            headers=tuple(
                (name, self._known_in(value.decode("latin-1")).encode("latin-1")) for name, value in capture.headers
            ),
            body=wide_said(self._known_in(body).encode("utf-8", "surrogateescape"), self._known_in),
        )

    def _known_in(self, text: str) -> str:
        for one in spellings((*self.known, self.token)):
            if one in text:
                text = text.replace(one, REDACTED)
        return text


@lru_cache(maxsize=256)
def _headers(headers: tuple[Header, ...]) -> tuple[Header, ...]:
    return tuple(map(_header, headers))


def _with(capture: Capture, target: str, headers: tuple[Header, ...], body: bytes) -> Capture:
    """As `replace` makes it, in a third of the time, of every request that is signed."""
    return Capture(
        seq=capture.seq,
        received_at=capture.received_at,
        method=capture.method,
        target=target,
        http_version=capture.http_version,
        headers=headers,
        body=body,
        peer=capture.peer,
        answer=capture.answer,
    )


def _body(capture: Capture) -> bytes:
    body = capture.body
    if suspicious_bytes(body) and not harmless(body, _any_secret):
        body = body_said(capture, say)
    return wide_said(body, partial(text_said, say=say))


@lru_cache(maxsize=8192)
def _target(target: str, token: str) -> str:
    path, mark, query = target.partition("?")
    own = f"/{token}"
    if token and f"{path}/".startswith(f"{own}/"):
        path = path[len(own) :] or "/"
    parts = (within(path) if suspicious(path) else path).split("/")
    said = (
        REDACTED if _RANDOM.fullmatch(part) or (part and secret(before)) else part
        for before, part in zip(["", *parts], parts, strict=False)
    )
    return f"{'/'.join(said)}{mark}{pairs_said(query, say)}"


@lru_cache(maxsize=8)
def spellings(known: Iterable[str]) -> tuple[str, ...]:
    """Each secret as it stands in a text, in JSON, in a URL and in a form; the longest first."""
    long = [one for one in known if len(one) >= SHORTEST]
    ways = {way for one in long for way in _ways(one)}
    return tuple(sorted(ways, key=len, reverse=True))


def _ways(one: str) -> Iterator[str]:
    yield one
    for inner in (_inner(one), json.dumps(one)[1:-1]):
        yield inner
        yield inner.replace("/", "\\/")
    for coded in (quote(one, safe=""), quote(one), quote_plus(one)):
        yield coded
        yield _CODED.sub(lambda found: found[0].lower(), coded)


def _inner(text: str) -> str:
    """As it stands within a text of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _of_event(_name: str, text: str) -> str:
    """The names of an event's fields are ours: `key` is the provider's id for it."""
    return within(text) if suspicious(text) else text
