"""What is taken away: requests with what they meant, oldest first, in pages, and as JSON lines that SQLite writes."""

import asyncio
import json
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import aiosqlite

from ..captures.request import Capture
from ..database import breakable
from ..export import unseen
from ..files.salvage import salvaged
from ..filters.values import Sql
from ..keeping.packing import plain_of
from ..rows import CAPTURED, capture_from_row

EVENTS = 2000
"""Events of a page: enough of them that SQLite, and not Python, is what takes the time."""
FIRST = 100
"""Events of the first, from which it is known how long they are."""
OCTETS = 2 * 2**20
"""Bytes of bodies that are held at once, and about as many letters of events."""


@dataclass(frozen=True, slots=True)
class Page:
    """Requests in the order of the log, and of each its events as lines."""

    captures: Sequence[Capture]
    events: Mapping[int, Sequence[str]]
    share: float
    """How much of the store lies behind, up to 1."""


def _when(micros: str) -> str:
    """As `rfc3339` has it: cut to milliseconds, also before 1970."""
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', ({micros} - 999 * ({micros} < 0)) / 1000 / 1000.0, 'unixepoch')"


# `event_json` in SQL, a test holds them equal: a million events go through here, and SQLite writes them in a third of
# the time and without Python's lock, so that Python writes their requests meanwhile.
LINE = f"""json_object('v', 1, 'kind', 'event', 'seq', seq, 'capture', capture, 'received_at', {_when("received_at")},
    'provider', provider, 'type', type,
    'entity', CASE WHEN coalesce(id, '') <> '' THEN json_object('kind', kind, 'id', id) END,
    'campaign', coalesce(event ->> '$.campaign', CASE WHEN kind IS NOT 'campaign' THEN campaign END),
    'brand', coalesce(event ->> '$.brand', CASE WHEN kind IS NOT 'brand' THEN brand END),
    'status', status, 'phase', phase,
    'reason', event ->> '$.reason', 'code', event ->> '$.code', 'meaning', event ->> '$.meaning',
    'occurred_at', CASE WHEN occurred_at IS NOT NULL THEN {_when("occurred_at")} END,
    'key', key, 'attempt', attempt, 'verdict', verdict, 'verdict_reason', reason, 'summary', event ->> '$.summary',
    'aliases', json(coalesce(event -> '$.aliases', '[]')), 'name', event ->> '$.name',
    'from', event ->> '$.sender', 'to', event ->> '$.recipient', 'text', event ->> '$.text',
    'sequence', json(event -> '$.sequence'), 'doubts', json(coalesce(event -> '$.doubts', '[]')),
    'flags', json(CASE WHEN flags IS NULL THEN '[]' ELSE (SELECT json_group_array(
        json_object('oddity', value ->> 0, 'text', value ->> 1)) FROM json_each(flags)) END))"""
PAGE = f"""
SELECT max(seq), group_concat(said, char(10)) FROM (
    SELECT seq, capture || ' ' || {LINE} AS said FROM entries WHERE seq > ? AND seq <= ? AND {{condition}}
    ORDER BY seq LIMIT ?)
"""
REQUESTS = f"SELECT seq, {CAPTURED}, pack FROM captures WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"


async def pages(
    lines: aiosqlite.Connection, requests: aiosqlite.Connection, where: Sql, top: int
) -> AsyncIterator[Page]:
    """Over two connections: while the one page is used the lines of the next are made."""

    async def page(after: int, most: int) -> _Told:
        return await breakable(lines, lambda db: _events(db, where, (after, top), most))

    most = FIRST
    coming = asyncio.create_task(page(0, most))
    try:
        while events := (told := await coming).events:
            upto, most = told.upto, max(1, min(EVENTS, 2 * most, most * OCTETS // told.letters))
            coming = asyncio.create_task(page(upto, most))
            wanted = list(events)
            while wanted:
                captures = await breakable(requests, lambda db, seqs=wanted: _requests(db, seqs))  # type: ignore[misc]
                wanted = wanted[wanted.index(captures[-1].seq) + 1 :] if captures else []
                if captures:
                    yield Page(captures, events, upto / top)
    finally:
        coming.cancel()


class _Told(NamedTuple):
    """Up to which entry, by capture the lines of each, and how long they are together."""

    upto: int
    events: Mapping[int, Sequence[str]]
    letters: int


def _events(db: sqlite3.Connection, where: Sql, window: tuple[int, int], most: int) -> _Told:
    """What one request meant is never torn in two, however much it is."""
    condition, args = where
    last, text = db.execute(PAGE.format(condition=condition), (*window, *args, most)).fetchone()
    found = defaultdict[int, list[str]](list)
    lines = unseen(text).split("\n") if text else []
    for said in lines:
        capture, _, event = said.partition(" ")
        found[int(capture)].append(event)
    if len(lines) == most and len(found) == 1:
        return _events(db, where, window, 2 * most)
    if len(lines) == most:
        _, torn = found.popitem()
        last = json.loads(torn[0])["seq"] - 1
    return _Told(last or window[0], found, len(text or " "))


def _requests(db: sqlite3.Connection, seqs: Sequence[int]) -> Sequence[Capture]:
    """The first of them, as many as may be held at once."""
    found, octets = list[Capture](), 0
    for capture in _read(db, seqs):
        found.append(capture)
        octets += len(found[-1].body)
        if octets > OCTETS:
            break
    return found


def _read(db: sqlite3.Connection, seqs: Sequence[int]) -> Iterator[Capture]:
    """Where a page of the log is damaged, each by itself from there on: the others are there."""
    last, plain = 0, plain_of(db)
    heads = lru_cache(maxsize=64)(plain)
    try:
        for *row, pack in db.execute(REQUESTS, (json.dumps(seqs),)):
            row[5], row[6] = heads(row[5], pack), plain(row[6], pack)
            yield capture_from_row(row)
            last = row[0]
    except sqlite3.OperationalError:  # it is not the page that is damaged
        raise
    except sqlite3.DatabaseError:
        yield from filter(None, (salvaged(db, seq) for seq in sorted(seqs) if seq > last))
