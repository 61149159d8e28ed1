"""Filters as SQL: what a term means of entries, entities or captures."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from .filters.fields import (
    ALSO_HAS,
    BEING,
    CLOSED,
    DURATIONS,
    IN_REQUEST,
    MARKED,
    NUMBERS,
    OF_OVERDUE,
    OVERDUE,
    PATIENCE,
    SAID_TO_BE,
    SPECIAL,
    TEXT,
    TIMES,
    WORDS,
    Patience,
    Table,
    field_names,
)
from .filters.grammar import Filter, FilterError, Term
from .filters.values import Sql, duration, escaped, like, moment, number, pattern, regular, values
from .rows import to_micros
from .search.grams import free, phrase

PATH = re.compile(r"(\.[^.\[\]]+|\.?\[[0-9*]{0,6}\])+")

ANY_ID = (
    "(id IN (?, ?, ?) OR nr IN (SELECT named.nr FROM aliases a CROSS JOIN entities named"
    " ON named.id = a.id AND named.kind = a.kind AND named.provider = a.provider WHERE a.alias IN (?, ?, ?)))"
)
"""By an index, which knows no more than how an id is written: as it was typed, in small or in capital letters."""


def sql_of(where: Filter, table: Table, now: datetime, patience: Patience = PATIENCE) -> Sql:
    """A filter as the condition for one of the tables; `now` is what `since:10m` counts from. Raises `FilterError`."""
    if where.term:
        return _Meaning(where.text, table, now, patience).read(where.term)
    sqls = [sql_of(part, table, now, patience) for part in where.parts]
    args = tuple(arg for _, own in sqls for arg in own)
    if where.join == "not":
        return f"NOT coalesce({sqls[0][0]}, 0)", args
    joined = f" {where.join.upper()} ".join(sql for sql, _ in sqls)
    return (f"({joined})" if joined else "1"), args


@dataclass(frozen=True, slots=True)
class _Meaning:
    """One term as SQL."""

    text: str
    table: Table
    now: datetime
    patience: Patience

    def read(self, term: Term) -> Sql:
        if term.field is None:
            return self._words(term)
        if term.field.startswith("."):
            return self._path(term, term.field)
        if term.field in SPECIAL:
            return self._special(term)
        if term.field in NUMBERS[self.table]:
            return self._number(term, NUMBERS[self.table][term.field], number)
        if term.field in DURATIONS[self.table]:
            return self._number(term, DURATIONS[self.table][term.field], duration)
        return self._text(term)

    def _special(self, term: Term) -> Sql:
        if term.op != ":":
            raise FilterError(self.text, term.at, f"{term.field} takes a colon: {term.field}:value")
        means: dict[str | None, Callable[[Term], Sql]] = {"has": self._has, "is": self._being, "note": self._note}
        return means.get(term.field, self._time)(term)

    def _text(self, term: Term) -> Sql:
        column = self._column(term, term.field or "")
        if term.op != ":":
            raise FilterError(self.text, term.at, f"{term.field} is text: {term.field}:value, with * for any letters")
        sqls = [self._is(term, column, self._known(term, value)) for value in values(term.value)]
        return _any(sqls)

    def _is(self, term: Term, column: str, value: str) -> Sql:
        if found := pattern(value):
            return f"{column} REGEXP ?", (regular(self.text, term, found),)
        if (self.table, term.field) != ("entities", "id") or "*" in value:
            return like(column, value)
        written = (value, value.lower(), value.upper())
        return ANY_ID, (*written, *written)

    def _known(self, term: Term, value: str) -> str:
        known = CLOSED.get(term.field or "")
        if known is None or "*" in value or pattern(value) or value.lower() in known:
            return value
        near = get_close_matches(value.lower(), known, 1)
        hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(known)}"
        raise FilterError(self.text, term.at, f"there is no {term.field} {value}: {hint}")

    def _column(self, term: Term, name: str) -> str:
        known = TEXT[self.table] | NUMBERS[self.table] | DURATIONS[self.table]
        if name in known:
            return known[name]
        near = get_close_matches(name, [*known, *SPECIAL], 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(field_names(self.table))}"
        raise FilterError(self.text, term.at, f"{self.table} have no field {name}: {hint}")

    def _number(self, term: Term, column: str, read: Callable[[str, Term, str], int]) -> Sql:
        op = "=" if term.op == ":" else term.op
        numbers = [read(self.text, term, value) for value in values(term.value)]
        # Written out, and with what the index on deliveries has: else SQLite could not tell that it may be used.
        again = "attempt > 1 AND " if term.field == "attempt" and op == ">" and min(numbers) > 0 else ""
        return f"({' OR '.join(f'{again}{column} {op} {one}' for one in numbers)})", ()

    def _time(self, term: Term) -> Sql:
        op = ">=" if term.field == "since" else "<="
        return f"{TIMES[self.table]} {op} ?", (to_micros(moment(self.text, term, self.now)),)

    def _has(self, term: Term) -> Sql:
        names = [name for value in values(term.value) for name in ALSO_HAS.get(value, (value,))]
        return f"({' OR '.join(self._there(term, name) for name in names)})", ()

    def _there(self, term: Term, name: str) -> str:
        if name == "note":
            return MARKED[self.table].format(SAID_TO_BE["noted"])
        return f"{self._column(term, name)} IS NOT NULL"

    def _note(self, term: Term) -> Sql:
        sqls = [self._is(term, "m.note", value) for value in values(term.value)]
        said, args = _any(sqls)
        return MARKED[self.table].format(said), args

    def _being(self, term: Term) -> Sql:
        sqls = [self._state(term, value.lower()) for value in values(term.value)]
        return _any(sqls)

    def _state(self, term: Term, value: str) -> Sql:
        known = BEING[self.table]
        if value in known:
            return known[value], ()
        if value in SAID_TO_BE:
            return MARKED[self.table].format(SAID_TO_BE[value]), ()
        ages = ["overdue"] if self.table != "captures" else []
        if value in ages:
            return self._overdue()
        there = sorted([*known, *ages, *SAID_TO_BE])
        near = get_close_matches(value, there, 1)
        hint = f"did you mean is:{near[0]}?" if near else f"{self.table} may be {', '.join(there)}"
        raise FilterError(self.text, term.at, hint)

    def _overdue(self) -> Sql:
        limits = [(kind, to_micros(self.now - limit)) for kind, limit in self.patience.items()]
        overdue = OVERDUE.format(cases=" ".join(["WHEN ? THEN ?"] * len(limits)))
        condition = overdue if self.table == "entities" else OF_OVERDUE.format(overdue=overdue)
        return condition, tuple(part for limit in limits for part in limit)

    def _words(self, term: Term) -> Sql:
        if found := pattern(term.value):
            return f"CAST({WORDS[self.table]} AS BLOB) REGEXP ?", (regular(self.text, term, found),)
        if not free(term):
            return self._path(term, term.value)
        said, sought = f"({WORDS[self.table]}) LIKE ? ESCAPE '\\'", f"%{escaped(phrase(term))}%"
        if self.table != "entries":
            return said, (sought,)
        return f"({said} OR {IN_REQUEST})", (sought, sought)

    def _path(self, term: Term, path: str) -> Sql:
        """What stands at a place in the body; without a value, whether anything does."""
        if self.table == "entities":
            raise FilterError(self.text, term.at, "a path looks into the body of an event: entities have none")
        if not PATH.fullmatch(path):
            raise FilterError(self.text, term.at, "a path is like .data.payload.to[0].status, with * for any name")
        wanted = values(term.value) if term.field else ["*"]
        hits = " OR ".join(["body_has(plain(body, pack), target, ?, ?, ?)"] * len(wanted))
        args = tuple(part for value in wanted for part in (path, term.op or ":", value))
        if self.table == "captures":
            return f"({hits})", args
        return f"EXISTS (SELECT 1 FROM captures WHERE captures.seq = entries.capture AND ({hits}))", args


def _any(sqls: Sequence[Sql]) -> Sql:
    """What one of them is true of."""
    return f"({' OR '.join(sql for sql, _ in sqls)})", tuple(arg for _, args in sqls for arg in args)
