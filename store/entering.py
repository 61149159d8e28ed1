"""How what one capture meant enters the view: what was known before, what is odd about it, and what is known then."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .models import Entity, Entry, Event, Flag, Kind, Oddity, Reading, Trust
from .oddity import oddities
from .projection import MOST_ALIASES, canonical, fold, ids_of, named, refold
from .rows import ENTRY, entity_from_row, entity_to_row, entry_from_row, entry_to_row

MOST_PARTS = 2000
"""Parts of shapes that are kept for a provider: a forger could make up others without end."""
SHOWN_PARTS = 5

TOGETHER = """
SELECT a.id, e.entity FROM aliases a LEFT JOIN entities e USING (provider, kind, id)
WHERE a.provider = ? AND a.kind = ? AND a.alias IN ({marks}) GROUP BY a.id
"""


@dataclass(slots=True)
class Entering:
    """One batch on its way into the view, inside one transaction."""

    db: sqlite3.Connection
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def enter(self, reading: Reading) -> None:
        flags = (*reading.flags, *self._replayed(reading), *self._drifted(reading))
        for event in reading.events:
            self._event(reading, event, flags)

    def count(self) -> None:
        """Keep the counters that came together."""
        self.db.executemany(
            "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(scope, name, n) for (scope, name), n in self.counted.items() if n],
        )

    def _event(self, reading: Reading, event: Event, flags: Iterable[Flag]) -> None:
        believed = reading.verdict.trust is not Trust.REJECTED
        names, before = self._known(event.provider, event.kind, ids_of(event)) if believed else (set[str](), ())
        entry = self._append(reading, event, flags, before[0] if before else None)
        self.counted["entries", ""] += 1
        self.counted["verdict", entry.verdict.trust] += 1
        known = before[0] if len(before) == 1 else refold(self._entries(before, entry.seq))
        after = fold(known, entry)
        if after and believed and (after != known or len(before) > 1):
            self._keep(before, named(after, names))
        for others in event.known_as if believed else ():
            self._unite(event.provider, others.kind, others.ids)

    def _append(self, reading: Reading, event: Event, flags: Iterable[Flag], before: Entity | None) -> Entry:
        seq: int = self.db.execute("SELECT coalesce(max(seq), 0) + 1 FROM entries").fetchone()[0]
        entry = Entry(
            seq=seq,
            capture=reading.capture,
            received_at=reading.received_at,
            attempt=self._attempt(event, reading.verdict.trust),
            verdict=reading.verdict,
            event=event,
        )
        own = (*self._conflicts(event, entry.verdict.trust), *oddities(before, entry)) if entry.attempt == 1 else ()
        entry = entry.model_copy(update={"flags": (*flags, *own)})
        marks = ", ".join("?" * 19)
        self.db.execute(f"INSERT INTO entries VALUES ({marks})", (seq, *entry_to_row(entry)))
        return entry

    def _attempt(self, event: Event, trust: Trust) -> int:
        """Which delivery of this event this is; a rejected one does not count as a delivery of the true one."""
        row = self.db.execute(
            "SELECT attempt FROM entries WHERE provider IS ? AND key = ? AND content = ?"
            " AND (verdict = 'rejected') = ? ORDER BY seq DESC LIMIT 1",
            (event.provider, event.key, event.content, trust is Trust.REJECTED),
        ).fetchone()
        return row[0] + 1 if row else 1

    def _conflicts(self, event: Event, trust: Trust) -> Iterator[Flag]:
        """The provider calls two things by one id."""
        row = self.db.execute(
            "SELECT capture FROM entries"
            " WHERE provider IS ? AND key = ? AND content <> ? AND verdict <> 'rejected' LIMIT 1",
            (event.provider, event.key, event.content),
        ).fetchone()
        if row and trust is not Trust.REJECTED:
            yield Flag(oddity=Oddity.CONFLICT, text=f"capture {row[0]} came under the same id, and says something else")

    def _known(
        self, provider: str | None, kind: Kind | None, ids: Sequence[str]
    ) -> tuple[set[str], tuple[Entity, ...]]:
        """All names of the thing that these ids stand for, and what is known of it: several entities where nobody has
        said before that they are one."""
        marks = ", ".join("?" * len(ids))
        found = self.db.execute(TOGETHER.format(marks=marks), (provider, kind, *ids)).fetchall() if ids else ()
        entities = tuple(entity_from_row(row[1:]) for row in found if row[1])
        names = {*ids, *(name for one in entities for name in (one.id, *one.aliases))}
        for chosen, entity in found:
            if entity is None:
                names.update(self._names(provider, kind, chosen))
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
        sql = f"SELECT {ENTRY} FROM entries WHERE (provider, kind, id) IN (VALUES {marks}) AND seq < ? ORDER BY seq"
        return list(map(entry_from_row, self.db.execute(sql, (*(part for key in keys for part in key), before))))

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
            self.counted["entities", f"{old.kind}/{old.phase}"] -= 1
            if old.id != after.id:
                key = (old.provider, old.kind, old.id)
                self.db.execute("DELETE FROM entities WHERE (provider, kind, id) = (?, ?, ?)", key)
        self.counted["entities", f"{after.kind}/{after.phase}"] += 1
        if len(before) == 1 and _links(before[0]) == _links(after):
            self._change(after)
        else:
            marks = ", ".join("?" * 12)
            self.db.execute(f"INSERT OR REPLACE INTO entities VALUES ({marks})", entity_to_row(after))
        known = {name for old in before if old.id == after.id for name in (old.id, *old.aliases)}
        self._name(after.provider, after.kind, {after.id, *after.aliases} - known, after.id)

    def _change(self, entity: Entity) -> None:
        """What is linked to what stays as it was: so do the indexes."""
        row = entity_to_row(entity)
        self.db.execute(
            "UPDATE entities SET phase = ?, status = ?, last_at = ?, last_seq = ?, entity = ?"
            " WHERE (provider, kind, id) = (?, ?, ?)",
            (*row[3:5], *row[9:], *row[:3]),
        )

    def _name(self, provider: str, kind: Kind, names: Iterable[str], chosen: str) -> None:
        rows = [(provider, kind, name, chosen) for name in names]
        self.db.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?, ?)", rows)

    def _replayed(self, reading: Reading) -> Iterator[Flag]:
        """What is used once came before, with something else."""
        provider = reading.events[0].provider
        if not reading.nonce or provider is None:
            return
        row = self.db.execute(
            "SELECT content, capture FROM nonces WHERE (provider, nonce) = (?, ?)", (provider, reading.nonce)
        ).fetchone()
        if row is None:
            new = (provider, reading.nonce, reading.content, reading.capture)
            self.db.execute("INSERT INTO nonces VALUES (?, ?, ?, ?)", new)
        elif row[0] != reading.content:
            told = f"its nonce was used before, by capture {row[1]}, with other content: this may be a replay"
            yield Flag(oddity=Oddity.REPLAYED, text=told)

    def _drifted(self, reading: Reading) -> Iterator[Flag]:
        """What this provider never sent before. Its very first callback teaches its fields, and is not odd."""
        provider = reading.events[0].provider
        if provider is None or reading.verdict.trust is Trust.REJECTED:
            return
        first = self._new(provider, "", reading)
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


def _links(entity: Entity) -> tuple[str | None, ...]:
    return (entity.id, entity.brand, entity.campaign, entity.sender, entity.recipient)
