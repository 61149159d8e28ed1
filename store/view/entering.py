"""How what one capture meant enters the view: what was known before, what is odd about it, and what is known then."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..models import Entity, Entry, Event, Flag, Kind, Oddity, Reading, Trust
from ..projection import MOST_ALIASES, canonical, fold, ids_of, named, refold
from ..rows import ENTITY, ENTRY, entity_from_row, entity_to_row, entry_from_row, entry_to_row, keyed
from .classes import Counting
from .oddity import oddities

MOST_PARTS = 2000
"""Parts of shapes that are kept for a provider: a forger could make up others without end."""
SHOWN_PARTS = 5
NONCED = 32
"""Letters of a digest that are kept with what is used once."""

MOST_DELIVERIES = 200
"""Of what came under one key, as many are looked at: a forger could send others without end."""

SameKey = tuple[int, int, str, int]
"""Capture, attempt, content, and whether it was rejected."""

TOGETHER = f"""
WITH said(name) AS (VALUES {{marks}}),
    found(chosen) AS (SELECT DISTINCT coalesce((SELECT a.id FROM aliases a
        WHERE a.provider = ?1 AND a.kind = ?2 AND a.alias = said.name), said.name) FROM said)
SELECT chosen, {ENTITY} FROM found LEFT JOIN entities e ON e.id = chosen AND e.kind = ?2 AND e.provider = ?1
ORDER BY chosen
"""
SAME_KEY = """
SELECT capture, attempt, content, verdict = 'rejected' FROM entries
WHERE keyed = ? AND provider IS ? AND key = ? ORDER BY seq DESC LIMIT ?
"""


@dataclass(slots=True)
class Entering:
    """One batch on its way into the view, inside one transaction."""

    db: sqlite3.Connection
    counting: Counting = field(init=False)
    _seq: int = field(init=False)
    """The newest that was given."""
    _reasons: dict[str, int | None] = field(default_factory=dict)
    _called: set[str] = field(default_factory=set)
    """Providers that are known to have called."""

    def __post_init__(self) -> None:
        self.counting = Counting(self.db)
        self._seq = (self.db.execute("SELECT entry FROM position").fetchone() or (0,))[0]

    def enter(self, reading: Reading) -> None:
        flags = (*reading.flags, *self._replayed(reading), *self._drifted(reading))
        for event in reading.events:
            self._event(reading, event, flags)

    def count(self) -> None:
        """Keep what was counted, and how far it came."""
        self.counting.write()
        self.db.execute("UPDATE position SET entry = ?", (self._seq,))

    def _event(self, reading: Reading, event: Event, flags: Iterable[Flag]) -> None:
        believed = reading.verdict.trust is not Trust.REJECTED
        names, before = self._known(event.provider, event.kind, ids_of(event)) if believed else (set[str](), ())
        entry = self._append(reading, event, flags, before[0] if before else None)
        known = before[0] if len(before) == 1 else refold(self._entries(before, entry.seq))
        after = fold(known, entry)
        if after and believed and (after != known or len(before) > 1):
            self._keep(before, named(after, names))
        for others in event.known_as if believed else ():
            self._unite(event.provider, others.kind, others.ids)

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
        number = self.counting.class_of_entry(entry)
        row = (self._seq, *entry_to_row(entry, number, self._why(entry.verdict.reason)))
        self.db.execute(f"INSERT INTO entry_rows VALUES ({', '.join('?' * len(row))})", row)
        self.counting.entry(number, self._seq, row[2], again=entry.attempt > 1)
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

    def _known(
        self, provider: str | None, kind: Kind | None, ids: Sequence[str]
    ) -> tuple[set[str], tuple[Entity, ...]]:
        """All names of the thing that these ids stand for, and what is known of it: several entities where nobody has
        said before that they are one."""
        found = self.db.execute(_together(len(ids)), (provider, kind, *ids)).fetchall() if ids else ()
        entities = tuple(entity_from_row(row[1:]) for row in found if row[1])
        names = {*ids, *(name for one in entities for name in (one.id, *one.aliases))}
        for chosen, known, *_ in found:
            if known is None:
                names.update((chosen, *self._names(provider, kind, chosen)))
        if len(names) > MOST_ALIASES:  # whatever a callback says, not more is one thing: it is about its first id
            return set(), tuple(one for one in entities if ids[0] in (one.id, *one.aliases))[:1]
        return names, entities

    def _names(self, provider: str | None, kind: Kind | None, chosen: str) -> list[str]:
        sql = "SELECT alias FROM aliases WHERE (provider, kind, id) = (?, ?, ?)"
        return [name for (name,) in self.db.execute(sql, (provider, kind, chosen))]

    def _entries(self, entities: Sequence[Entity], before: int) -> list[Entry]:
        """The entries of several entities, oldest first."""
        keys = [(one.provider, one.kind, any_id) for one in entities for any_id in (one.id, *one.aliases)]
        if not keys:
            return []
        marks = ", ".join(["(?, ?, ?)"] * len(keys))
        named = ", ".join("?" * len(keys))
        sql = (
            f"SELECT {ENTRY} FROM entries WHERE id COLLATE NOCASE IN ({named})"
            f" AND (provider, kind, id) IN (VALUES {marks}) AND seq < ? ORDER BY seq"
        )
        args = (*(name for *_, name in keys), *(part for key in keys for part in key), before)
        return list(map(entry_from_row, self.db.execute(sql, args)))

    def _unite(self, provider: str | None, kind: Kind, ids: Sequence[str]) -> None:
        """Somebody says that these ids are one thing, of which we may not have heard yet."""
        names, before = self._known(provider, kind, ids)
        if not names or provider is None:
            return
        if before:
            known = before[0] if len(before) == 1 else refold(self._entries(before, 2**62))
            if known and (known != (after := named(known, names)) or len(before) > 1):
                self._keep(before, after)
        else:
            self._name(provider, kind, names, canonical(names))

    def _keep(self, before: Sequence[Entity], after: Entity) -> None:
        for old in before:
            self.counting.entity(old, by=-1)
            if old.id != after.id:
                key = (old.provider, old.kind, old.id)
                self.db.execute("DELETE FROM entities WHERE (provider, kind, id) = (?, ?, ?)", key)
        self.counting.entity(after)
        if len(before) == 1 and _links(before[0]) == _links(after):
            self._change(after)
        else:
            row = entity_to_row(after, self.counting.class_of_entity(after))
            marks = ", ".join("?" * len(row))
            self.db.execute(f"INSERT OR REPLACE INTO entities VALUES (NULL, {marks})", row)
        known = {name for old in before if old.id == after.id for name in old.aliases}
        self._name(after.provider, after.kind, {*after.aliases} - known, after.id)

    def _change(self, entity: Entity) -> None:
        """What is linked to what stays as it was: so do the indexes."""
        row = entity_to_row(entity, self.counting.class_of_entity(entity))
        self.db.execute(
            "UPDATE entities SET class = ?, phase = ?, status = ?, last_at = ?, last_seq = ?, entity = ?"
            " WHERE provider = ? AND kind = ? AND id = ?",
            (row[0], *row[4:6], *row[10:], *row[1:4]),
        )

    def _name(self, provider: str, kind: Kind, names: Iterable[str], chosen: str) -> None:
        """Under other names than its own."""
        rows = [(provider, kind, name, chosen) for name in names if name != chosen]
        if rows:
            own = (provider, kind, chosen)
            self.db.execute("DELETE FROM aliases WHERE provider = ? AND kind = ? AND alias = ?", own)
            self.db.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?, ?)", rows)

    def _replayed(self, reading: Reading) -> Iterator[Flag]:
        """What is used once came before, with something else."""
        provider = reading.events[0].provider
        if not reading.nonce or provider is None:
            return
        row = self.db.execute(
            "SELECT content, capture FROM nonces WHERE (provider, nonce) = (?, ?)", (provider, reading.nonce)
        ).fetchone()
        content = reading.content[:NONCED]
        if row is None:
            new = (provider, reading.nonce, content, reading.capture)
            self.db.execute("INSERT INTO nonces VALUES (?, ?, ?, ?)", new)
        elif row[0] != content:
            told = f"its nonce was used before, by capture {row[1]}, with other content: this may be a replay"
            yield Flag(oddity=Oddity.REPLAYED, text=told)

    def _drifted(self, reading: Reading) -> Iterator[Flag]:
        """What this provider never sent before. Its very first callback teaches its fields, and is not odd."""
        provider = reading.events[0].provider
        if provider is None or reading.verdict.trust is Trust.REJECTED:
            return
        first = provider not in self._called and self._new(provider, "", reading)
        self._called.add(provider)
        if not reading.unlisted or self._full(provider):
            return
        new = [part for part in reading.unlisted if self._new(provider, part, reading)]
        told = [part for part in new if not first or " = " in part]
        if told:
            more = f" and {len(told) - SHOWN_PARTS} more" if len(told) > SHOWN_PARTS else ""
            text = f"{provider} never sent this before: {', '.join(told[:SHOWN_PARTS])}{more}"
            yield Flag(oddity=Oddity.DRIFT, text=text)

    def _new(self, provider: str, part: str, reading: Reading) -> bool:
        row = (provider, part, reading.capture)
        return self.db.execute("INSERT OR IGNORE INTO shapes VALUES (?, ?, ?)", row).rowcount == 1

    def _full(self, provider: str) -> bool:
        kept: int = self.db.execute("SELECT count(*) FROM shapes WHERE provider = ?", (provider,)).fetchone()[0]
        return kept > MOST_PARTS


@lru_cache(maxsize=8)  # nearly everything has one id, or two
def _together(many: int) -> str:
    """The question for so many ids."""
    return TOGETHER.format(marks=", ".join(f"(?{n})" for n in range(3, many + 3)))


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


def _links(entity: Entity) -> tuple[str | None, ...]:
    return (entity.id, entity.brand, entity.campaign, entity.sender, entity.recipient)
