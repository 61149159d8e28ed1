"""Rows of the database and models, either way."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from .models import Capture, Entity, Entry, Event, Flag, Header, Oddity, Request, Trust, Verdict

CAPTURED = "received_at, method, target, http_version, headers, body, peer, answer"
CAPTURE = "seq, received_at, method, target, http_version, plain(headers, pack), plain(body, pack), peer, answer"
ENTRY = "seq, capture, received_at, attempt, verdict, reason, flags, event"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Row = Sequence[Any]


def to_micros(when: datetime) -> int:
    return (when - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def headers_to_blob(headers: Iterable[Header]) -> bytes:
    """A name has no colon and a value no line end, so the lines can be taken apart again exactly."""
    return b"\r\n".join(b"%b: %b" % header for header in headers)


def headers_from_blob(blob: bytes) -> tuple[Header, ...]:
    parts = (line.partition(b": ") for line in blob.split(b"\r\n") if line)
    return tuple((name, value) for name, _, value in parts)


def capture_to_row(request: Request) -> Row:
    return (
        to_micros(request.received_at),
        request.method,
        request.target,
        request.http_version,
        headers_to_blob(request.headers),
        request.body,
        request.peer,
        request.answer,
    )


def capture_from_row(row: Row) -> Capture:
    return Capture(
        seq=row[0],
        received_at=from_micros(row[1]),
        method=row[2],
        target=row[3],
        http_version=row[4],
        headers=headers_from_blob(row[5]),
        body=row[6],
        peer=row[7],
        answer=row[8],
    )


def entry_to_row(entry: Entry) -> Row:
    event = entry.event
    return (
        entry.capture,
        to_micros(entry.received_at),
        to_micros(event.occurred_at) if event.occurred_at else None,
        event.provider,
        event.type,
        event.key,
        event.content,
        entry.attempt,
        event.kind,
        event.id,
        event.status,
        event.phase,
        event.brand,
        event.campaign,
        entry.verdict.trust,
        entry.verdict.reason,
        json.dumps([[flag.oddity, flag.text] for flag in entry.flags], separators=(",", ":")) if entry.flags else None,
        event.model_dump_json(exclude_defaults=True),
    )


def entry_from_row(row: Row) -> Entry:
    return Entry(
        seq=row[0],
        capture=row[1],
        received_at=from_micros(row[2]),
        attempt=row[3],
        verdict=Verdict(trust=Trust(row[4]), reason=row[5]),
        flags=tuple(Flag(oddity=Oddity(oddity), text=text) for oddity, text in json.loads(row[6])) if row[6] else (),
        event=Event.model_validate_json(row[7]),
    )


def entity_to_row(entity: Entity) -> Row:
    return (
        entity.provider,
        entity.kind,
        entity.id,
        entity.phase,
        entity.status,
        entity.brand,
        entity.campaign,
        entity.sender,
        entity.recipient,
        to_micros(entity.last_at),
        entity.last_seq,
        entity.model_dump_json(exclude_defaults=True),
    )


def entity_from_row(row: Row) -> Entity:
    return Entity.model_validate_json(row[0])
