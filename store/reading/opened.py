"""The connection of whoever reads: it follows to the files that are there now."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import aiosqlite

from ..database import StoreError, connected, in_thread
from ..files.older import attach
from ..files.paths import identities, view_path
from ..filters.fields import Patience, Table
from ..filters.grammar import Filter, FilterError
from ..filters.values import Sql
from ..models import Entity, Phase
from ..query import sql_of
from ..rows import Row
from ..search import Search
from .tallies import Cursors, cursors

T = TypeVar("T")


class Opened:
    """A log and its view, open to be read."""

    def __init__(self, log: Path, clock: Callable[[], datetime], patience: Patience) -> None:
        self._log, self._clock, self._patience = log, clock, patience
        self._open = AsyncExitStack()
        self._files: tuple[int, ...] = ()
        self._db: aiosqlite.Connection
        self._search: Search

    async def _connect(self) -> None:
        """To the files that are there now: a damaged one is replaced by another, and would be read on for ever."""
        files = identities(self._log)
        if not files:
            raise StoreError(
                f"what is in {self._log} was not read yet: start `callboard serve`, or do it with `callboard reread`"
                if self._log.exists()
                else f"there is no store at {self._log}: start `callboard` or `callboard serve`, or say --store"
            )
        opened = AsyncExitStack()
        db = await opened.enter_async_context(connected(view_path(self._log), read_only=True))
        await in_thread(db, lambda raw: attach(raw, self._log))
        before, self._open, self._db, self._files = self._open, opened, db, files
        self._search = Search(self._log)
        await before.aclose()

    async def cursors(self) -> Cursors:
        """How far the store is: the one question that is asked all day."""
        if (files := identities(self._log)) and files != self._files:
            await self._connect()
        return await self._ask(cursors)

    @asynccontextmanager
    async def _beside(self) -> AsyncIterator[aiosqlite.Connection]:
        """Another connection, whose questions no others wait for."""
        async with connected(view_path(self._log), read_only=True) as db:
            await in_thread(db, lambda raw: raw.execute("PRAGMA temp_store=MEMORY"))  # drops what is temporary: first
            await in_thread(db, lambda raw: attach(raw, self._log))
            yield db

    def _condition(self, where: Filter, table: Table) -> Sql:
        return sql_of(where, table, self._clock(), self._patience)

    def _dated(self, entity: Entity) -> Entity:
        """With what only the time of the question can tell."""
        limit = self._patience.get(entity.kind)
        late = entity.phase is Phase.PENDING and limit is not None and self._clock() - entity.last_at > limit
        return entity.model_copy(update={"overdue": True}) if late else entity

    async def _rows(self, sql: str, args: tuple[object, ...]) -> list[Row]:
        return await self._ask(lambda db: db.execute(sql, args).fetchall())

    async def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await in_thread(self._db, question)
        except FilterError:
            raise
        except ValueError as error:  # aiosqlite, of a connection that was closed while this waited for it
            raise StoreError("the view was replaced: ask again") from error
