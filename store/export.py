"""Entries, entities and captures as JSON lines: the contract that other programs read."""

import re
from base64 import b64encode
from datetime import datetime
from functools import lru_cache

from pydantic_core import to_json

from .captures.body import Json
from .captures.request import Capture, Header
from .models import Entity, Entry, Event
from .rows import from_micros, to_micros

UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What a terminal may obey, or not show: JSON has another way to write it."""


def line(thing: dict[str, Json]) -> str:
    """One object as one line that drives no terminal."""
    return unseen(to_json(thing).decode())


def unseen(written: str) -> str:
    """JSON with what cannot be seen written so that it can."""
    if written.isascii() and "\x7f" not in written:  # as most are: known at once
        return written
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def event_json(entry: Entry) -> dict[str, Json]:
    return {
        "v": 1,
        "kind": "event",
        "seq": entry.seq,
        "capture": entry.capture,
        "received_at": rfc3339(entry.received_at),
        **_state(entry.event),
        "attempt": entry.attempt,
        "verdict": entry.verdict.trust,
        "verdict_reason": entry.verdict.reason,
        **_words(entry.event),
        "flags": [{"oddity": flag.oddity, "text": flag.text} for flag in entry.flags],
    }


def _state(event: Event) -> dict[str, Json]:
    """What happened to what."""
    return {
        "provider": event.provider,
        "type": event.type,
        "entity": {"kind": event.kind, "id": event.id} if event.id else None,
        "campaign": event.campaign,
        "brand": event.brand,
        "status": event.status,
        "phase": event.phase,
        "reason": event.reason,
        "code": event.code,
        "meaning": event.meaning,
        "occurred_at": rfc3339(event.occurred_at),
        "key": event.key,
    }


def _words(event: Event) -> dict[str, Json]:
    """What else was said."""
    return {
        "summary": event.summary,
        "aliases": list(event.aliases),
        "name": event.name,
        "from": event.sender,
        "to": event.recipient,
        "text": event.text,
        "sequence": event.sequence,
        "doubts": list(event.doubts),
    }


def entity_json(entity: Entity) -> dict[str, Json]:
    return {
        "v": 1,
        "kind": "entity",
        "provider": entity.provider,
        "entity": {"kind": entity.kind, "id": entity.id},
        "aliases": list(entity.aliases),
        "name": entity.name,
        "campaign": entity.campaign,
        "brand": entity.brand,
        "status": entity.status,
        "phase": entity.phase,
        "reason": entity.reason,
        "code": entity.code,
        "meaning": entity.meaning,
        "type": entity.type,
        "from": entity.sender,
        "to": entity.recipient,
        "text": entity.text,
        "events": entity.events,
        "redeliveries": entity.redeliveries,
        "first_at": rfc3339(entity.first_at),
        "last_at": rfc3339(entity.last_at),
        "last_seq": entity.last_seq,
        "overdue": entity.overdue,
    }


def capture_json(capture: Capture) -> dict[str, Json]:
    body, encoding = _body(capture.body)
    path, _, query = capture.target.partition("?")
    return {
        "v": 1,
        "kind": "capture",
        "seq": capture.seq,
        "received_at": rfc3339(capture.received_at),
        "method": capture.method,
        "path": path,
        "query": query,
        "http_version": capture.http_version,
        "headers": [*map(_header, capture.headers)],
        "body": body,
        "body_encoding": encoding,
        "peer": capture.peer,
        "answer": capture.answer,
        "target": capture.target,
        "received_us": to_micros(capture.received_at),
    }


def capture_line(capture: Capture) -> str:
    """`line(capture_json(capture))`, sooner: what comes again and again is written once."""
    body, encoding = _body(capture.body)
    micros = to_micros(capture.received_at)
    second, rest = divmod(micros, 10**6)
    called, target = _called(capture.method, capture.target, capture.http_version)
    return unseen(
        f'{{"v":1,"kind":"capture","seq":{capture.seq},"received_at":"{_second(second)}.{rest // 1000:03}Z",{called},'
        f'"headers":{_headers(capture.headers)},"body":{_quoted(body)},"body_encoding":"{encoding}",'
        f'"peer":{_peer(capture.peer)},"answer":{capture.answer},"target":{target},"received_us":{micros}}}'
    )


def _quoted(thing: object) -> str:
    return to_json(thing).decode()


_peer = lru_cache(maxsize=256)(_quoted)


@lru_cache(maxsize=256)
def _second(second: int) -> str:
    return from_micros(second * 10**6).replace(tzinfo=None).isoformat()


@lru_cache(maxsize=256)
def _headers(headers: tuple[Header, ...]) -> str:
    return _quoted([*map(_header, headers)])


@lru_cache(maxsize=4096)
def _called(method: str, target: str, version: str) -> tuple[str, str]:
    path, _, query = target.partition("?")
    said = {"method": method, "path": path, "query": query, "http_version": version}
    return _quoted(said)[1:-1], _quoted(target)


def rfc3339(when: datetime | None) -> str | None:
    """UTC with milliseconds and Z."""
    return f"{when.isoformat(timespec='milliseconds').removesuffix('+00:00')}Z" if when else None


@lru_cache(maxsize=4096)  # most are the same from one request to the next
def _header(header: Header) -> list[Json]:
    """Not to be changed."""
    name, value = header
    return [name.decode("latin-1"), value.decode("latin-1")]


def _body(body: bytes) -> tuple[str, str]:
    try:
        return body.decode(), "utf-8"
    except UnicodeDecodeError:
        return b64encode(body).decode(), "base64"
