"""How far the store is, and how much there is of what."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from ..captures.marks import changes
from ..files.older import stand_in
from ..keeping.pruning import THERE
from ..models import Kind, Phase
from ..rows import NEWEST
from ..sending.sent import last_sent


@dataclass(frozen=True, slots=True)
class Cursors:
    """How far the store is."""

    generation: int
    """Another number each time that the view was begun anew: boards start over."""
    entry: int
    """The newest entry's seq, 0 when there is none."""
    capture: int
    """The newest capture's seq, 0 when there is none."""
    read: int
    """The newest capture that has been interpreted."""
    marks: int = 0
    """Another number each time that somebody marked something."""
    sent: int = 0
    """Another number each time that something was sent on."""
    forgotten: int = 0
    """Another number each time that entries went with their captures."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Kept counters: they cost the same at ten rows and at ten million."""

    entries: int
    captures: int
    rejected: int
    entities: Mapping[Kind, Mapping[Phase, int]]


def cursors(db: sqlite3.Connection) -> Cursors:
    sql = "SELECT generation, capture, entry, forgotten FROM position"
    generation, read, entry, forgotten = db.execute(sql).fetchone() or (0, 0, 0, 0)
    capture = db.execute(NEWEST).fetchone()[0]
    stand_in(db)  # the log may have been brought up since it was opened
    return Cursors(generation, entry, capture, read, changes(db), last_sent(db), forgotten)


def counts(db: sqlite3.Connection) -> Counts:
    captures: int = db.execute(THERE).fetchone()[0]
    entries, rejected = db.execute(
        "SELECT total(n), total(n * (verdict = 'rejected')) FROM classes WHERE of = 'entries'"
    ).fetchone()
    sql = "SELECT kind, phase, sum(n) FROM classes WHERE of = 'entities' GROUP BY 1, 2"
    known = {(kind, phase): n for kind, phase, n in db.execute(sql)}
    return Counts(
        entries=int(entries),
        captures=captures,
        rejected=int(rejected),
        entities={kind: {phase: known.get((kind, phase), 0) for phase in Phase} for kind in Kind},
    )
