"""The door for looking: everything that a screen or a command may ask, and nothing that it could change."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import aiosqlite

from .database import StoreError, connected, identities, in_thread, uri, view_path
from .models import Capture, Entity, Entry, Kind, Phase
from .query import ALL, Filter, Table
from .rows import CAPTURE, ENTRY, Row, capture_from_row, entity_from_row, entry_from_row

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Counts:
    """Kept counters: they cost the same at ten rows and at ten million."""

    entries: int
    captures: int
    rejected: int
    entities: Mapping[Kind, Mapping[Phase, int]]


class Reader:
    """Read-only over the view and the log: SQLite itself refuses a write."""

    def __init__(self, log: Path, clock: Callable[[], datetime]) -> None:
        self._log, self._clock = log, clock
        self._open = AsyncExitStack()
        self._files: tuple[int, ...] = ()
        self._db: aiosqlite.Connection

    @classmethod
    @asynccontextmanager
    async def open(
        cls, log: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> AsyncIterator["Reader"]:
        """`clock` is what `since:10m` counts from. Raises `StoreError` where there is no store."""
        reader = cls(log, clock)
        try:
            await reader._connect()
            yield reader
        finally:
            await reader._open.aclose()

    async def _connect(self) -> None:
        """To the files that are there now: a damaged one is replaced by another, and would be read on for ever."""
        files = identities(self._log)
        if not files:
            raise StoreError(
                f"there is no store at {self._log}: start `callboard` or `callboard serve`, or say --store"
            )
        opened = AsyncExitStack()
        db = await opened.enter_async_context(connected(view_path(self._log), read_only=True))
        await in_thread(db, lambda raw: _attach(raw, self._log))
        before, self._open, self._db, self._files = self._open, opened, db, files
        await before.aclose()

    async def cursors(self) -> Cursors:
        """How far the store is: the one question that is asked all day."""
        if (files := identities(self._log)) and files != self._files:
            await self._connect()
        return await self._ask(_cursors)

    async def counts(self) -> Counts:
        return await self._ask(_counts)

    async def entries(
        self, *, where: Filter = ALL, top: int | None = None, offset: int = 0, limit: int = 200
    ) -> tuple[Entry, ...]:
        """Newest first, none newer than the seq `top`."""
        if where == ALL and offset:
            newest = (await self.cursors()).entry
            top, offset = min(newest, newest if top is None else top) - offset, 0
        return await self._page(ENTRY, "entries", where, "seq", entry_from_row, (top, limit, offset))

    async def captures(
        self, *, where: Filter = ALL, top: int | None = None, offset: int = 0, limit: int = 200
    ) -> tuple[Capture, ...]:
        """Newest first, none newer than the seq `top`."""
        return await self._page(CAPTURE, "captures", where, "seq", capture_from_row, (top, limit, offset))

    async def entities(
        self, kind: Kind | None = None, *, where: Filter = ALL, offset: int = 0, limit: int = 200
    ) -> tuple[Entity, ...]:
        """Last changed first."""
        condition, args = where.sql("entities", self._clock())
        if kind:
            condition, args = f"kind = ? AND {condition}", (kind, *args)
        sql = f"SELECT entity FROM entities WHERE {condition} ORDER BY last_seq DESC LIMIT ? OFFSET ?"
        rows = await self._rows(sql, (*args, limit, offset))
        return tuple(map(entity_from_row, rows))

    async def total(self, *, where: Filter = ALL, top: int | None = None) -> int:
        """How many entries there are, none newer than the seq `top`."""
        if where == ALL:
            newest = (await self.cursors()).entry
            return newest if top is None else min(top, newest)
        condition, args = where.sql("entries", self._clock())
        sql = f"SELECT count(*) FROM entries WHERE {condition} AND seq <= coalesce(?, seq)"
        return int((await self._rows(sql, (*args, top)))[0][0])

    async def entry(self, seq: int) -> Entry | None:
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE seq = ?", (seq,))
        return entry_from_row(rows[0]) if rows else None

    async def entries_of(self, capture: int) -> tuple[Entry, ...]:
        """What one capture meant, in its order."""
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE capture = ? ORDER BY seq", (capture,))
        return tuple(map(entry_from_row, rows))

    async def capture(self, seq: int) -> Capture | None:
        rows = await self._rows(f"SELECT {CAPTURE} FROM captures WHERE seq = ?", (seq,))
        return capture_from_row(rows[0]) if rows else None

    async def entity(self, provider: str, kind: Kind, any_id: str) -> Entity | None:
        """The entity that goes by this id, its own or another."""
        sql = (
            "SELECT e.entity FROM aliases a JOIN entities e USING (provider, kind, id)"
            " WHERE a.provider = ? AND a.kind = ? AND a.alias = ?"
        )
        rows = await self._rows(sql, (provider, kind, any_id))
        return entity_from_row(rows[0]) if rows else None

    async def timeline(self, entity: Entity, *, limit: int = 1000) -> tuple[Entry, ...]:
        """The newest entries of an entity, oldest first, under all of its ids."""
        ids = (entity.id, *entity.aliases)
        marks = ", ".join("?" * len(ids))
        sql = (
            f"SELECT {ENTRY} FROM entries WHERE provider = ? AND kind = ? AND id IN ({marks}) ORDER BY seq DESC LIMIT ?"
        )
        rows = await self._rows(sql, (entity.provider, entity.kind, *ids, limit))
        return tuple(map(entry_from_row, reversed(rows)))

    async def _page(
        self,
        columns: str,
        table: Table,
        where: Filter,
        by: str,
        model: Callable[[Row], T],
        page: tuple[int | None, int, int],
    ) -> tuple[T, ...]:
        condition, args = where.sql(table, self._clock())
        top, limit, offset = page
        below = f" AND {by} <= ?" if top is not None else ""
        sql = f"SELECT {columns} FROM {table} WHERE {condition}{below} ORDER BY {by} DESC LIMIT ? OFFSET ?"
        rows = await self._rows(sql, (*args, *(() if top is None else (top,)), limit, offset))
        return tuple(map(model, rows))

    async def _rows(self, sql: str, args: tuple[object, ...]) -> list[Row]:
        return await self._ask(lambda db: db.execute(sql, args).fetchall())

    async def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await in_thread(self._db, question)
        except ValueError as error:  # aiosqlite, of a connection that was closed while this waited for it
            raise StoreError("the view was replaced: ask again") from error


def _attach(db: sqlite3.Connection, log: Path) -> None:
    db.execute("ATTACH ? AS log", (uri(log, "ro"),))


def _cursors(db: sqlite3.Connection) -> Cursors:
    generation, read = db.execute("SELECT generation, capture FROM position").fetchone() or (0, 0)
    entry = db.execute("SELECT coalesce(max(seq), 0) FROM entries").fetchone()[0]
    capture = db.execute("SELECT coalesce(max(seq), 0) FROM captures").fetchone()[0]
    return Cursors(generation, entry, capture, read)


def _counts(db: sqlite3.Connection) -> Counts:
    counters = {(scope, name): n for scope, name, n in db.execute("SELECT scope, name, n FROM counters")}
    captures: int = db.execute("SELECT coalesce(max(seq), 0) FROM captures").fetchone()[0]
    return Counts(
        entries=counters.get(("entries", ""), 0),
        captures=captures,
        rejected=counters.get(("verdict", "rejected"), 0),
        entities={kind: {phase: counters.get(("entities", f"{kind}/{phase}"), 0) for phase in Phase} for kind in Kind},
    )
