"""What a list is asked for, taken apart: which classes, between which seqs, and what only each row can tell."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ..filters.fields import Patience, Table
from ..filters.grammar import Filter, Term
from ..filters.values import Sql, moment
from ..models import Oddity
from ..query import sql_of
from ..rows import to_micros
from ..search import slow

Led = Literal["", "sorted", "unsorted"]
"""By an index: newest first, or in another order."""
NEWEST = 2**62
FEW = 20_000
"""Rows that are quickly looked at and put in order."""

IN_A_CLASS = {
    "entries": {"provider", "type", "kind", "status", "phase", "verdict"},
    "entities": {"provider", "kind", "status", "phase"},
    "captures": set[str](),
}
"""The fields that all rows of a class have in common."""
INDEXED = {
    "entries": {"id", "brand", "campaign", "seq", "capture", "note", "is", "attempt"},
    "entities": {"id"},
    "captures": {"seq", "note"},
}
"""The fields of which an index leads to the rows with a value, newest first."""
LED: dict[str, Led] = {
    **dict.fromkeys(("odd", "duplicate", *Oddity), "sorted"),
    **dict.fromkeys(("marked", "noted"), "unsorted"),
}
"""What something may be, and an index tells."""
ROWS = {"entries": ("entry_rows", "seq"), "entities": ("entities", "last_seq"), "captures": ("captures", "seq")}
"""Of each table that is listed, where the rows are, and what they are in the order of."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in a table."""

    table: Table
    classes: tuple[int, ...] | None
    """Of which every row may be wanted; None for every class."""
    many: int
    """Rows of these classes, if there are classes."""
    rest: Sql | None
    """What is asked of each row besides; None where the classes say it all."""
    led: Led
    """Whether an index leads to what is asked besides."""
    after: int
    top: int

    @property
    def counted(self) -> bool:
        """The kept counters know how many there are, and where."""
        return self.rest is None and self.table != "captures"

    @property
    def few(self) -> bool:
        """Its classes have few rows."""
        return self.classes is not None and self.many <= FEW

    @property
    def at_once(self) -> bool:
        """What is to be looked at is little, or found by an index."""
        return bool(self.led) or self.few

    def below(self, top: int) -> "Wanted":
        return replace(self, top=min(self.top, top))


@dataclass(frozen=True, slots=True)
class Question:
    """Of a table, what a filter is to find at a time."""

    table: Table
    where: Filter
    now: datetime
    patience: Patience
    after: int = 0
    top: int = NEWEST

    def taken_apart(self, db: sqlite3.Connection) -> Wanted:
        parts = tuple(_parts(self.where))
        classes = [part for part in parts if _within(part, IN_A_CLASS[self.table])]
        rest = tuple(part for part in parts if part not in classes)
        numbers = self._classes(db, classes)
        after, top = self._times(db, rest)
        return Wanted(
            table=self.table,
            classes=None if numbers is None else tuple(number for number, _ in numbers),
            many=sum(n for _, n in numbers or ()),
            rest=self._sql(rest) if rest else None,
            led=max((self._leads(db, part) for part in rest), key=("", "unsorted", "sorted").index, default=""),
            after=after,
            top=top,
        )

    def into_texts(self, wanted: Wanted) -> bool:
        """Whether it is the text index that leads to what is asked, or nothing does."""
        return slow(self.where) and self.table != "entities" and not wanted.at_once

    def _sql(self, parts: list[Filter] | tuple[Filter, ...]) -> Sql:
        return sql_of(Filter("and", tuple(parts), text=self.where.text), self.table, self.now, self.patience)

    def _classes(self, db: sqlite3.Connection, parts: list[Filter]) -> list[tuple[int, int]] | None:
        """Those that all of this is true of, and how many rows each has."""
        if not parts and self.table != "entities":  # their order is that of an index on the class
            return None
        condition, args = self._sql(parts)
        return db.execute(
            f"SELECT class, n FROM classes WHERE of = ? AND n > 0 AND {condition}", (self.table, *args)
        ).fetchall()

    def _times(self, db: sqlite3.Connection, parts: tuple[Filter, ...]) -> tuple[int, int]:
        """Between which seqs everything lies that came after a time, until another, or between two."""
        terms = [part.term for part in parts if part.term] if self.table == "entries" else []
        since = max((self._micros(term) for term in terms if term.field == "since"), default=-NEWEST)
        until = min((self._micros(term) for term in terms if term.field == "until"), default=NEWEST)
        first, last = received_between(db, since, until)
        return max(self.after, first - 1), min(self.top, last)

    def _micros(self, term: Term) -> int:
        return to_micros(moment(self.where.text, term, self.now))

    def _leads(self, db: sqlite3.Connection, where: Filter) -> Led:
        """Whether an index leads to what this finds: of what begins somehow, if there is not too much."""
        term = where.term
        if term is None or term.field not in INDEXED[self.table]:
            return ""
        if term.field in ("is", "attempt"):
            return LED.get(term.value.lower(), "sorted" if term.op == ">" else "")
        if term.op != ":" or term.value.startswith(("*", "/")):
            return ""
        if set(term.value) & {"*", ","}:
            return "unsorted" if self._few(db, where) else ""
        return "unsorted" if term.field == "note" or self.table == "entities" else "sorted"

    def _few(self, db: sqlite3.Connection, where: Filter) -> bool:
        rows, _ = ROWS[self.table]
        condition, args = self._sql([where])
        found = db.execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE {condition} LIMIT {FEW})", args)
        return bool(found.fetchone()[0] < FEW)


RECEIVED = """
SELECT min(first), max(last) FROM (
    SELECT first, last FROM spans
    WHERE width = 3600 AND class = 0 AND at > ?1 / 60 AND at < ?2 / 60
    UNION ALL SELECT first, last FROM spans
    WHERE width = 60 AND class = 0 AND at BETWEEN ?1 AND min(?1 / 60 * 60 + 59, ?2)
    UNION ALL SELECT first, last FROM spans
    WHERE width = 60 AND class = 0 AND at BETWEEN max(?1, ?2 / 60 * 60) AND ?2)
"""
"""The first and the last seq of what was received from a minute on, up to another: of the hours between, and of the
minutes of the first hour and the last."""


def received_between(db: sqlite3.Connection, since: int, until: int) -> tuple[int, int]:
    """No entry that was received between two times has a smaller seq than the first, nor a larger one than the last.
    In microseconds; from -NEWEST, or until NEWEST, is any time."""
    if (since, until) == (-NEWEST, NEWEST):
        return 0, NEWEST
    first, last = db.execute(RECEIVED, (max(0, since) // 60_000_000, until // 60_000_000)).fetchone()
    if first is None:
        return 1, 0
    return first, NEWEST if until == NEWEST else last


def _parts(where: Filter) -> Iterator[Filter]:
    """What all of it must be true."""
    if where.join == "and":
        for part in where.parts:
            yield from _parts(part)
    else:
        yield where


def _within(where: Filter, fields: set[str]) -> bool:
    if where.term:
        return where.term.field in fields
    return all(_within(part, fields) for part in where.parts)
