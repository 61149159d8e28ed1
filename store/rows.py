"""Rows of the database and models, either way."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from .captures.request import Capture, Header, Request
from .models import Entity, Entry, Event, Flag, Oddity, Stamp, Trust, Verdict

CAPTURED = "received_at, method, target, http_version, headers, body, peer, answer"
CAPTURE = "seq, received_at, method, target, http_version, plain(headers, pack), plain(body, pack), peer, answer"
NEWEST = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'captures'"
"""The newest capture's seq, though it be taken away: none is given twice."""
ENTRY = (
    "seq, capture, received_at, attempt, verdict, reason, flags, occurred_at, provider, type, key, content, kind, id,"
    " status, phase, brand, campaign, event"
)
ENTITY = "provider, kind, id, phase, status, brand, campaign, sender, recipient, last_at, last_seq, entity"
DAMAGED = b"(damaged on the disk: what came cannot be read)"
"""What is shown for the body of a capture that cannot be made plain."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)

Row = Sequence[Any]
WEIGHTS = 3
"""Of a claim: a note, a state, the end of a message."""


def to_micros(when: datetime) -> int:
    return (when - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def headers_to_blob(headers: Iterable[Header]) -> bytes:
    """A name has no colon and a value no line end, so the lines can be taken apart again exactly."""
    return b"\r\n".join(b"%b: %b" % header for header in headers)


@lru_cache(maxsize=256)  # most are the same from one request to the next
def headers_from_blob(blob: bytes) -> tuple[Header, ...]:
    return tuple(map(_header, blob.split(b"\r\n"))) if blob else ()


@lru_cache(maxsize=4096)
def _header(line: bytes) -> Header:
    name, _, value = line.partition(b": ")
    return name, value


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


def sound_from_row(row: Row) -> Capture:
    """Raises `sqlite3.DatabaseError` where it could not be made plain."""
    if _damaged(row):
        raise sqlite3.DatabaseError("it cannot be unpacked")
    return capture_from_row(row)


def _damaged(row: Row) -> bool:
    return row[5] is None or row[6] is None


def capture_from_row(row: Row) -> Capture:
    return Capture(
        seq=row[0],
        received_at=from_micros(row[1]),
        method=row[2],
        target=row[3],
        http_version=row[4],
        headers=headers_from_blob(row[5] or b""),
        body=DAMAGED if _damaged(row) else row[6],
        peer=row[7],
        answer=row[8],
        damaged=_damaged(row),
    )


def entry_to_row(entry: Entry, number: int, why: int | None) -> Row:
    """With the numbers of its class and of its verdict's reason."""
    event = entry.event
    own, rest = _own(event)
    apart = {"provider", "type", "kind", "status", "phase", "key", "content", "id", "occurred_at", *rest}
    return (
        entry.capture,
        to_micros(entry.received_at),
        to_micros(event.occurred_at) if event.occurred_at else None,
        number,
        entry.attempt,
        keyed(event.provider, event.key),
        event.key,
        event.content,
        event.id,
        *own,
        why,
        json.dumps([[flag.oddity, flag.text] for flag in entry.flags], separators=(",", ":")) if entry.flags else None,
        event.model_dump_json(exclude_defaults=True, exclude=apart),
    )


def entry_from_row(row: Row) -> Entry:
    said = json.loads(row[18])
    said |= dict(zip(("provider", "type", "key", "content", "kind", "id", "status", "phase"), row[8:16], strict=True))
    said = _linked(row[12], row[16], row[17]) | said
    if row[7] is not None:
        said["occurred_at"] = from_micros(row[7])
    return Entry(
        seq=row[0],
        capture=row[1],
        received_at=from_micros(row[2]),
        attempt=row[3],
        verdict=Verdict(trust=Trust(row[4]), reason=row[5]),
        flags=tuple(Flag(oddity=Oddity(oddity), text=text) for oddity, text in json.loads(row[6])) if row[6] else (),
        event=Event.model_validate(said),
    )


def entity_to_row(entity: Entity, number: int) -> Row:
    """With the number of its class."""
    own, rest = _own(entity)
    columns = {"provider", "kind", "id", "phase", "status", "sender", "recipient", "last_at", "last_seq", "stamps"}
    said = entity.model_dump(mode="json", exclude_defaults=True, exclude={*columns, *rest, "first_at"})
    said["first_at"] = to_micros(entity.first_at)
    said["stamps"] = stamps_to_row(entity.stamps)
    return (
        number,
        entity.provider,
        entity.kind,
        entity.id,
        entity.phase,
        entity.status,
        *own,
        entity.sender,
        entity.recipient,
        to_micros(entity.last_at),
        entity.last_seq,
        JSON.encode(said),
    )


def entity_from_row(row: Row) -> Entity:
    said = json.loads(row[11])
    said |= {"first_at": from_micros(said["first_at"]), "stamps": stamps_from_row(said["stamps"])}
    said = _linked(row[1], row[5], row[6]) | said
    return Entity(
        provider=row[0],
        kind=row[1],
        id=row[2],
        phase=row[3],
        status=row[4],
        sender=row[7],
        recipient=row[8],
        last_at=from_micros(row[9]),
        last_seq=row[10],
        **said,
    )


def keyed(provider: str | None, key: str) -> int:
    """What an index holds of a provider's key: eight bytes, however long it is."""
    return int.from_bytes(blake2b(f"{provider} {key}".encode(), digest_size=8).digest(), signed=True)


def stamps_to_row(stamps: Mapping[str, Stamp]) -> list[list[object]]:
    """Each place once, with the fields that were said there, by weight: one event says several."""
    fields: dict[tuple[object, ...], tuple[list[str], ...]] = defaultdict(lambda: tuple([] for _ in range(WEIGHTS)))
    for name, (weight, *place) in stamps.items():
        fields[tuple(place)][weight].append(name)
    return [[*place, *map(" ".join, names)] for place, names in fields.items()]


def stamps_from_row(rows: Iterable[Sequence[Any]]) -> dict[str, Stamp]:
    return {
        name: (weight, *row[:-WEIGHTS])
        for row in rows
        for weight, names in enumerate(row[-WEIGHTS:])
        for name in names.split()
    }


def _own(one: Event | Entity) -> tuple[tuple[str | None, str | None], set[str]]:
    """Its brand and campaign as columns, in which a brand stands for itself; and which fields say no more than they."""
    own = {"brand": one.brand, "campaign": one.campaign}
    known = {name for name in own if one.kind != name or own[name] is None}
    own |= {name: one.id for name in own if one.kind == name}
    return (own["brand"], own["campaign"]), known


def _linked(kind: str | None, brand: str | None, campaign: str | None) -> dict[str, str | None]:
    return {name: said for name, said in (("brand", brand), ("campaign", campaign)) if kind != name}
