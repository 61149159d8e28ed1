"""The columns of a list: as many as there is room for, as wide as there is room for."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from store import Order

from ..privacy import style_at
from ..text import Spans, safe, shorten, width

T = TypeVar("T")
GAP = 1


@dataclass(frozen=True, kw_only=True)
class Column(Generic[T]):
    """One column of a list: how wide it may be, and what stands in it."""

    title: str
    least: int
    most: int
    rank: int
    """When there is no room the highest rank goes first."""
    cell: Callable[[T, datetime, int], Spans]
    """What stands there, given the time and the cells that there are."""
    good: int = 0
    """Cells that are enough for nearly everything: every column gets so many before one gets more."""
    by: str = ""
    """The order that the store knows this column by."""
    brief: str = ""
    """The title where there is no room for it."""


Fitted = tuple[tuple[Column[T], int], ...]
"""The columns that found room, in order, each with its width."""


def fit(columns: Sequence[Column[T]], cells: int, wanted: Collection[str] = ()) -> Fitted[T]:
    """Drop columns until the rest finds room, the `wanted` ones last, then widen what is left, the most important
    first."""
    kept = sorted(columns, key=lambda column: (column.rank > 0 and column.title not in wanted, column.rank))
    while len(kept) > 1 and _needed(kept) > cells:
        kept.pop()
    spare = max(0, cells - _needed(kept))
    widths = {column.title: column.least for column in kept}
    for goals in ([column.good for column in kept], [column.most for column in kept]):
        for column, goal in zip(kept, goals, strict=True):
            more = max(0, min(spare, goal - widths[column.title]))
            widths[column.title] += more
            spare -= more
    return tuple((column, widths[column.title]) for column in columns if column.title in widths)


def header(fitted: Fitted[T], order: Order | None = None) -> Spans:
    """The titles, with a mark at the one that the list is sorted by."""
    return tuple((_titled(column, cells, order).ljust(cells + GAP), "head") for column, cells in fitted)


def mark(order: Order) -> str:
    return "▾" if order.falling else "▴"


def row(fitted: Fitted[T], thing: T, now: datetime) -> Spans:
    """One line of a list, each cell as wide as its column."""
    cells = tuple(_cell(column, cells, thing, now) for column, cells in fitted)
    return tuple(span for cell in cells for span in (*cell, (" " * GAP, "")))[:-1]


def text_column(
    title: str,
    cells: tuple[int, ...],
    rank: int,
    words: Callable[[T], str],
    cut: Callable[[str, int], str] = shorten,
    by: str = "",
) -> Column[T]:
    """A column of plain text: the cells that it needs, those that are enough, and those that it may have."""
    least, *good, most = cells
    return Column(
        title=title,
        least=least,
        good=good[0] if good else 0,
        most=most,
        rank=rank,
        cell=lambda thing, _now, room: ((cut(safe(words(thing)), room), style_at(title, "")),),
        by=by,
    )


def _needed(columns: Sequence[Column[T]]) -> int:
    return sum(column.least + GAP for column in columns) - GAP


def _cell(column: Column[T], cells: int, thing: T, now: datetime) -> Spans:
    spans = column.cell(thing, now, cells)
    missing = cells - sum(width(text) for text, _ in spans)
    return (*spans, (" " * missing, ""))


def _titled(column: Column[T], cells: int, order: Order | None) -> str:
    """The mark takes the place of the last letter where there is no other."""
    title = column.title if len(column.title) <= cells else column.brief or column.title[:cells]
    if order is None or not column.by or column.by != order.by:
        return title
    space = " " if len(title) + 1 < cells else ""
    return f"{title[: cells - 1]}{space}{mark(order)}"
