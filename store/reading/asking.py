"""Somebody's own SQL: over views that are documented, read-only, and not longer or larger than they allow."""

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..database import STEPS, StoreError, pragma, set_up_reader
from ..files.formats import LOG_STEPS
from ..files.paths import uri, view_path
from ..filters.functions import teach

MOST_OCTETS = 64 * 2**20
"""Of one value: a question could make up any number."""
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
FORBIDDEN = {"load_extension", "fts3_tokenizer"}
"""Functions that reach out of the store."""
TIME = "strftime('%Y-%m-%dT%H:%M:%S', {0} / 1000000, 'unixepoch') || printf('.%03dZ', {0} / 1000 % 1000)"

VIEWS = {
    "events": ("what each callback told, one row an event", "SELECT * FROM main.events"),
    "entities": ("each brand, campaign, number, message, … as it is now", "SELECT * FROM main.entity_states"),
    "captures": (
        "the requests as they came; `body` and `headers` as text",
        f"SELECT c.seq, {TIME.format('c.received_at')} AS received_at, method, target, http_version,"
        " CAST(plain(headers, pack) AS TEXT) AS headers, CAST(plain(body, pack) AS TEXT) AS body,"
        " length(plain(body, pack)) AS size, peer, answer, coalesce(m.marked, 0) > 0 AS marked, m.note"
        " FROM log.captures c LEFT JOIN log.marks m ON m.capture = c.seq",
    ),
    "attempts": (
        "each time that a request was sent on, and what came back",
        f"SELECT seq, capture, {TIME.format('at')} AS sent_at, why, target, status, micros / 1000.0 AS took, trouble,"
        " CAST(headers AS TEXT) AS headers, CAST(body AS TEXT) AS body, cut, again FROM log.sent",
    ),
}
"""By name, what it holds and how."""


class Wrong(ValueError):
    """SQL that cannot be answered: its text is the SQL, a caret under the word, and what is wrong."""


class TooLong(TimeoutError):
    """It took longer than it may."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The columns, and the rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


class Asking:
    """One connection for one question."""

    def __init__(self, log: Path, timeout: float) -> None:
        """Raises `StoreError` where there is no store."""
        self._timeout = timeout
        try:
            self._db = sqlite3.connect(uri(view_path(log), "ro"), uri=True, isolation_level=None)
            self._begin(log)
        except sqlite3.OperationalError as error:
            raise StoreError(f"there is no store at {log} that can be read: {error}") from error

    def _begin(self, log: Path) -> None:
        db = self._db
        db.text_factory = lambda octets: octets.decode("utf-8", "replace")
        teach(db)
        db.execute("PRAGMA temp_store=MEMORY")
        db.execute("ATTACH ? AS log", (uri(log, "ro"),))
        if pragma(db, "log.user_version") < max(LOG_STEPS):
            raise StoreError(f"{log} is of an older callboard: `callboard serve` brings it up to date")
        _define(db)
        set_up_reader(db)
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_OCTETS)
        db.set_authorizer(_may)

    def close(self) -> None:
        self._db.close()

    def ask(self, sql: str) -> Selected:
        """Raises `Wrong` or `TooLong`, also while the rows come."""
        until = time.monotonic() + self._timeout
        self._db.set_progress_handler(lambda: time.monotonic() > until, STEPS)
        try:
            cursor = self._db.execute(sql)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            raise self._told(sql, error) from error
        if cursor.description is None:
            raise Wrong(_pointed(sql, sql.split(maxsplit=1)[0] if sql.strip() else "", "this asks for nothing"))
        return Selected(tuple(str(one[0]) for one in cursor.description), self._rows(sql, cursor))

    def _rows(self, sql: str, cursor: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
        try:
            yield from cursor
        except sqlite3.Error as error:
            raise self._told(sql, error) from error

    def _told(self, sql: str, error: Exception) -> Wrong | TooLong:
        said = str(error)
        if said == "interrupted":
            return TooLong(f"it was stopped after {self._timeout:g} s")
        return Wrong(_explained(sql, said, self.schema()))

    def schema(self) -> dict[str, tuple[str, ...]]:
        """The columns of each view."""
        self._db.set_progress_handler(None, 0)
        empty = {name: self._db.execute(f"SELECT * FROM {name} LIMIT 0") for name in VIEWS}
        return {name: tuple(str(one[0]) for one in cursor.description) for name, cursor in empty.items()}


def _define(db: sqlite3.Connection) -> None:
    """In memory, where each name is looked for first: the files have tables of the same names."""
    for name, (_, select) in VIEWS.items():
        db.execute(f"CREATE TEMP VIEW {name} AS {select}")


def _may(action: int, *about: str | None) -> int:
    function = about[1] if action == sqlite3.SQLITE_FUNCTION else None
    allowed = action in ALLOWED and function not in FORBIDDEN
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _explained(sql: str, said: str, schema: Mapping[str, tuple[str, ...]]) -> str:
    """SQLite's words with a caret under what they are about, and what may be meant."""
    if found := re.fullmatch(r"no such (?:column|table): (?:\w+\.)?(.+)", said):
        known = [*schema, *(column for columns in schema.values() for column in columns)]
        near = get_close_matches(found[1], known, 1)
        hint = f": did you mean {near[0]}?" if near else f": there are {', '.join(schema)} (--schema names columns)"
        return _pointed(sql, found[1], f"{said}{hint}")
    if said == "not authorized" or said.startswith(("cannot modify", "attempt to write")):
        return _pointed(sql, "", "this is read-only: one SELECT, over the store alone")
    if said.startswith("You can only execute one statement"):
        return _pointed(sql, ";", "one SELECT at a time")
    about = re.match(r'near "(.+?)": ', said) or re.match(r'unrecognized token: "(.+)"', said)
    return _pointed(sql, about[1] if about else "", said)


def _pointed(sql: str, word: str, why: str) -> str:
    """The line with the word, a caret under it, and why; without a word the first."""
    at = re.search(rf"(?<![A-Za-z_]){re.escape(word)}(?![A-Za-z_])", sql) if word else None
    place = at.start() if at else 0
    begin = sql.rfind("\n", 0, place) + 1
    line = sql[begin:].partition("\n")[0]
    return f"{line}\n{' ' * (place - begin)}^ {why}"
