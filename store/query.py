"""The filter language: text to a condition on entries, entities or captures; what is wrong with it is pointed at."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Literal

from .models import Kind, Oddity, Phase, Trust
from .rows import to_micros

Table = Literal["entries", "entities", "captures"]
Patience = Mapping[Kind, timedelta]
"""How long a kind of entity is usually pending at most."""
Sql = tuple[str, tuple[object, ...]]


def _json(table: str, *names: str) -> dict[str, str]:
    return {name: f"json_extract({table}, '$.{name}')" for name in names}


def _joined(table: str, columns: str, *names: str) -> str:
    """The values of some fields as one text."""
    parts = [*columns.split(), *_json(table, *names).values()]
    return " || ' ' || ".join(f"coalesce({part}, '')" for part in parts)


SAID = ("reason", "code", "meaning", "name", "sender", "recipient", "text")

WORDS = {
    "entries": _joined("event", "type id status", "summary", *SAID),
    "entities": _joined("entity", "id status", "type", *SAID),
    "captures": "target || ' ' || CAST(body AS TEXT)",
}
"""Where free text is looked for."""


def _own(kind: str) -> str:
    """The brand or campaign that something belongs to; its own id, if it is one."""
    return f"CASE kind WHEN '{kind}' THEN id ELSE {kind} END"


CLOSED: dict[str, list[str]] = {
    "kind": [kind.value for kind in Kind],
    "phase": [phase.value for phase in Phase],
    "verdict": [trust.value for trust in Trust],
}
"""Fields of which every value is known."""

TEXT: dict[Table, dict[str, str]] = {
    "entries": {name: name for name in ("provider", "type", "kind", "id", "phase", "status", "key")}
    | {"brand": _own("brand"), "campaign": _own("campaign")}
    | {"verdict": "verdict"}
    | _json("event", *SAID, "summary")
    | {"from": "json_extract(event, '$.sender')", "to": "json_extract(event, '$.recipient')"},
    "entities": {name: name for name in ("provider", "kind", "id", "phase", "status")}
    | {"brand": _own("brand"), "campaign": _own("campaign")}
    | _json("entity", "type", *SAID)
    | {"from": "json_extract(entity, '$.sender')", "to": "json_extract(entity, '$.recipient')"},
    "captures": {
        "method": "method",
        "peer": "peer",
        "path": "CASE instr(target, '?') WHEN 0 THEN target ELSE substr(target, 1, instr(target, '?') - 1) END",
    },
}
ALSO_HAS = {"reason": ("reason", "meaning")}
"""What `has:` also finds: a code whose meaning is known says why, too."""

NUMBERS: dict[Table, dict[str, str]] = {
    "entries": {"attempt": "attempt", "seq": "seq", "capture": "capture"},
    "entities": {"events": "coalesce(json_extract(entity, '$.events'), 0)", "seq": "last_seq"},
    "captures": {"seq": "seq", "answer": "answer", "size": "length(body)"},
}
DURATIONS: dict[Table, dict[str, str]] = {
    "entries": {"lag": "received_at - occurred_at"},
    "entities": {},
    "captures": {},
}
TIMES: dict[Table, str] = {
    "entries": "received_at",
    "entities": "last_at",
    "captures": "received_at",
}
PATIENCE: Patience = {
    Kind.BRAND: timedelta(days=3),
    Kind.CAMPAIGN: timedelta(days=7),
    Kind.NUMBER: timedelta(hours=1),
    Kind.ORDER: timedelta(hours=1),
    Kind.MESSAGE: timedelta(minutes=15),
}
"""Ours: providers name no such times. A campaign is reviewed for days, most messages have an answer within minutes."""

OVERDUE = "phase = 'pending' AND last_at < CASE kind {cases} END"
OF_OVERDUE = (
    "EXISTS (SELECT 1 FROM aliases a JOIN entities USING (provider, kind, id) WHERE a.provider = entries.provider"
    " AND a.kind = entries.kind AND a.alias = entries.id AND {overdue})"
)
BEING: dict[Table, dict[str, str]] = {
    "entries": {oddity.value: f"flags LIKE '%[\"{oddity}\",%'" for oddity in Oddity}
    | {"odd": "flags IS NOT NULL", "duplicate": "attempt > 1", "unsigned": "verdict = 'unchecked'"},
    "entities": {},
    "captures": {"refused": "answer >= 400"},
}
"""What something may be, besides `overdue`."""

UNITS = {"ms": 1e3, "s": 1e6, "m": 60e6, "h": 3600e6, "d": 86400e6, "": 1e6}

CENTURIES = 1000 * 365 * 86_400_000_000
LONGEST = 2000
DEEPEST = 30
MOST = 100
"""Terms, and values of a term: SQLite takes no more than a thousand joined."""

TOKEN = re.compile(
    r"""\s*(?P<word>(?P<not>-?)(?:(?P<open>\()|(?P<close>\))|
    (?:(?P<field>[A-Za-z_]+)(?P<op>:|>=|<=|>|<))?(?P<value>(?:"[^"]*"?|[^\s()"])*)))""",
    re.VERBOSE,
)


class FilterError(ValueError):
    """A filter that cannot be read: its text is the filter, a caret under the token, and what to do."""

    def __init__(self, text: str, at: int, why: str) -> None:
        super().__init__(f"{text}\n{' ' * at}^ {why}")
        self.at, self.why = at, why


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value,value`, `field>value` or a free word."""

    field: str | None
    op: str
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition: a term, or others joined. Nothing at all is true."""

    join: Literal["and", "or", "not", "term"] = "and"
    parts: "tuple[Filter, ...]" = ()
    term: Term | None = None
    text: str = field(default="", compare=False)

    def sql(self, table: Table, now: datetime, patience: Patience = PATIENCE) -> Sql:
        """The condition for one of the tables; `now` is what `since:10m` counts from. Raises `FilterError`."""
        if self.term:
            return _Reader(self.text, table, now, patience).read(self.term)
        sqls = [part.sql(table, now, patience) for part in self.parts]
        args = tuple(arg for _, own in sqls for arg in own)
        if self.join == "not":
            return f"NOT coalesce({sqls[0][0]}, 0)", args
        joined = f" {self.join.upper()} ".join(sql for sql, _ in sqls)
        return (f"({joined})" if joined else "1"), args


ALL = Filter()


def parse(text: str) -> Filter:
    """Read a filter. Space is and, `,` in a value is or, `or`, `( )`, `-` is not. Raises `FilterError`."""
    if len(text) > LONGEST:
        raise FilterError(f"{text[:40]}…", 0, f"a filter has at most {LONGEST:,} letters")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [found for found in TOKEN.finditer(text) if found["word"]]
        self.next = self.depth = 0
        if len(self.tokens) > MOST:
            raise FilterError(text, self.tokens[MOST].start(), f"a filter has at most {MOST} terms")

    def whole(self) -> Filter:
        parsed = self.either()
        if self.next < len(self.tokens):
            raise FilterError(self.text, self.tokens[self.next].start("word"), "no ( is open here")
        return parsed

    def either(self) -> Filter:
        sides = [self.both()]
        while self._word() == "or":
            self.next += 1
            sides.append(self.both())
        return sides[0] if len(sides) == 1 else Filter("or", tuple(sides), text=self.text)

    def both(self) -> Filter:
        parts = []
        while self.next < len(self.tokens) and self._word() not in ("or", ")"):
            parts.append(self.one())
        return Filter("and", tuple(parts), text=self.text)

    def one(self) -> Filter:
        token = self.tokens[self.next]
        self.next += 1
        inner = self.group(token) if token["open"] else Filter("term", term=self.term(token), text=self.text)
        return Filter("not", (inner,), text=self.text) if token["not"] else inner

    def group(self, token: re.Match[str]) -> Filter:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FilterError(self.text, token.start("word"), f"( ) may be {DEEPEST} deep")
        inner = self.either()
        self.depth -= 1
        if self._word() != ")":
            raise FilterError(self.text, token.start("word"), "this ( is not closed")
        self.next += 1
        return inner

    def term(self, token: re.Match[str]) -> Term:
        value, at = token["value"] or "", token.start("field") if token["field"] else token.start("value")
        if value.count('"') % 2:
            raise FilterError(self.text, token.start("value"), "this quotation mark is not closed")
        if not value:
            raise FilterError(self.text, at, "a value is missing: field:value")
        return Term(token["field"].lower() if token["field"] else None, token["op"] or "", value, at)

    def _word(self) -> str:
        return self.tokens[self.next]["word"].lower() if self.next < len(self.tokens) else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """One term as SQL."""

    text: str
    table: Table
    now: datetime
    patience: Patience

    def read(self, term: Term) -> Sql:
        if term.field is None:
            return self._words(term)
        special: dict[str, Callable[[Term], Sql]] = {
            "since": self._time,
            "until": self._time,
            "has": self._has,
            "is": self._being,
        }
        if term.field in special:
            return special[term.field](term)
        if term.field in NUMBERS[self.table]:
            return self._number(term, NUMBERS[self.table][term.field], 1)
        if term.field in DURATIONS[self.table]:
            return self._number(term, DURATIONS[self.table][term.field], None)
        return self._text(term)

    def _text(self, term: Term) -> Sql:
        column = self._column(term, term.field or "")
        if term.op != ":":
            raise FilterError(self.text, term.at, f"{term.field} is text: {term.field}:value, with * for any letters")
        sqls = [self._is(term, column, self._known(term, value)) for value in _values(term.value)]
        return f"({' OR '.join(sql for sql, _ in sqls)})", tuple(arg for _, args in sqls for arg in args)

    def _is(self, term: Term, column: str, value: str) -> Sql:
        if (self.table, term.field) != ("entities", "id") or "*" in value:
            return _like(column, value)
        alias = (
            "SELECT a.id FROM aliases a WHERE (a.provider, a.kind) = (entities.provider, entities.kind) AND a.alias = ?"
        )
        return f"({column} = ? COLLATE NOCASE OR id IN ({alias}))", (value, value)

    def _known(self, term: Term, value: str) -> str:
        known = CLOSED.get(term.field or "")
        if known is None or "*" in value or value.lower() in known:
            return value
        near = get_close_matches(value.lower(), known, 1)
        hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(known)}"
        raise FilterError(self.text, term.at, f"there is no {term.field} {value}: {hint}")

    def _column(self, term: Term, name: str) -> str:
        known = TEXT[self.table] | NUMBERS[self.table] | DURATIONS[self.table]
        if name in known:
            return known[name]
        near = get_close_matches(name, [*known, "since", "until", "has"], 1)
        hint = (
            f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted({*known, 'since', 'until', 'has'}))}"
        )
        raise FilterError(self.text, term.at, f"{self.table} have no field {name}: {hint}")

    def _number(self, term: Term, column: str, unit: int | None) -> Sql:
        op = "=" if term.op == ":" else term.op
        numbers = [
            self._duration(term, value) if unit is None else self._count(term, value) for value in _values(term.value)
        ]
        return f"({' OR '.join([f'{column} {op} ?'] * len(numbers))})", tuple(numbers)

    def _count(self, term: Term, value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,18}", value):
            raise FilterError(self.text, term.at, f"{term.field} is a number, such as {term.field}>1")
        return int(value)

    def _duration(self, term: Term, value: str) -> int:
        found = re.fullmatch(r"(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)(ms|s|m|h|d|)", value)
        if not found:
            raise FilterError(self.text, term.at, f"{term.field} is a duration, such as {term.field}>2s, 10m, 1h or 3d")
        return min(int(float(found[1]) * UNITS[found[2]]), CENTURIES)

    def _time(self, term: Term) -> Sql:
        op = ">=" if term.field == "since" else "<="
        return f"{TIMES[self.table]} {op} ?", (to_micros(self._moment(term)),)

    def _moment(self, term: Term) -> datetime:
        if re.fullmatch(r"[0-9.]+(ms|s|m|h|d)", term.value):
            return self.now - timedelta(microseconds=self._duration(term, term.value))
        try:
            when = datetime.fromisoformat(term.value.strip('"'))
        except ValueError:
            raise FilterError(
                self.text, term.at, f"{term.field} is a time: {term.field}:10m or {term.field}:2026-11-22T10:00Z"
            ) from None
        return when if when.tzinfo else when.replace(tzinfo=self.now.tzinfo)

    def _has(self, term: Term) -> Sql:
        names = [name for value in _values(term.value) for name in ALSO_HAS.get(value, (value,))]
        columns = [self._column(term, name) for name in names]
        return f"({' OR '.join(f'{column} IS NOT NULL' for column in columns)})", ()

    def _being(self, term: Term) -> Sql:
        sqls = [self._state(term, value.lower()) for value in _values(term.value)]
        return f"({' OR '.join(sql for sql, _ in sqls)})", tuple(arg for _, args in sqls for arg in args)

    def _state(self, term: Term, value: str) -> Sql:
        known = BEING[self.table]
        if value in known:
            return known[value], ()
        ages = ["overdue"] if self.table != "captures" else []
        if value in ages:
            return self._overdue()
        there = sorted([*known, *ages])
        raise FilterError(self.text, term.at, f"{self.table} may be {', '.join(there)}: is:{there[0]}")

    def _overdue(self) -> Sql:
        limits = [(kind, to_micros(self.now - limit)) for kind, limit in self.patience.items()]
        overdue = OVERDUE.format(cases=" ".join(["WHEN ? THEN ?"] * len(limits)))
        condition = overdue if self.table == "entities" else OF_OVERDUE.format(overdue=overdue)
        return condition, tuple(part for limit in limits for part in limit)

    def _words(self, term: Term) -> Sql:
        if re.fullmatch(r"/.+/", term.value) or term.value.startswith("."):
            raise FilterError(self.text, term.at, "regular expressions and JSON paths are not understood yet")
        return f"{WORDS[self.table]} LIKE ? ESCAPE '\\'", (f"%{_escaped(term.value.replace(chr(34), ''))}%",)


def _values(text: str) -> list[str]:
    return [value.strip('"') for value in re.findall(r'(?:"[^"]*"|[^,"])+', text)][:MOST]


def _like(column: str, value: str) -> Sql:
    if "*" not in value:
        return f"{column} = ? COLLATE NOCASE", (value,)
    return f"{column} LIKE ? ESCAPE '\\'", (_escaped(value).replace("*", "%"),)


def _escaped(value: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", value)
