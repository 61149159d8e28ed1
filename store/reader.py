"""The door for looking: everything that a screen or a command may ask, and nothing that it could change."""

import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

from .captures.marks import Mark, every_mark, marks_of_entities
from .database import StoreError, breakable, connected, in_thread
from .files.older import stand_in
from .files.paths import identities, uri, view_path
from .files.salvage import salvaged
from .filters.fields import PATIENCE, Patience, Table, text_fields
from .filters.grammar import ALL, Filter, FilterError, Term
from .keeping.extent import Extent, extent
from .keeping.pruning import Cut, by_age
from .lists.paging import Tally, count_in, look, merges, newest, windows
from .lists.places import count, end_of, seek
from .lists.sorting import MOST_SORTED, Key, Order, in_order
from .lists.wanted import NEWEST, ROWS, Question, Wanted
from .models import Capture, Entity, Entry, Habits, Kind, Phase, Request
from .moving.bringing import missing
from .moving.taking import Page, pages
from .query import Sql, escaped, sql_of
from .reading.callers import Caller, Calls, callers, calls
from .reading.deliveries import Delivery, answered_in, deliveries
from .reading.family import Branch, known, tree
from .reading.finding import CALLED, find
from .reading.tallies import Counts, Cursors, counts, cursors
from .rows import CAPTURE, ENTITY, ENTRY, Row, capture_from_row, entity_from_row, entry_from_row, from_micros
from .search import Asked, Found, Looking, Search, expression, slow
from .sending.onward import Before, Onward, before, has_it, onward
from .sending.sent import Outcome, Sent, outcomes, sent_of
from .statistics.chart import chart
from .statistics.figures import ALWAYS, STEPS, Bucket, By, Period, Statistics
from .statistics.statistics import statistics

T = TypeVar("T")

MOST_COUNTED = 10_000
"""What no counter knows is counted up to here."""
MOST_NAMED = 500
LOOKED_AT = 5000
"""Rows that are looked at for values of a field."""
MOST_VALUES = 50
MOST_FOUND = 100


