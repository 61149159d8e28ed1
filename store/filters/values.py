"""What stands behind the colon of a term: texts and patterns, numbers, durations and times."""

import re
from datetime import datetime, timedelta

from .grammar import MOST, FilterError, Term
from .patterns import PatternError, compiled

Sql = tuple[str, tuple[object, ...]]
"""A condition, and what stands for its question marks."""

UNITS = {"ms": 1e3, "s": 1e6, "m": 60e6, "h": 3600e6, "d": 86400e6, "": 1e6}
CENTURIES = 1000 * 365 * 86_400_000_000


def number(text: str, term: Term, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", value):
        raise FilterError(text, term.at, f"{term.field} is a number, such as {term.field}>1")
    return int(value)


def duration(text: str, term: Term, value: str) -> int:
    """In microseconds."""
    found = re.fullmatch(r"(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)(ms|s|m|h|d|)", value)
    if not found:
        raise FilterError(text, term.at, f"{term.field} is a duration, such as {term.field}>2s, 10m, 1h or 3d")
    return min(int(float(found[1]) * UNITS[found[2]]), CENTURIES)


def moment(text: str, term: Term, now: datetime) -> datetime:
    """What `since:` or `until:` says."""
    if re.fullmatch(r"[0-9.]+(ms|s|m|h|d)", term.value):
        return now - timedelta(microseconds=duration(text, term, term.value))
    try:
        when = datetime.fromisoformat(term.value.strip('"'))
    except ValueError:
        said = f"{term.field} is a time: {term.field}:10m or {term.field}:2026-11-22T10:00Z"
        raise FilterError(text, term.at, said) from None
    return when if when.tzinfo else when.replace(tzinfo=now.tzinfo)


def regular(text: str, term: Term, expression: str) -> str:
    """The same, if it is a regular expression."""
    try:
        compiled(expression)
    except PatternError as error:
        raise FilterError(text, term.at, f"this is no regular expression: {error}") from None
    return expression


def pattern(text: str) -> str | None:
    """What stands between two slashes."""
    return text[1:-1] if re.fullmatch(r"/.+/", text) else None


def values(text: str) -> list[str]:
    if pattern(text):
        return [text]
    return [value.strip('"') for value in re.findall(r'(?:"[^"]*"|[^,"])+', text)][:MOST]


def like(column: str, value: str) -> Sql:
    if "*" not in value:
        return f"{column} = ? COLLATE NOCASE", (value,)
    return f"{column} LIKE ? ESCAPE '\\'", (escaped(value).replace("*", "%"),)


def escaped(value: str) -> str:
    """A text as a `LIKE` pattern, with no wildcard in it."""
    return re.sub(r"([\\%_])", r"\\\1", value)
