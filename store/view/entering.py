"""How what one capture meant enters the view: what was known before, what is odd about it, and what is known then."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..models import Entity, Entry, Event, Flag, Oddity, Reading, Trust
from ..projection import fold, ids_of, named, refold
from ..rows import entry_to_row, keyed
from .classes import Counting
from .oddity import oddities
from .surprises import Surprises
from .things import Things

MOST_DELIVERIES = 200
"""Of what came under one key, as many are looked at: a forger could send others without end."""

SameKey = tuple[int, int, str, int]
"""Capture, attempt, content, and whether it was rejected."""

SAME_KEY = """
SELECT capture, attempt, content, verdict = 'rejected' FROM entries
WHERE keyed = ? AND provider IS ? AND key = ? ORDER BY seq DESC LIMIT ?
"""


@dataclass(slots=True)
class Entering:
    """One batch on its way into the view, inside one transaction."""

    db: sqlite3.Connection
    _counting: Counting = field(init=False)
    _things: Things = field(init=False)
    _surprises: Surprises = field(init=False)
    _seq: int = field(init=False)
    """The newest that was given."""
    _reasons: dict[str, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._counting = Counting(self.db)
        self._things = Things(self.db, self._counting)
        self._surprises = Surprises(self.db)
        self._seq = (self.db.execute("SELECT entry FROM position").fetchone() or (0,))[0]

    def enter(self, reading: Reading) -> None:
        flags = (*reading.flags, *self._surprises.of(reading))
        for event in reading.events:
            self._event(reading, event, flags)

    def count(self) -> None:
        """Keep what was counted, and how far it came."""
        self._counting.write()
        self.db.execute("UPDATE position SET entry = ?", (self._seq,))

    def _event(self, reading: Reading, event: Event, flags: Iterable[Flag]) -> None:
        believed = reading.verdict.trust is not Trust.REJECTED
        names, before = self._things.known(event.provider, event.kind, ids_of(event)) if believed else (set[str](), ())
        entry = self._append(reading, event, flags, before[0] if before else None)
        known = before[0] if len(before) == 1 else refold(self._things.entries(before, entry.seq))
        after = fold(known, entry)
        if after and believed and (after != known or len(before) > 1):
            self._things.keep(before, named(after, names))
        for others in event.known_as if believed else ():
            self._things.unite(event.provider, others.kind, others.ids)

    def _append(self, reading: Reading, event: Event, flags: Iterable[Flag], before: Entity | None) -> Entry:
        self._seq += 1
        same_key = self._same_key(event)
        entry = Entry(
            seq=self._seq,
            capture=reading.capture,
            received_at=reading.received_at,
            attempt=_attempt(event, reading.verdict.trust, same_key),
            verdict=reading.verdict,
            event=event,
        )
        conflicts = _conflicts(event, entry.verdict.trust, same_key)
        own = (*conflicts, *oddities(before, entry)) if entry.attempt == 1 else ()
        if odd := (*flags, *own):
            entry = entry.model_copy(update={"flags": odd})
        number = self._counting.class_of_entry(entry)
        row = (self._seq, *entry_to_row(entry, number, self._why(entry.verdict.reason)))
        self.db.execute(f"INSERT INTO entry_rows VALUES ({', '.join('?' * len(row))})", row)
        self._counting.entry(number, self._seq, row[2], again=entry.attempt > 1)
        return entry

    def _why(self, reason: str | None) -> int | None:
        """The number of a reason."""
        if reason is None:
            return None
        if reason not in self._reasons:
            row = self.db.execute("SELECT nr FROM reasons WHERE reason = ?", (reason,)).fetchone()
            new = "INSERT INTO reasons (reason) VALUES (?)"
            self._reasons[reason] = row[0] if row else self.db.execute(new, (reason,)).lastrowid
        return self._reasons[reason]

    def _same_key(self, event: Event) -> list[SameKey]:
        """What came under the key of an event before, newest first."""
        args = (keyed(event.provider, event.key), event.provider, event.key, MOST_DELIVERIES)
        return self.db.execute(SAME_KEY, args).fetchall()


def _attempt(event: Event, trust: Trust, same_key: Iterable[SameKey]) -> int:
    """Which delivery of this event this is; a rejected one does not count as a delivery of the true one."""
    rejected = trust is Trust.REJECTED
    before = (attempt for _, attempt, content, was in same_key if content == event.content and bool(was) == rejected)
    return next(before, 0) + 1


def _conflicts(event: Event, trust: Trust, same_key: Iterable[SameKey]) -> Iterator[Flag]:
    """The provider calls two things by one id."""
    others = (capture for capture, _, content, was in same_key if content != event.content and not was)
    other = None if trust is Trust.REJECTED else next(others, None)
    if other is not None:
        yield Flag(oddity=Oddity.CONFLICT, text=f"capture {other} came under the same id, and says something else")
