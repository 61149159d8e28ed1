"""Keeps a log small, a little at a time, on the connection of the door for captures: nobody waits for it."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from ..database import checkpoint, give_back
from .extent import Extent
from .packs import Pack, newest_pack, next_pack, packed, store_packed, unpacked
from .pruning import ROOM, Cut, Keeping, Why, beside, by_age, by_size, take_away, weigh

T = TypeVar("T")


class Door(Protocol):
    """Whoever has the log's one writing connection."""

    async def aside(self, work: Callable[[sqlite3.Connection], T]) -> T: ...


class Upkeep:
    """What is to be done for a log. Each call is a short piece of work, or a `sqlite3.Error`."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._pack: Pack | None = None
        self._packed = 0

    async def cut(self, keeping: Keeping, extent: Extent, now: datetime) -> Cut | None:
        """What is too old, or else what is too much; nothing while the view holds what the log has lost."""
        if not extent.followed:
            return None
        old = await self.older(now - keeping.age, "age") if keeping.age else None
        most = keeping.octets
        if old or most is None:
            return old
        return await self._too_much(extent.used, most) if extent.used > most else None

    async def _too_much(self, used: int, most: int) -> Cut | None:
        """The oldest captures that hold what is too much: few are looked at in one go."""
        each = await self._door.aside(partial(beside, octets=used))
        upto, excess = 0, used - int(ROOM * most)
        while excess > 0:
            last, held = await self._door.aside(partial(weigh, after=upto, enough=excess, each=each))
            if last == upto:
                break
            upto, excess = last, excess - held
        return await self._door.aside(partial(by_size, upto=upto))

    async def older(self, before: datetime, why: Why = "asked") -> Cut | None:
        """What was received before."""
        return await self._door.aside(lambda db: by_age(db, before, why))

    async def take_away(self, cut: Cut, after: int, now: datetime) -> int:
        """The next captures of a cut, after a seq: the last of them, 0 where none was left."""
        return await self._door.aside(lambda db: take_away(db, cut, after, now))

    async def pack(self) -> int:
        """Pack the next few captures; 0 where none are left that should be."""
        if self._pack is None:
            self._pack = await self._door.aside(newest_pack)
        plain = await self._door.aside(partial(unpacked, pack=self._pack, after=self._packed)) if self._pack else []
        if not self._pack or not plain:
            return await self._begin()
        rows = await asyncio.to_thread(packed, self._pack, plain)
        if rows:
            await self._door.aside(partial(store_packed, pack=self._pack, rows=rows))
        self._packed = plain[-1][0]
        return len(plain)

    async def _begin(self) -> int:
        self._pack, self._packed = await self._door.aside(next_pack), 0
        return 1 if self._pack else 0

    async def flush(self) -> bool:
        """Leave nothing of what is gone in the files, and give what is free back; whether that was all."""
        return await self._door.aside(give_back) and await self._door.aside(partial(checkpoint, idle=True))
