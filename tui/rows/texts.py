"""What a filter that looks into texts has found, and how far back it has looked: not further than the list is read."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

from store import ALL, Entry, Filter, Found, Reader, Tally

from ..marks import clock

WITHIN = 0.1
"""Seconds that a look takes at most: a key may wait so long, and the rest of the board too."""
BEHIND = 1000
"""Requests that are not indexed yet before it is said: fewer are looked through in a moment."""
CELLS = 8


class Texts:
    """Of one filter the seqs that were found, newest first."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.forget()

    def forget(self) -> None:
        """Look again."""
        self._where: Filter = ALL
        self._seqs: list[int] = []
        self._upto = self._rest = self._unindexed = 0
        self._back_to: datetime | None = None

    async def look(self, where: Filter, least: int) -> None:
        """At what is new; and further back, until so many are found or it takes too long."""
        now = (await self._reader.cursors()).entry
        if where != self._where or now < self._upto:
            self.forget()
            self._where = where
        if now > self._upto:
            await self._newer(now, least)
        elif self.wants(least):
            await self._older(least)

    def wants(self, least: int) -> bool:
        """Whether it is worth to look further back."""
        return self._rest > 0 and len(self._seqs) < least

    async def _newer(self, now: int, least: int) -> None:
        found = await self._reader.search(where=self._where, after=self._upto, top=now, least=least, within=WITHIN)
        if found.rest or not self._upto:  # too much at once: what came before is looked for again
            self._seqs = found.seqs
            await self._say(found)
        else:
            self._seqs = found.seqs + self._seqs
        self._upto = now

    async def _older(self, least: int) -> None:
        more, top, below = least - len(self._seqs), self._upto, self._rest
        found = await self._reader.search(where=self._where, top=top, below=below, least=more, within=WITHIN)
        self._seqs += found.seqs
        await self._say(found)

    async def _say(self, found: Found) -> None:
        self._rest, self._unindexed = found.rest, found.unindexed
        first = await self._reader.capture(found.rest + 1) if found.rest else None
        self._back_to = first.received_at if first else None

    def newer(self, top: int) -> int:
        """How many there are after a seq."""
        return bisect_left(self._seqs, -top, key=lambda seq: -seq)

    def tally(self, top: int | None) -> Tally:
        """How many were found up to a seq."""
        return Tally(len(self._seqs) - (self.newer(top) if top else 0), more=self._rest > 0)

    async def page(self, top: int | None, offset: int, limit: int) -> Sequence[Entry]:
        first = offset + (self.newer(top) if top else 0)
        keys = [(seq,) for seq in self._seqs[first : first + limit]]
        found = await self._reader.entries_at(keys)
        return [found[key] for key in keys if key in found]

    def said(self, now: datetime) -> str:
        """How far back was looked, if not to the first event; and what the index does not have yet."""
        back = f"#{self._rest + 1:,}" if self._back_to is None else clock(self._back_to, now, CELLS)
        behind = f"{self._unindexed:,} not indexed yet" if self._unindexed > BEHIND else ""
        looked = f"looked back to {back}" if self._rest else ""
        return " · ".join(filter(None, (looked, behind)))
