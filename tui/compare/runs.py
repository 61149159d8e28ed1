"""Which rows of a diff are to be seen: the changes with what stands around them, the rest folded."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .beside import CHANGES, Row, Said, Sign

AROUND = 1
"""Rows before and behind a change."""
FEWEST = 3
"""Fewer rows than that are not worth folding."""


class Line(NamedTuple):
    """A line of the screen: a row, or several that are folded."""

    rows: range
    new: bool | None = None
    """Which side it shows; None for both."""


def tally(rows: Sequence[Row]) -> Counter[Sign]:
    """How many values there are of each sign."""
    return Counter(row.sign for row in rows if row.value)


def lines(rows: Sequence[Row], *, every: bool, unified: bool) -> Iterator[Line]:
    """What stands on the screen: `unified` shows the sides of a change one under the other, else they are beside each
    other."""
    for run in runs(rows, every=every):
        row = rows[run.start]
        if not unified or len(run) > 1:
            yield Line(run)
            continue
        if row.old and row.sign in {Sign.CHANGED, Sign.REMOVED, Sign.HEAD}:
            yield Line(run, new=False)
        if row.new and row.sign is not Sign.REMOVED:
            yield Line(run, new=True)


def as_text(rows: Sequence[Row]) -> str:
    """Every row, the sides of a change one under the other."""
    return "\n".join(f"{sign} {'  ' * said.level}{said.label}{said.text}" for row in rows for sign, said in _sides(row))


def _sides(row: Row) -> Iterator[tuple[str, Said]]:
    if row.sign is Sign.CHANGED and row.old and row.new:
        yield from ((Sign.REMOVED, row.old), (Sign.ADDED, row.new))
    elif said := row.new or row.old:
        yield row.sign, said


def runs(rows: Sequence[Row], *, every: bool) -> Iterator[range]:
    """The rows one by one, and what is the same in runs that are folded."""
    if every:
        yield from (range(index, index + 1) for index in range(len(rows)))
        return
    kept, begin = _kept(rows), 0
    for index in (*sorted(kept), len(rows)):
        yield from _folded(begin, index)
        if index < len(rows):
            yield range(index, index + 1)
        begin = index + 1


def _folded(begin: int, end: int) -> Iterator[range]:
    if end - begin >= FEWEST:
        yield range(begin, end)
    else:
        yield from (range(index, index + 1) for index in range(begin, end))


def _kept(rows: Sequence[Row]) -> set[int]:
    """Changes, what is around them, what they are in, and every title."""
    kept: set[int] = set()
    above: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        level = _level(row)
        while above and above[-1][0] >= level:
            above.pop()
        if row.sign in CHANGES:
            kept.update(range(max(0, index - AROUND), min(len(rows), index + AROUND + 1)))
            kept.update(opening for _, opening in above)
        if row.sign is Sign.HEAD:
            kept.add(index)
        elif not row.value:
            above.append((level, index))
    return kept


def _level(row: Row) -> int:
    said = row.new or row.old
    return -1 if said is None or row.sign is Sign.HEAD else said.level
