"""Classes: what many entries or entities have in common, and how many there are of each, where and when."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from ..models import Entity, Entry

Of = Literal["entries", "entities"]
Name = tuple[Of, str | None, str, str | None, str | None, str, str]
"""Of what, then provider, type, kind, status, phase and verdict."""

BLOCK = 14
"""Bits of a seq that tell the rows of a block apart."""
EVERY = 0
"""Stands for all classes of entries together."""
MINUTE, HOUR = 60, 3600
"""Seconds."""

FIND = (
    "SELECT class FROM classes"
    " WHERE of = ? AND provider IS ? AND type = ? AND kind IS ? AND status IS ? AND phase = ? AND verdict = ?"
)
NEW = "INSERT INTO classes (of, provider, type, kind, status, phase, verdict, n) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"
OF_CLASS = "UPDATE classes SET n = n + ? WHERE class = ?"
OF_BLOCK = "INSERT INTO blocks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
OF_SPAN = (
    "INSERT INTO spans (width, class, at, n, again, first, last) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " n = n + excluded.n, again = again + excluded.again, first = min(first, excluded.first),"
    " last = max(last, excluded.last)"
)
NONE_LEFT = ("DELETE FROM blocks WHERE n = 0", "DELETE FROM spans WHERE n = 0")


@dataclass(slots=True)
class Span:
    """What came of a class in a minute, or an hour."""

    n: int = 0
    again: int = 0
    first: int = 2**62
    last: int = 0


@dataclass(slots=True)
class Counting:
    """Counts up or down what one transaction puts in or takes out, and writes the sums once."""

    db: sqlite3.Connection
    _classes: dict[Name, int] = field(default_factory=dict)
    _blocks: Counter[tuple[int, int]] = field(default_factory=Counter)
    _spans: dict[tuple[int, int, int], Span] = field(default_factory=lambda: defaultdict(Span))

    def class_of_entry(self, entry: Entry) -> int:
        event = entry.event
        name = (event.provider, event.type, event.kind, event.status, event.phase, entry.verdict.trust)
        return self._class("entries", *name)

    def class_of_entity(self, entity: Entity) -> int:
        return self._class("entities", entity.provider, "", entity.kind, entity.status, entity.phase, "")

    def entry(self, number: int, seq: int, received_at: int, *, again: bool, by: int = 1) -> None:
        """An entry of a class is there, or by -1 not any more; the time is in microseconds."""
        for one in (EVERY, number):
            self._blocks[one, seq >> BLOCK] += by
        for one, width in product((EVERY, number), (MINUTE, HOUR)):
            span = self._spans[width, one, received_at // (width * 10**6)]
            span.n, span.again = span.n + by, span.again + by * again
            span.first, span.last = min(span.first, seq), max(span.last, seq)

    def entity(self, entity: Entity, by: int = 1) -> None:
        """An entity is as it is, or by -1 not any more."""
        self._blocks[self.class_of_entity(entity), entity.last_seq >> BLOCK] += by

    def write(self) -> None:
        """Into the view, with what is there already."""
        blocks = [(number, block, n) for (number, block), n in self._blocks.items() if n]
        self.db.executemany(OF_BLOCK, blocks)
        self.db.executemany(OF_CLASS, [(n, number) for number, _, n in blocks])
        rows = ((*place, span.n, span.again, span.first, span.last) for place, span in self._spans.items())
        self.db.executemany(OF_SPAN, rows)
        for nothing in NONE_LEFT if any(n < 0 for *_, n in blocks) else ():
            self.db.execute(nothing)

    def _class(self, *name: *Name) -> int:
        if name not in self._classes:
            row = self.db.execute(FIND, name).fetchone()
            self._classes[name] = row[0] if row else self.db.execute(NEW, name).lastrowid or 0
        return self._classes[name]


def uncount(db: sqlite3.Connection, entries: Iterable[int], entities: Iterable[Entity] = ()) -> None:
    """Count down entries and entities that are about to be taken out, in the same transaction."""
    counting = Counting(db)
    for seq in entries:
        row = db.execute("SELECT class, received_at, attempt > 1 FROM entry_rows WHERE seq = ?", (seq,)).fetchone()
        if row:
            counting.entry(row[0], seq, row[1], again=bool(row[2]), by=-1)
    for entity in entities:
        counting.entity(entity, by=-1)
    counting.write()
