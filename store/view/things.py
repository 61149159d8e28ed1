"""What is known of brands, campaigns, numbers and messages, and under which names, while a batch changes it."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..models import Entity, Entry, Kind
from ..projection import MOST_ALIASES, canonical, named, refold
from ..rows import ENTITY, ENTRY, entity_from_row, entity_to_row, entry_from_row
from .classes import Counting

TOGETHER = f"""
WITH said(name) AS (VALUES {{marks}}),
    found(chosen) AS (SELECT DISTINCT coalesce((SELECT a.id FROM aliases a
        WHERE a.provider = ?1 AND a.kind = ?2 AND a.alias = said.name), said.name) FROM said)
SELECT chosen, {ENTITY} FROM found LEFT JOIN entities e ON e.id = chosen AND e.kind = ?2 AND e.provider = ?1
ORDER BY chosen
"""
EVERY_ENTRY = 2**62
"""No entry has this seq, nor a larger one."""


@dataclass(slots=True)
class Things:
    """The entities of a view, inside one transaction."""

    db: sqlite3.Connection
    counting: Counting

    def known(self, provider: str | None, kind: Kind | None, ids: Sequence[str]) -> tuple[set[str], tuple[Entity, ...]]:
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

    def entries(self, entities: Sequence[Entity], before: int = EVERY_ENTRY) -> list[Entry]:
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

    def unite(self, provider: str | None, kind: Kind, ids: Sequence[str]) -> None:
        """Somebody says that these ids are one thing, of which we may not have heard yet."""
        names, before = self.known(provider, kind, ids)
        if not names or provider is None:
            return
        if before:
            known = before[0] if len(before) == 1 else refold(self.entries(before))
            if known and (known != (after := named(known, names)) or len(before) > 1):
                self.keep(before, after)
        else:
            self._name(provider, kind, names, canonical(names))

    def keep(self, before: Sequence[Entity], after: Entity) -> None:
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

    def drop(self, entity: Entity) -> None:
        self.counting.entity(entity, by=-1)
        key = (entity.provider, entity.kind, entity.id)
        self.db.execute("DELETE FROM entities WHERE provider = ? AND kind = ? AND id = ?", key)
        self.db.execute("DELETE FROM aliases WHERE provider = ? AND kind = ? AND id = ?", key)

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


@lru_cache(maxsize=8)  # nearly everything has one id, or two
def _together(many: int) -> str:
    """The question for so many ids."""
    return TOGETHER.format(marks=", ".join(f"(?{n})" for n in range(3, many + 3)))


def _links(entity: Entity) -> tuple[str | None, ...]:
    return (entity.id, entity.brand, entity.campaign, entity.sender, entity.recipient)
