"""What comes next for whoever sends captures on: those that were read, in order, and what each is about."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..filters.values import Sql
from ..rows import NEWEST, to_micros

Key = tuple[str, str, str]
"""Provider, kind and id: what is about one thing goes in its order."""

NEXT = """
SELECT capture, provider, kind, coalesce((SELECT a.id FROM aliases a WHERE (a.provider, a.kind, a.alias)
    = (entries.provider, entries.kind, entries.id)), id),
    (SELECT json_extract(h.habits, '$.answer_within') FROM habits h WHERE h.provider = entries.provider)
FROM entries WHERE capture > ? AND capture <= ? AND {condition}
    AND capture IN (SELECT c.seq FROM captures c WHERE c.seq > ? AND c.seq <= ?
        AND ({below}))
    AND NOT EXISTS (SELECT 1 FROM sent s WHERE s.capture = entries.capture AND s.why = 'forward' AND s.target = ?
        AND NOT s.again)
ORDER BY seq
"""
LEFT = "callboard ended before it was sent on: it goes on if callboard is there again within an hour"
"""Of a capture that certainly did not reach the app."""
LOOKED_AT = 20_000
RECENT = f"""
SELECT seq, capture, trouble FROM (SELECT * FROM sent ORDER BY seq DESC LIMIT {LOOKED_AT})
WHERE why = 'forward' AND target = ? AND at >= ? ORDER BY seq
"""
BELOW = "substr(replace(c.target, '?', '/') || '/', 1, length(?)) = ?"
NEW = """
SELECT 1 FROM entries e WHERE e.capture = ? AND NOT (e.attempt > 1 AND e.verdict = 'verified' AND EXISTS (
    SELECT 1 FROM entries b JOIN sent s ON s.capture = b.capture
    WHERE b.keyed = e.keyed AND (b.provider, b.key, b.content) = (e.provider, e.key, e.content) AND b.seq < e.seq
        AND s.target = ? AND s.status BETWEEN 200 AND 299)) LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Next:
    """A capture that is for a target."""

    seq: int
    things: frozenset[Key]
    """What it is about."""
    within: float | None
    """Seconds that its provider waits for an answer; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Onward:
    """The next captures for one target."""

    upto: int
    """Every capture up to this one was looked at."""
    captures: tuple[Next, ...]
    """Those that are for the target, oldest first."""
    behind: int
    """Captures that were not looked at."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was sent on before."""

    first: int
    """The first capture of which something is kept; 0 where there is none."""
    left: frozenset[int]
    """Captures that wait since callboard ended, and were not begun."""


def before(db: sqlite3.Connection, target: str, since: datetime) -> Before:
    rows = db.execute(RECENT, (target, to_micros(since))).fetchall()
    last = {capture: trouble for _, capture, trouble in rows}
    return Before(min(last, default=0), frozenset(capture for capture, trouble in last.items() if trouble == LEFT))


def onward(db: sqlite3.Connection, where: Sql, paths: Sequence[str], target: str, after: int, limit: int) -> Onward:
    """Of the captures after the seq `after`, at most `limit` are looked at, and none that has not been read."""
    newest: int = db.execute(NEWEST).fetchone()[0]
    read: int = (db.execute("SELECT capture FROM position").fetchone() or (0,))[0]
    upto = max(after, min(read, after + limit))
    found, waits = defaultdict[int, set[Key]](set), dict[int, float | None]()
    below = [f"{path.rstrip('/')}/" for path in paths for _ in range(2)]
    sql = NEXT.format(condition=where[0], below=" OR ".join([BELOW] * len(paths)))
    for seq, provider, kind, id_, within in db.execute(sql, (after, upto, *where[1], after, upto, *below, target)):
        found[seq].update([(provider, kind, id_)] if id_ else ())
        waits[seq] = within
    captures = tuple(Next(seq, frozenset(things), waits[seq]) for seq, things in found.items())
    return Onward(upto, captures, max(0, newest - upto))


def has_it(db: sqlite3.Connection, capture: int, target: str) -> bool:
    """The request is one that was signed and sent on before, and the target has taken it."""
    return db.execute(NEW, (capture, target)).fetchone() is None
