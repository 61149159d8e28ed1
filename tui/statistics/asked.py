"""What the user wants counted, and what leads from a number to what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from textual.message import Message

from store import ALL, By, Filter, FilterError, Kind, parse, sql_of

from ..text import Spans, width

RANGES: tuple[tuple[str, timedelta | None], ...] = (
    ("15m", timedelta(minutes=15)),
    ("1h", timedelta(hours=1)),
    ("6h", timedelta(hours=6)),
    ("24h", timedelta(hours=24)),
    ("7d", timedelta(days=7)),
    ("all", None),
)
BYS: tuple[By, ...] = get_args(By)
WIDE = 100
"""Columns from which there is room for all words."""


@dataclass(slots=True)
class Asked:
    """What the user wants counted; it is as they left it when they come back."""

    span: int | None = None
    """Which of `RANGES`; None for the first that holds something."""
    by: int = 0
    where: Filter = ALL
    text: str = ""


class Drilled(Message):
    """What a number counts is to be listed."""

    def __init__(self, kind: Kind | None, where: Filter, text: str) -> None:
        super().__init__()
        self.kind, self.where, self.text = kind, where, text


def leading(kind: Kind | None, terms: Sequence[str], now: datetime) -> Drilled:
    """To what a filter finds; what only events can be asked is asked of the events."""
    base, *rest = terms
    text = " ".join(term for term in (f"({base})" if base.strip() and " or " in base else base, *rest) if term.strip())
    try:
        where = parse(text)
        sql_of(where, "entities" if kind else "entries", now)
    except FilterError:
        text = f"kind:{kind} {text}"
        kind, where = None, parse(text)
    return Drilled(kind, where, text)


def asked_line(asked: Asked, counted: str, right: str, cells: int) -> Spans:
    """The ranges and the groups, those that hold in brackets."""
    span = asked.span if asked.span is not None else -1
    times = " ".join(f"[{name}]" if at == span else name for at, (name, _) in enumerate(RANGES))
    by = BYS[asked.by]
    wide: Spans = (("   by ", "dim"), (" ".join(f"[{one}]" if one == by else one for one in BYS), ""))
    narrow: Spans = ((f" · by {by}", "dim"),)
    left: Spans = ((" Stats ", "strong"), (times, ""), *(wide if cells >= WIDE else narrow))
    room = cells - sum(width(text) for text, _ in left)
    whole = "   ".join(part for part in (counted, right) if part)
    said = next((one for one in (whole, right or counted) if len(one) + 1 < room), "")
    return (*left, (f"{said:>{max(0, room - 1)}} ", "dim"))
