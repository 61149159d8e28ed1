"""Rows of any of the tables, as a filter wants them: along keys, by counters, through the text index or one by one."""

import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from ..filters.fields import Table, text_fields
from ..filters.grammar import ALL, Filter, Term
from ..filters.values import Sql, escaped
from ..lists.paging import Tally, count_in, look, merges, newest, windows
from ..lists.places import count, end_of, seek
from ..lists.sorting import MOST_SORTED, Key, Order, in_order
from ..lists.wanted import NEWEST, ROWS, Question, Wanted
from ..models import Kind
from ..rows import Row
from ..search import Asked, Found, Looking, expression, slow
from .opened import Opened

T = TypeVar("T")

MOST_COUNTED = 10_000
"""What no counter knows is counted up to here."""
MOST_NAMED = 500
LOOKED_AT = 5000
"""Rows that are looked at for values of a field."""
MOST_VALUES = 50


class Listing(Opened):
    """What lists ask."""

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

    async def in_order(
        self, table: Table, order: Order, *, kind: Kind | None = None, where: Filter = ALL
    ) -> tuple[Key, ...]:
        """The keys of the newest rows, `MOST_SORTED` at most, in an order as it is now."""
        seqs = await self._seqs(self._question(table, of_kind(where, kind)), 0, MOST_SORTED)
        return await self._ask(lambda db: in_order(db, table, order, seqs))

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

    async def _narrowed(self, where: Filter) -> Sql:
        """The condition on entries; where the text index leads to few, that they are these."""
        if slow(where) and expression(where):
            found = await self.search(where=where, least=MOST_SORTED)
            if not found.rest:
                return "seq IN (SELECT value FROM json_each(?))", (json.dumps(found.seqs),)
        return self._condition(where, "entries")

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


def of_kind(where: Filter, kind: Kind | None) -> Filter:
    own = Filter("term", term=Term("kind", ":", str(kind), 0))
    return Filter("and", (own, where), text=where.text) if kind else where


def batched(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as one question may name."""
    return (seqs[first : first + MOST_NAMED] for first in range(0, len(seqs), MOST_NAMED))
