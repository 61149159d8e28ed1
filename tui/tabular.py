"""Rows of anything as text: a table to read, csv or JSON lines."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from math import isfinite

from store import line

from .export.cells import cell
from .text import safe, shorten, width

Row = Sequence[object]
Writer = Callable[[Sequence[str], Iterable[Row]], Iterator[str]]

LOOKED_AT = 200
"""Rows that say how wide a column is."""
WIDEST = 60
"""Cells of a column."""


def as_table(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """What is longer than a column ends in an ellipsis."""
    coming = ([_shown(value) for value in row] for row in rows)
    first = list(islice(coming, LOOKED_AT))
    heads = [shorten(safe(name), WIDEST) for name in columns]
    cells = [max(map(width, column)) for column in zip(heads, *first, strict=True)]
    yield _aligned(heads, cells)
    yield _aligned(["─" * many for many in cells], cells)
    yield from (_aligned(row, cells) for row in chain(first, coming))


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A row a line, in which a spreadsheet finds no formula."""
    for row in chain([columns], rows):
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow([_cell(value) for value in row])
        yield written.getvalue()


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """An object a line."""
    for row in rows:
        yield line({name: _plain(value) for name, value in zip(columns, row, strict=True)})


WRITERS: Mapping[str, Writer] = {"table": as_table, "csv": as_csv, "json": as_json}


def _plain(value: object) -> str | int | float | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON has none
    return value if isinstance(value, str | int | float) or value is None else str(value)


def _cell(value: object) -> str | int | float | None:
    plain = _plain(value)
    return cell(plain) if isinstance(plain, str) else plain


def _shown(value: object) -> str:
    return "–" if value is None else shorten(safe(str(_plain(value)), 4 * WIDEST), WIDEST)


def _aligned(row: Sequence[str], cells: Sequence[int]) -> str:
    return "  ".join(f"{one}{' ' * (many - width(one))}" for one, many in zip(row, cells, strict=True)).rstrip()
