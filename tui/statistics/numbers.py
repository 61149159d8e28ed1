"""The numbers behind a picture: as a table on the screen, and as files for other programs."""

import csv
import io
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..export.cells import cell
from ..text import Spans, safe, shorten, width

Cell = str | int | float | None

WIDEST = 40
GAP = 2


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table with a name: texts stand left, numbers right."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def head(self) -> Spans:
        return ((self._laid(self.columns), "head"),)

    def line(self, index: int) -> Spans:
        return ((self._laid(self.rows[index]), ""),)

    def _laid(self, cells: Sequence[Cell]) -> str:
        every = zip(cells, self._widths(), self._right(), strict=True)
        return "".join(_padded(shown(cell), cells_, right=right) for cell, cells_, right in every)

    def _widths(self) -> list[int]:
        return [
            min(WIDEST, max(width(shown(one)) for one in column))
            for column in zip(self.columns, *self.rows, strict=True)
        ]

    def _right(self) -> list[bool]:
        columns = zip(*self.rows, strict=True) if self.rows else ([""] for _ in self.columns)
        return [any(isinstance(one, int | float) for one in column) for column in columns]


def shown(cell: Cell) -> str:
    """A cell as a person reads it."""
    if cell is None:
        return "–"
    return safe(cell) if isinstance(cell, str) else f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}"


def _padded(text: str, cells: int, *, right: bool) -> str:
    kept = shorten(text, cells)
    space = " " * (cells - width(kept))
    return (space + kept if right else kept + space) + " " * GAP


def write(numbers: Numbers, folder: Path, now: datetime) -> tuple[Path, Path]:
    """Put them beside each other as CSV and JSON, readable by their owner only; no file is written over."""
    name = f"callboard-{numbers.name.replace(' ', '-')}-{now:%Y-%m-%dT%H%M%S}"
    files = folder / f"{name}.csv", folder / f"{name}.json"
    for path, text in zip(files, (as_csv(numbers), as_json(numbers, now)), strict=True):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    return files


def as_csv(numbers: Numbers) -> str:
    """What a callback said is text to a spreadsheet, never a formula."""
    written = io.StringIO()
    csv.writer(written).writerows((numbers.columns, *_plain(numbers)))
    return written.getvalue()


def _plain(numbers: Numbers) -> Iterator[list[Cell]]:
    for row in numbers.rows:
        yield [cell(one) if isinstance(one, str) else one for one in row]


def as_json(numbers: Numbers, now: datetime) -> str:
    """An object with its rows as objects; their keys are the columns."""
    rows = [dict(zip(numbers.columns, row, strict=True)) for row in numbers.rows]
    told = {"v": 1, "kind": "numbers", "name": numbers.name, "at": now.isoformat(timespec="seconds"), "rows": rows}
    return json.dumps(told, indent=1) + "\n"
