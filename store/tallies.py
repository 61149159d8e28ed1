"""How far the store is, and how much there is of what."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from .marks import changes
from .models import Kind, Phase
from .older import stand_in
from .sent import last_sent


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


@dataclass(frozen=True, slots=True)
class Counts:
    """Kept counters: they cost the same at ten rows and at ten million."""

    entries: int
    captures: int
    rejected: int
    entities: Mapping[Kind, Mapping[Phase, int]]


def cursors(db: sqlite3.Connection) -> Cursors:
    generation, read = db.execute("SELECT generation, capture FROM position").fetchone() or (0, 0)
    entry = db.execute("SELECT coalesce(max(seq), 0) FROM entries").fetchone()[0]
    capture = db.execute("SELECT coalesce(max(seq), 0) FROM captures").fetchone()[0]
    stand_in(db)  # the log may have been brought up since it was opened
    return Cursors(generation, entry, capture, read, changes(db), last_sent(db))


def counts(db: sqlite3.Connection) -> Counts:
    counters = {(scope, name): n for scope, name, n in db.execute("SELECT scope, name, n FROM counters")}
    captures: int = db.execute("SELECT coalesce(max(seq), 0) FROM captures").fetchone()[0]
    return Counts(
        entries=counters.get(("entries", ""), 0),
        captures=captures,
        rejected=counters.get(("verdict", "rejected"), 0),
        entities={kind: {phase: counters.get(("entities", f"{kind}/{phase}"), 0) for phase in Phase} for kind in Kind},
    )
