"""What a value means to a person: pure, and silent where it could be wrong."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from .marks import age, lag
from .request.jsontext import Digits, Node
from .text import safe, shorten

WHEN = re.compile(r"(?:date|time|timestamp|datesent|_at|At|_ts|^ts|^iat|^exp|^nbf|[eE]xpires)$", re.ASCII)
"""How a key ends whose value is a time; matched as it is written, or in small letters."""
ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)")
MAIL = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)")
EPOCHS = {10: 1, 13: 1e3, 16: 1e6, 19: 1e9}
"""Digits of a moment, and how many of its units are a second."""
LIKELY = (datetime(2010, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
"""A moment before or after is a number like any other."""
COMPACT = {10: "%y%m%d%H%M", 12: "%y%m%d%H%M%S", 14: "%Y%m%d%H%M%S"}
NEAR = timedelta(days=3)
E164 = re.compile(r"\+[1-9]\d{6,14}")
BASE64 = re.compile(r"[A-Za-z0-9+/]{12,200}={0,2}")
MEANS = ("code", "error")
"""What the key of an error code says."""
BETWEEN = " · "
"""Between the parts of a hint, the more telling ones first."""
LONGEST = 300
"""Letters of a value that may have a hint."""
MEANING = 70


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the value."""

    received_at: datetime
    clock: Callable[[], datetime]
    codes: Mapping[str, str] = field(default_factory=dict)
    """Error codes that were told, and what they mean."""


def hint(key: str, value: Node, beside: Beside) -> str:
    """What a value at that key means; nothing where that is not sure."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        return ""
    said = str(value)
    return safe(_code(key, said, beside) or _moment(key, said, beside) or _text(value, said))


def moment(key: str, said: str, received_at: datetime) -> datetime | None:
    """The moment that a value names with its zone, or in seconds and parts of them."""
    if ISO.fullmatch(said):
        return _parsed(said, datetime.fromisoformat)
    if not WHEN.search(key) and not WHEN.search(key.lower()):
        return None
    if MAIL.fullmatch(said):
        return _parsed(said, parsedate_to_datetime)
    epoch = _epoch(said)
    # A number that may be both is the one that is about when the request came, if any is.
    both = epoch is not None and _compact(said) is not None and abs(epoch - received_at) > NEAR
    return None if both else epoch


def _code(key: str, said: str, beside: Beside) -> str:
    named = any(word in key.lower() for word in MEANS)
    return shorten(safe(beside.codes.get(said, "")), MEANING) if named else ""


def _moment(key: str, said: str, beside: Beside) -> str:
    when = moment(key, said, beside.received_at)
    if when is None:
        compact = _compact(said) if WHEN.search(key.lower()) else None
        near = compact is not None and abs(compact - beside.received_at) <= NEAR
        return f"{compact:%Y-%m-%d %H:%M}, of no zone" if near else ""
    now = beside.clock()
    local = when.astimezone(now.tzinfo)
    day = "" if local.date() == now.date() else f"{local:%Y-%m-%d} "
    return f"{day}{local:%H:%M:%S} · {_ago(now - when)} · {_apart(beside.received_at - when)}"


def _ago(past: timedelta) -> str:
    seconds = past.total_seconds()
    return f"{age(seconds)} ago" if seconds >= 0 else f"in {age(-seconds)}"


def _apart(before: timedelta) -> str:
    seconds = before.total_seconds()
    if abs(seconds) < 0.001:  # noqa: PLR2004  a millisecond, as exact as a clock is shown
        return "as it came"
    return f"{lag(abs(seconds))} {'before' if seconds > 0 else 'after'} it came"


def _parsed(said: str, read: Callable[[str], datetime]) -> datetime | None:
    try:
        when = read(said)
        return when if LIKELY[0] <= when <= LIKELY[1] else None
    except (ValueError, OverflowError, TypeError):  # no day of the calendar, or a time of no zone
        return None


def _epoch(said: str) -> datetime | None:
    whole, _, part = said.partition(".")
    unit = EPOCHS.get(len(whole))
    if unit is None or not whole.isascii() or not whole.isdigit() or (part and not part.isdigit()):
        return None
    try:
        when = datetime.fromtimestamp(float(said) / unit, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when if LIKELY[0] <= when <= LIKELY[1] else None


def _compact(said: str) -> datetime | None:
    """`2611221402`."""
    pattern = COMPACT.get(len(said))
    if pattern is None or not said.isascii() or not said.isdigit():
        return None
    try:
        return datetime.strptime(said, pattern).replace(tzinfo=UTC)
    except ValueError:
        return None


def _text(value: str, said: str) -> str:
    if isinstance(value, Digits):
        return ""
    if E164.fullmatch(said):
        return _number(said)
    return _hidden(said) if BASE64.fullmatch(said) else ""


@lru_cache(maxsize=1024)
def _number(said: str) -> str:
    """The country of a number, and whether there can be such a one."""
    import phonenumbers  # noqa: PLC0415  heavy, and not every body has a number

    try:
        number = phonenumbers.parse(said)
    except phonenumbers.NumberParseException:
        return "no country has such a number"
    country = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
    named = "" if country in {"001", "ZZ", None} else f"{country} "
    return f"{named}number" if phonenumbers.is_valid_number(number) else f"not a valid {named}number"


def _hidden(said: str) -> str:
    """The text in base64, if it is one: hardly anything else decodes to so many letters."""
    try:
        text = b64decode(said, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    words = len(text) >= 9 and text.isprintable()  # noqa: PLR2004  one in ten thousand ids of twelve letters is printable
    return f"base64: {shorten(text, MEANING)}" if words else ""
