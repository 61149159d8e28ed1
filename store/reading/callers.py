"""Who called where: how often a path was called, and under which host each provider called last."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from ..filters.values import escaped
from ..rows import from_micros, headers_from_blob

NEWEST_CALLS = 50_000
"""Captures that are looked at."""
NEWEST_ENTRIES = 5000
EACH = 20
"""Captures of one provider: those from this machine say nothing of the world's way to us."""
LOOPBACK = re.compile(r"127\.[0-9.]+|::1|::ffff:127\.[0-9.]+|localhost")

BELOW = """
SELECT count(*), max(received_at) FROM captures
WHERE seq > (SELECT coalesce(max(seq), 0) FROM captures) - :newest AND (
    target = :path OR target LIKE :below ESCAPE '\\' OR target LIKE :query ESCAPE '\\')
"""
LAST = """
SELECT e.provider, c.received_at, plain(c.headers, c.pack), c.peer, c.target FROM (
    SELECT provider, capture, row_number() OVER (PARTITION BY provider ORDER BY seq DESC) AS place FROM entries
    WHERE seq > max(?, (SELECT coalesce(max(seq), 0) FROM entries) - ?) AND provider IS NOT NULL
) e JOIN captures c ON c.seq = e.capture WHERE place <= ? ORDER BY e.provider, place
"""


@dataclass(frozen=True, slots=True)
class Calls:
    """How often something was called among the newest captures, and when last."""

    count: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """A provider, and what it called last."""

    provider: str
    host: str
    path: str
    at: datetime


def calls(db: sqlite3.Connection, *paths: str) -> Calls:
    """Those to any of some paths and below."""
    found = [_calls(db, path.rstrip("/")) for path in dict.fromkeys(paths)]
    last = max((at for _, at in found if at is not None), default=None)
    return Calls(sum(count for count, _ in found), from_micros(last) if last is not None else None)


def _calls(db: sqlite3.Connection, path: str) -> tuple[int, int | None]:
    below, query = f"{escaped(path)}/%", f"{escaped(path)}?%"
    said = {"path": path, "below": below, "query": query, "newest": NEWEST_CALLS}
    count, last = db.execute(BELOW, said).fetchone()
    return count, last


def callers(db: sqlite3.Connection, after: int) -> tuple[Caller, ...]:
    """By provider, of the entries after a seq; one that only this machine has called for is not among them."""
    found: dict[str, Caller] = {}
    for provider, at, headers, peer, target in db.execute(LAST, (after, NEWEST_ENTRIES, EACH)):
        host = _host(headers, peer)
        if provider not in found and host and not LOOPBACK.fullmatch(_name(host)):
            found[provider] = Caller(provider, host, target.partition("?")[0], from_micros(at))
    return tuple(found.values())


def _host(headers: bytes, peer: str) -> str:
    """As the world called it: a tunnel on this machine says so, where it has put another in its place."""
    said = {name.lower(): value.decode("latin-1").strip().lower() for name, value in headers_from_blob(headers)}
    forwarded = said.get(b"x-forwarded-host", "") if LOOPBACK.fullmatch(peer) else ""
    return forwarded or said.get(b"host", "")


def _name(host: str) -> str:
    """Without the port."""
    return host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]
