"""What is asked about entries."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..filters.grammar import ALL, Filter
from ..lists.paging import Tally
from ..lists.sorting import Key
from ..lists.wanted import NEWEST
from ..models import Entity, Entry
from ..rows import ENTRY, entry_from_row, from_micros
from .deliveries import Delivery, deliveries
from .listing import MOST_COUNTED, Listing

AROUND = 5000
"""Entries that are looked at for others that are alike."""


class Entries(Listing):
    async def entries(
        self, *, where: Filter = ALL, after: int = 0, top: int | None = None, offset: int = 0, limit: int = 200
    ) -> tuple[Entry, ...]:
        """Newest first, of those after the seq `after` and up to the seq `top`, but for the first `offset`."""
        seqs = await self._seqs(self._question("entries", where, after, top), offset, limit)
        return tuple([entry async for entry in self._at(seqs, ENTRY, "entries", entry_from_row)])

    async def entries_at(self, keys: Sequence[Key]) -> Mapping[Key, Entry]:
        """The entries of some keys."""
        marks = ", ".join("?" * len(keys))
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE seq IN ({marks})", tuple(seq for (seq,) in keys))
        return {(entry.seq,): entry for entry in map(entry_from_row, rows)}

    async def entry(self, seq: int) -> Entry | None:
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE seq = ?", (seq,))
        return entry_from_row(rows[0]) if rows else None

    async def entries_of(self, capture: int) -> tuple[Entry, ...]:
        """What one capture meant, in its order."""
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE capture = ? ORDER BY seq", (capture,))
        return tuple(map(entry_from_row, rows))

    async def total(self, *, where: Filter = ALL, after: int = 0, top: int | None = None) -> int:
        """How many entries there are after the seq `after`, none newer than the seq `top`, however long that takes."""
        return (await self.tally(where=where, after=after, top=top, most=None)).n

    async def tally(
        self, *, where: Filter = ALL, after: int = 0, top: int | None = None, most: int | None = MOST_COUNTED
    ) -> Tally:
        """The same; of what the kept counters do not know, `most` are counted."""
        return await self._tally(self._question("entries", where, after, top), most)

    async def requests(self, *, where: Filter = ALL, limit: int = 200) -> tuple[tuple[int, datetime], ...]:
        """The captures behind the newest entries, each once with when it was received, oldest first."""
        condition, args = await self._narrowed(where)
        sql = f"SELECT DISTINCT capture, received_at FROM entries WHERE {condition} ORDER BY capture DESC LIMIT ?"
        rows = await self._rows(sql, (*args, limit))
        return tuple((int(seq), from_micros(at)) for seq, at in reversed(rows))

    async def timeline(
        self, entity: Entity, *, where: Filter = ALL, top: int = NEWEST, limit: int = 1000
    ) -> tuple[Entry, ...]:
        """The newest entries of an entity up to the seq `top`, oldest first, under all of its ids."""
        ids = (entity.id, *entity.aliases)
        condition, args = self._condition(where, "entries")
        marks = ", ".join("?" * len(ids))
        sql = (
            f"SELECT {ENTRY} FROM entries WHERE id COLLATE NOCASE IN ({marks}) AND id IN ({marks})"
            " AND provider = ? AND kind = ? AND seq <= ?"
            f" AND {condition} ORDER BY seq DESC LIMIT ?"
        )
        rows = await self._rows(sql, (*ids, *ids, entity.provider, entity.kind, top, *args, limit))
        return tuple(map(entry_from_row, reversed(rows)))

    async def alike(self, entry: Entry, *, limit: int = 200) -> tuple[Entry, ...]:
        """The newest entries of the same provider and type around an entry, oldest first."""
        sql = (
            f"SELECT {ENTRY} FROM entries WHERE seq BETWEEN ? AND ? AND provider IS ? AND type = ?"
            " ORDER BY seq DESC LIMIT ?"
        )
        event, seq = entry.event, entry.seq
        rows = await self._rows(sql, (seq - AROUND, seq, event.provider, event.type, limit))
        return tuple(map(entry_from_row, reversed(rows)))

    async def deliveries(self, entry: Entry) -> tuple[Delivery, ...]:
        """The newest deliveries of one event, oldest first."""
        event = entry.event
        return await self._ask(lambda db: deliveries(db, event.provider, event.key, event.content))