class Reader:
    """Read-only over the view and the log: SQLite itself refuses a write."""

    def __init__(self, log: Path, clock: Callable[[], datetime], patience: Patience) -> None:
        self._log, self._clock, self._patience = log, clock, patience
        self._open = AsyncExitStack()
        self._files: tuple[int, ...] = ()
        self._db: aiosqlite.Connection
        self._search: Search

    @classmethod
    @asynccontextmanager
    async def open(
        cls, log: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC), patience: Patience = PATIENCE
    ) -> AsyncIterator["Reader"]:
        """`clock` is what `since:10m` counts from, `patience` how long a kind of entity may be pending. Raises
        `StoreError` where there is no store."""
        reader = cls(log, clock, patience)
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
                f"what is in {self._log} was not read yet: start `callboard serve`, or do it with `callboard reread`"
                if self._log.exists()
                else f"there is no store at {self._log}: start `callboard` or `callboard serve`, or say --store"
            )
        opened = AsyncExitStack()
        db = await opened.enter_async_context(connected(view_path(self._log), read_only=True))
        await in_thread(db, lambda raw: _attach(raw, self._log))
        before, self._open, self._db, self._files = self._open, opened, db, files
        self._search = Search(self._log)
        await before.aclose()

    async def extent(self) -> Extent:
        """How much the store holds."""
        return await self._ask(lambda db: extent(db, self._log, self._clock()))

    async def older(self, before: datetime) -> Cut | None:
        """What would be taken away if all were that was received before."""
        return await self._ask(lambda db: by_age(db, before, "asked"))

    async def cursors(self) -> Cursors:
        """How far the store is: the one question that is asked all day."""
        if (files := identities(self._log)) and files != self._files:
            await self._connect()
        return await self._ask(cursors)

    async def counts(self) -> Counts:
        return await self._ask(counts)

    async def chart(self, since: datetime, until: datetime, *, most: int = 24) -> tuple[Bucket, ...]:
        """How many events said what in each part of a time, of kept counters."""
        return await self._ask(lambda db: chart(db, since, until, most))

    async def marks(self) -> Mapping[int, Mark]:
        """What people said of captures, by their seq; what was marked last comes last."""
        return await self._ask(every_mark)

    async def marks_of_entities(self, kind: Kind) -> Mapping[tuple[str, str], Mark]:
        """By provider and id, what people said of any capture that is about an entity of that kind."""
        return await self._ask(lambda db: marks_of_entities(db, kind))

    async def entries(
        self, *, where: Filter = ALL, after: int = 0, top: int | None = None, offset: int = 0, limit: int = 200
    ) -> tuple[Entry, ...]:
        """Newest first, of those after the seq `after` and up to the seq `top`, but for the first `offset`."""
        seqs = await self._seqs(self._question("entries", where, after, top), offset, limit)
        return tuple([entry async for entry in self._at(seqs, ENTRY, "entries", entry_from_row)])

    async def captures(self, *, where: Filter = ALL, top: int | None = None, limit: int = 200) -> tuple[Capture, ...]:
        """Newest first, none newer than the seq `top`."""
        seqs = await self._seqs(self._question("captures", where, 0, top), 0, limit)
        return tuple([capture async for capture in self._at(seqs, CAPTURE, "captures", capture_from_row)])

    async def search(
        self,
        table: Table = "entries",
        *,
        where: Filter,
        after: int = 0,
        top: int | None = None,
        below: int = NEWEST,
        least: int = NEWEST,
        within: float | None = None,
    ) -> Found:
        """What a filter finds among the newest entries or captures, of captures up to `below`, looked at until so many
        are found or for about so many seconds. Through the text index, as far as that reaches."""
        condition, args = self._condition(where, table)
        top = NEWEST if top is None else top
        looking = Looking(self._search, Asked(table, condition, args, expression(where), after, top, below))
        until = None if within is None else time.monotonic() + within
        while await self._ask(looking.step):
            if len(looking.found.seqs) >= least or (until and time.monotonic() > until):
                break
        return looking.found

    async def entities(
        self,
        kind: Kind | None = None,
        *,
        where: Filter = ALL,
        top: int | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> tuple[Entity, ...]:
        """Last changed first, of those whose newest entry is at most the seq `top`, but for the first `offset`."""
        seqs = await self._seqs(self._question("entities", _of_kind(where, kind), 0, top), offset, limit)
        return tuple([self._dated(one) async for one in self._at(seqs, ENTITY, "entities", entity_from_row)])

    async def many(self, kind: Kind, *, where: Filter = ALL, most: int | None = MOST_COUNTED) -> Tally:
        """How many entities of a kind there are; of what the kept counters do not know, `most` are counted."""
        return await self._tally(self._question("entities", _of_kind(where, kind)), most)

    async def in_order(
        self, table: Table, order: Order, *, kind: Kind | None = None, where: Filter = ALL
    ) -> tuple[Key, ...]:
        """The keys of the newest rows, `MOST_SORTED` at most, in an order as it is now."""
        seqs = await self._seqs(self._question(table, _of_kind(where, kind)), 0, MOST_SORTED)
        return await self._ask(lambda db: in_order(db, table, order, seqs))

    async def entries_at(self, keys: Sequence[Key]) -> Mapping[Key, Entry]:
        """The entries of some keys."""
        marks = ", ".join("?" * len(keys))
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE seq IN ({marks})", tuple(seq for (seq,) in keys))
        return {(entry.seq,): entry for entry in map(entry_from_row, rows)}

    async def entities_at(self, kind: Kind, keys: Sequence[Key]) -> Mapping[Key, Entity]:
        """The entities of some keys, as they are now."""
        marks = ", ".join(["(?, ?)"] * len(keys))
        # Key by key along the index: as a condition on rows it would look at every entity.
        sql = (
            f"WITH wanted(provider, id) AS (VALUES {marks}) SELECT e.* FROM wanted CROSS JOIN"
            f" (SELECT {ENTITY} FROM entities) e ON e.provider = wanted.provider AND e.kind = ? AND e.id = wanted.id"
        )
        rows = await self._rows(sql, (*(part for key in keys for part in key), kind)) if keys else []
        return {(one.provider, one.id): self._dated(one) for one in map(entity_from_row, rows)}

    async def find(self, text: str, limit: int = MOST_FOUND) -> tuple[Entity, ...]:
        """The entities of any kind with a name, id or number that has this in it, last changed first."""
        rows = await self._ask(lambda db: find(db, text, limit))
        return tuple(map(self._dated, map(entity_from_row, rows)))

    async def providers(self) -> tuple[str, ...]:
        """Those that have called."""
        rows = await self._rows(CALLED, ())
        return tuple(str(name) for (name,) in rows)

    async def callers(self, after: int = 0) -> tuple[Caller, ...]:
        """The providers that called from elsewhere after the entry `after`, each with the host that it called last."""
        return await self._ask(lambda db: callers(db, after))

    async def calls(self, *paths: str) -> Calls:
        """How often any of some paths was called, itself and below."""
        return await self._ask(lambda db: calls(db, *paths))

    async def values(self, field: str, begin: str, table: Table = "entries") -> tuple[str, ...]:
        """The values of a field that begin so, among what came last: what may be meant by who types a filter."""
        column = text_fields(table).get(field)
        if column is None:
            return ()
        order = "last_seq" if table == "entities" else "seq"
        last = f"SELECT {column} AS value FROM {table} ORDER BY {order} DESC LIMIT ?"
        sql = f"SELECT DISTINCT value FROM ({last}) WHERE value LIKE ? ESCAPE '\\' ORDER BY value LIMIT ?"
        rows = await self._rows(sql, (LOOKED_AT, f"{escaped(begin)}%", MOST_VALUES))
        return tuple(str(value) for (value,) in rows)

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

    async def entry(self, seq: int) -> Entry | None:
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE seq = ?", (seq,))
        return entry_from_row(rows[0]) if rows else None

    async def entries_of(self, capture: int) -> tuple[Entry, ...]:
        """What one capture meant, in its order."""
        rows = await self._rows(f"SELECT {ENTRY} FROM entries WHERE capture = ? ORDER BY seq", (capture,))
        return tuple(map(entry_from_row, rows))

    async def capture(self, seq: int) -> Capture | None:
        return await self._ask(lambda db: salvaged(db, seq))

    async def entity(self, provider: str, kind: Kind, any_id: str) -> Entity | None:
        """The entity that goes by this id, its own or another."""
        found = await self._ask(lambda db: known(db, provider, kind, any_id))
        return self._dated(found) if found else None

    async def tree(self, entity: Entity) -> tuple[Branch, ...]:
        """The family of an entity, from its topmost ancestor down."""
        branches = await self._ask(lambda db: tree(db, entity))
        return tuple(replace(one, entity=one.entity and self._dated(one.entity)) for one in branches)

    async def deliveries(self, entry: Entry) -> tuple[Delivery, ...]:
        """The newest deliveries of one event, oldest first."""
        event = entry.event
        return await self._ask(lambda db: deliveries(db, event.provider, event.key, event.content))

    async def answered_in(self, capture: int) -> timedelta | None:
        """How long our answer to a request took, from its last byte; None where that is not known."""
        return await self._ask(lambda db: answered_in(db, capture))

    async def sent(self, capture: int) -> tuple[Sent, ...]:
        """Each time that a request was sent on, oldest first."""
        return await self._ask(lambda db: sent_of(db, capture))

    async def outcomes(self) -> Mapping[int, Outcome]:
        """How it went with the captures that were sent on last, by their seq."""
        return await self._ask(outcomes)

    async def onward(
        self, target: str, *, where: Filter = ALL, paths: Sequence[str] = ("/",), after: int, limit: int = 100
    ) -> Onward:
        """What is to be sent on to a target next, of what is true to a filter and below one of the paths."""
        condition = self._condition(where, "entries")
        return await self._ask(lambda db: onward(db, condition, paths, target, after, limit))

    async def sent_before(self, target: str, since: datetime) -> Before:
        """What was sent on to a target since then, and what waits for it."""
        return await self._ask(lambda db: before(db, target, since))

    async def has_it(self, capture: int, target: str) -> bool:
        """A target has taken this signed request before: it came twice."""
        return await self._ask(lambda db: has_it(db, capture, target))

    async def statistics(self, where: Filter = ALL, period: Period = ALWAYS, by: By = "campaign") -> Statistics:
        """Numbers of what a filter on entries finds, over a connection of its own: other questions need not wait for
        this one, and whoever does not want to know any more breaks it off."""
        picked = await self._narrowed(where)
        steps = {name: self._condition(step, "entities") for name, step in STEPS.items()}
        async with self._beside() as db:
            return await breakable(db, lambda raw: statistics(raw, picked, period, by, steps, self._clock()))

    async def taken(self, where: Filter = ALL) -> AsyncIterator[Page]:
        """All that a filter on entries finds and is there now, oldest first, over connections of its own. Raises
        `StoreError` where the view is begun anew meanwhile."""
        begun = await self.cursors()
        condition = await self._narrowed(where)
        async with self._beside() as lines, self._beside() as requests:
            async for page in pages(lines, requests, condition, begun.entry):
                if (await self.cursors()).generation != begun.generation:
                    raise StoreError("the view was begun anew meanwhile: try again")
                yield page

    async def missing(self, requests: Sequence[Request], upto: int) -> Sequence[Request]:
        """Those that are not here yet; captures after the seq `upto` need not be known if they are not read."""
        return await self._ask(lambda db: missing(db, requests, upto))

    @asynccontextmanager
    async def _beside(self) -> AsyncIterator[aiosqlite.Connection]:
        """Another connection, whose questions no others wait for."""
        async with connected(view_path(self._log), read_only=True) as db:
            await in_thread(db, lambda raw: raw.execute("PRAGMA temp_store=MEMORY"))  # drops what is temporary: first
            await in_thread(db, lambda raw: _attach(raw, self._log))
            yield db

    async def answers(self, captures: Sequence[int]) -> Mapping[int, int]:
        """The status that each of these requests was answered with."""
        marks = ", ".join("?" * len(captures))
        rows = await self._rows(f"SELECT seq, answer FROM captures WHERE seq IN ({marks})", tuple(captures))
        return {int(seq): int(answer) for seq, answer in rows}

    async def habits(self, provider: str) -> Habits | None:
        """What a provider expects of us."""
        rows = await self._rows("SELECT habits FROM habits WHERE provider = ?", (provider,))
        return Habits.model_validate_json(rows[0][0]) if rows else None

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
        rows = await self._rows(sql, (seq - LOOKED_AT, seq, event.provider, event.type, limit))
        return tuple(map(entry_from_row, reversed(rows)))

    async def _narrowed(self, where: Filter) -> Sql:
        """The condition on entries; where the text index leads to few, that they are these."""
        if slow(where) and expression(where):
            found = await self.search(where=where, least=MOST_SORTED)
            if not found.rest:
                return "seq IN (SELECT value FROM json_each(?))", (json.dumps(found.seqs),)
        return self._condition(where, "entries")

    def _condition(self, where: Filter, table: Table) -> Sql:
        return sql_of(where, table, self._clock(), self._patience)

    def _dated(self, entity: Entity) -> Entity:
        """With what only the time of the question can tell."""
        limit = self._patience.get(entity.kind)
        late = entity.phase is Phase.PENDING and limit is not None and self._clock() - entity.last_at > limit
        return entity.model_copy(update={"overdue": True}) if late else entity

    def _question(self, table: Table, where: Filter, after: int = 0, top: int | None = None) -> Question:
        return Question(table, where, self._clock(), self._patience, after, NEWEST if top is None else top)

    async def _seqs(self, question: Question, offset: int, limit: int) -> list[int]:
        """Of the newest rows, but for so many."""
        wanted = await self._ask(question.taken_apart)
        if offset and wanted.counted:
            top = await self._ask(lambda db: seek(db, wanted, offset))
            if top is None:
                return []
            wanted, offset = wanted.below(top), 0
        if question.into_texts(wanted):
            return (await self._search_all(question, wanted, offset + limit)).seqs[offset : offset + limit]
        if merges(wanted, offset + limit):
            return (await self._ask(lambda db: newest(db, wanted, offset + limit)))[offset:]
        return (await self._look(wanted, offset + limit))[offset:]

    async def _search_all(self, question: Question, wanted: Wanted, least: int) -> Found:
        """However long it takes."""
        where, after, top = question.where, wanted.after, wanted.top
        return await self.search(question.table, where=where, after=after, top=top, least=least)

    async def _look(self, wanted: Wanted, limit: int) -> list[int]:
        """Window by window: between two, other questions have their turn."""
        found: list[int] = []
        for window in windows(wanted, await self._ask(lambda db: end_of(db, wanted))):
            found += await self._ask(partial(look, wanted=wanted, window=window, limit=limit - len(found)))
            if len(found) >= limit:
                break
        return found

    async def _tally(self, question: Question, most: int | None) -> Tally:
        wanted = await self._ask(question.taken_apart)
        if wanted.counted:
            return Tally(await self._ask(lambda db: count(db, wanted)))
        found, enough = 0, NEWEST if most is None else most
        if question.into_texts(wanted):
            told = await self._search_all(question, wanted, enough)
            return Tally(len(told.seqs), more=told.rest > 0)
        for window in windows(wanted, await self._ask(lambda db: end_of(db, wanted))):
            found += await self._ask(partial(count_in, wanted=wanted, window=window, most=enough - found))
            if found >= enough:
                return Tally(found, more=True)
        return Tally(found)

    async def _at(self, seqs: Sequence[int], columns: str, table: Table, model: Callable[[Row], T]) -> AsyncIterator[T]:
        """The rows of some seqs, in their order."""
        key = ROWS[table][1]
        for some in batched(seqs):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT {columns} FROM {table} WHERE {key} IN ({marks}) ORDER BY {key} DESC"
            for row in await self._rows(sql, tuple(some)):
                yield model(row)

    async def _rows(self, sql: str, args: tuple[object, ...]) -> list[Row]:
        return await self._ask(lambda db: db.execute(sql, args).fetchall())

    async def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await in_thread(self._db, question)
        except FilterError:
            raise
        except ValueError as error:  # aiosqlite, of a connection that was closed while this waited for it
            raise StoreError("the view was replaced: ask again") from error


def _of_kind(where: Filter, kind: Kind | None) -> Filter:
    own = Filter("term", term=Term("kind", ":", str(kind), 0))
    return Filter("and", (own, where), text=where.text) if kind else where


def batched(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as one question may name."""
    return (seqs[first : first + MOST_NAMED] for first in range(0, len(seqs), MOST_NAMED))


def _attach(db: sqlite3.Connection, log: Path) -> None:
    db.execute("ATTACH ? AS log", (uri(log, "ro"),))
    stand_in(db)
